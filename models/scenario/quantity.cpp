#include "models/scenario/quantity.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/config/read_table.hpp"
#include "engine/config/text.hpp"
#include "engine/core/special_numbers.hpp"
#include "models/scenario/read_distribution.hpp"

namespace secondcurve {

double Schedule::at(int year) const {
  const bool outside = year < points.front().first || year > points.back().first;
  if (amount && (outside || interpolation == Interpolation::steps)) {
    const auto listed =
        std::find_if(points.begin(), points.end(), [&](const auto& point) { return point.first == year; });
    return listed == points.end() ? 0.0 : listed->second;
  }
  if (year <= points.front().first) return points.front().second;
  const auto after =
      std::find_if(points.begin(), points.end(), [&](const auto& point) { return point.first > year; });
  const auto& before = *std::prev(after);
  if (interpolation == Interpolation::steps || after == points.end()) return before.second;
  const double share = static_cast<double>(year - before.first) / (after->first - before.first);
  return before.second + share * (after->second - before.second);
}

std::optional<int> year_of(std::string_view name) {
  int year = 0;
  const auto [end, status] = std::from_chars(name.data(), name.data() + name.size(), year);
  if (name.size() != 4 || status != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return year;
}

std::optional<double> number_of(std::string_view text) {
  double value = 0.0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string number_hint(std::string_view text) {
  std::string point(text);
  if (const std::size_t comma = point.find(','); comma != std::string::npos) point[comma] = '.';
  const bool is_percent = point.ends_with('%');
  if (is_percent) point.pop_back();
  while (point.ends_with(' ')) point.pop_back();
  const std::optional<double> value = number_of(point);
  if (!value || point == text) return {};
  return fmt::format("Write {}: a table has {}", rounded(is_percent ? *value / 100.0 : *value),
                     is_percent ? "rates as decimals" : "a point before decimals");
}

namespace {

void read_parameter(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading) {
  static constexpr std::string_view allowed[] = {number_keys::parameter, number_keys::source,
                                                 number_keys::why};
  refuse_unknown_keys(node, allowed, reading);
  const Node& name = *node.find(number_keys::parameter);
  if (name.kind() != Node::Kind::string) return wrong_kind(name, "the name of a [parameters.NAME]", reading);
  reading.note_use(node, name.as_string(), info);
  out.value = ParameterReference{name.as_string()};
}

void read_year_table(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading) {
  Schedule schedule;
  schedule.amount = info.amount;
  bool has_year = false;
  for (const Node& child : node.children()) {
    if (child.name() == number_keys::source || child.name() == number_keys::why) continue;
    if (child.name() == number_keys::interpolate) {
      read_value(child, schedule.interpolation, info, reading);
      continue;
    }
    const auto year = year_of(child.name());
    if (!year) {
      reading.error(child, "is no year", "a table by year holds years, interpolate, source and why");
      continue;
    }
    has_year = true;
    if (child.kind() == Node::Kind::table && child.find(number_keys::value) == nullptr)
      reading.error(child, fmt::format("= {}: is no number", child.to_toml_value()),
                    "a table by year holds one number a year; none of them can be drawn");
    else if (const auto value = read_number(child, info, reading))
      schedule.points.emplace_back(*year, *value);
  }
  std::sort(schedule.points.begin(), schedule.points.end());
  if (!has_year) reading.error(node, "lists no year", "such as { 2026 = 0.05, 2028 = 0.04 }");
  if (schedule.points.empty()) return;
  out.value = std::move(schedule);
}

/// The values of two columns of a table by year, for the key at `node`; reports those that cannot be used.
Schedule read_rows(const CsvFile& file, std::size_t years, std::size_t column, const Node& node,
                   const FieldInfo& info, Reading& reading) {
  Schedule schedule;
  schedule.amount = info.amount;
  for (const Csv::Row& row : file.csv.rows) {
    const auto year = year_of(row.fields[years]);
    const std::optional<double> value = number_of(row.fields[column]);
    const bool listed = year && std::any_of(schedule.points.begin(), schedule.points.end(),
                                            [&](const auto& point) { return point.first == *year; });
    const auto complain = [&](std::string problem, std::string allowed, std::string hint = "") {
      reading.error_at({file.path, row.line, 1}, node.key(), std::move(problem), std::move(allowed),
                       std::move(hint));
    };
    if (!year)
      complain(fmt::format("\"{}\" is no year", row.fields[years]), "four digits");
    else if (!value || !info.range.contains(*value))
      complain(fmt::format("\"{}\" cannot be used", row.fields[column]),
               fmt::format("a number: {}", to_string(info.range)), number_hint(row.fields[column]));
    else if (listed)
      complain(fmt::format("year {} stands twice", *year), "each year once");
    else
      schedule.points.emplace_back(*year, *value);
  }
  std::sort(schedule.points.begin(), schedule.points.end());
  return schedule;
}

void read_csv_schedule(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading) {
  static constexpr std::string_view allowed[] = {
      number_keys::csv, number_keys::column, number_keys::interpolate, number_keys::source, number_keys::why};
  refuse_unknown_keys(node, allowed, reading);
  const Node* name = node.find(number_keys::column);
  if (name == nullptr || name->kind() != Node::Kind::string)
    return reading.error(node, "names no column", "{ csv = \"file.csv\", column = \"name\" }");
  const auto file = reading.csv_file(*node.find(number_keys::csv));
  if (!file) return;
  const auto years = file->csv.column("year");
  const auto column = file->csv.column(name->as_string());
  if (!years || !column)
    return reading.error(*name,
                         fmt::format("= \"{}\": {} has no column \"{}\"", name->as_string(), file->path,
                                     years ? name->as_string() : "year"),
                         "its columns are: " + join(file->csv.header, ", "));
  if (file->csv.rows.empty()) return reading.error(node, fmt::format("{} has no row", file->path));
  Schedule schedule = read_rows(*file, *years, *column, node, info, reading);
  if (const Node* way = node.find(number_keys::interpolate))
    read_value(*way, schedule.interpolation, info, reading);
  if (!schedule.points.empty()) out.value = std::move(schedule);
}

/// Reports a table that is no form of a number, with the form that was perhaps meant.
void not_a_quantity(const Node& node, Reading& reading) {
  std::vector<std::string> forms{std::string(number_keys::value), std::string(number_keys::parameter),
                                 std::string(number_keys::csv)};
  for (const DistributionForm& form : distribution_forms) forms.emplace_back(form.name);
  std::string hint;
  for (const Node& child : node.children())
    if (hint.empty()) hint = did_you_mean(child.name(), forms);
  reading.error(node, fmt::format("= {}: is no number", node.to_toml_value()), quantity_usage(),
                std::move(hint));
}

}  // namespace

namespace {
/// The quantity that another one refers to, or itself; null where there is none of that name.
const Quantity* resolved(const Quantity& quantity, const Quantities& parameters) {
  const auto* shared = std::get_if<ParameterReference>(&quantity.value);
  if (shared == nullptr) return &quantity;
  for (const auto& [name, parameter] : parameters)
    if (name == shared->name && !std::holds_alternative<ParameterReference>(parameter.value))
      return &parameter;
  return nullptr;
}
}  // namespace

std::pair<double, double> bounds(const Quantity& quantity, const Quantities& parameters) {
  const Quantity* given = resolved(quantity, parameters);
  if (given == nullptr) return {-infinity, infinity};
  if (const double* value = std::get_if<double>(&given->value)) return {*value, *value};
  if (const Distribution* drawn = std::get_if<Distribution>(&given->value))
    return {drawn->quantile(0.0), drawn->quantile(1.0)};
  std::pair<double, double> found{infinity, -infinity};
  for (const auto& [year, value] : std::get<Schedule>(given->value).points)
    found = {std::min(found.first, value), std::max(found.second, value)};
  return found;
}

double median(const Quantity& quantity, const Quantities& parameters) {
  const Quantity* given = resolved(quantity, parameters);
  if (given == nullptr) return not_a_number;
  if (const double* value = std::get_if<double>(&given->value)) return *value;
  if (const Distribution* drawn = std::get_if<Distribution>(&given->value)) return drawn->quantile(0.5);
  return std::get<Schedule>(given->value).points.front().second;
}

void read_value(const Node& node, Quantities& out, const FieldInfo& info, Reading& reading) {
  if (node.kind() != Node::Kind::table) return wrong_kind(node, "a table of numbers, { name = 1 }", reading);
  out.clear();
  for (const Node& each : node.children()) {
    if (!check_entry_name(each, reading)) continue;
    NamedEntry<Quantity> entry{each.name(), {}};
    read_value(each, entry.value, info, reading);
    out.push_back(std::move(entry));
  }
}

namespace {
/// Reads a number as it is written. @param change that distributions take on at once.
void read_written(const Node& node, Quantity& out, const FieldInfo& info, const LinearChange& change,
                  Reading& reading) {
  if (node.kind() != Node::Kind::table) {
    if (const auto value = read_number(node, info, reading)) out.value = *value;
    return;
  }
  if (node.find(number_keys::value) != nullptr) {
    if (const auto value = read_number(node, info, reading)) out.value = *value;
    return;
  }
  out.citation = reading.citation(node);
  for (const DistributionForm& form : distribution_forms)
    if (node.find(form.name) != nullptr) {
      if (auto distribution = read_distribution(node, form, info, change, reading))
        out.value = *std::move(distribution);
      return;
    }
  if (node.find(number_keys::parameter) != nullptr) return read_parameter(node, out, info, reading);
  const bool by_csv = node.find(number_keys::csv) != nullptr;
  const bool by_year = std::any_of(node.children().begin(), node.children().end(),
                                   [](const Node& child) { return year_of(child.name()).has_value(); });
  if (!by_csv && !by_year) return not_a_quantity(node, reading);
  if (!info.scheduled) return reading.error(node, "changes by year", "must be one value for all years");
  if (by_csv) return read_csv_schedule(node, out, info, reading);
  read_year_table(node, out, info, reading);
}

/// Changes the years of a schedule, and reports the first that is then out of range. Returns them as TOML.
std::string adjust_years(const Node& node, Schedule& schedule, const FieldInfo& info,
                         const LinearChange& change, Reading& reading) {
  std::vector<std::string> entries;
  bool is_reported = false;
  for (auto& [year, value] : schedule.points) {
    const double before = std::exchange(value, change(value));
    if (!info.range.contains(value) && !is_reported) {
      reading.moved_out(node, rounded(before), fmt::format("{} in {}", rounded(value), year),
                        "must be " + to_string(info.range));
      is_reported = true;
    }
    entries.push_back(fmt::format("{} = {}", year, rounded(value)));
  }
  if (schedule.interpolation == Interpolation::linear) entries.emplace_back("interpolate = \"linear\"");
  return "{ " + join(entries, ", ") + " }";
}

/// Changes a number as adjustments say, and reports one that is then out of its range, or none of its own.
void adjust(const Node& node, Quantity& out, const FieldInfo& info, const LinearChange& change,
            Reading& reading) {
  if (const auto* shared = std::get_if<ParameterReference>(&out.value))
    return reading.error(node, fmt::format("takes the value of parameters.{}", shared->name),
                         fmt::format("{} cannot change it here", reading.adjustments_of(node.key())),
                         fmt::format("Name \"parameters.{}\" there", shared->name));
  if (double* value = std::get_if<double>(&out.value)) {
    const double before = std::exchange(*value, change(*value));
    if (!info.range.contains(*value))
      reading.moved_out(node, rounded(before), rounded(*value), "must be " + to_string(info.range));
    reading.note_adjusted(node.key(), rounded(*value));
  }
  if (auto* schedule = std::get_if<Schedule>(&out.value))
    reading.note_adjusted(node.key(), adjust_years(node, *schedule, info, change, reading));
}
}  // namespace

void read_value(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading) {
  out.key = node.key();
  const LinearChange change = reading.change_of(node.key());
  read_written(node, out, info, change, reading);
  if (!change.is_none() && !reading.has_error_within(node.key())) adjust(node, out, info, change, reading);
}

}  // namespace secondcurve
