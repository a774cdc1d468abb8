#include "models/scenario/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "engine/config/csv.hpp"
#include "engine/config/read_table.hpp"
#include "engine/config/text.hpp"

namespace secondcurve {

double Schedule::at(int year) const {
  if (year <= points.front().first) return points.front().second;
  const auto after =
      std::find_if(points.begin(), points.end(), [&](const auto& point) { return point.first > year; });
  const auto& before = *std::prev(after);
  if (interpolation == Interpolation::steps || after == points.end()) return before.second;
  const double share = static_cast<double>(year - before.first) / (after->first - before.first);
  return before.second + share * (after->second - before.second);
}

namespace {

/// A draw outside the range of its key with at most this probability is left to the failed-path count.
constexpr double negligible_probability = 1e-6;

Distribution make_distribution(DistributionKind kind, std::span<const double> numbers) {
  switch (kind) {
    case DistributionKind::normal:
      return Distribution::normal(numbers[0], numbers[1]);
    case DistributionKind::lognormal:
      return Distribution::lognormal(numbers[0], numbers[1]);
    case DistributionKind::uniform:
      return Distribution::uniform(numbers[0], numbers[1]);
    case DistributionKind::triangular:
      break;
  }
  return Distribution::triangular(numbers[0], numbers[1], numbers[2]);
}

std::optional<int> year_of(std::string_view name) {
  int year = 0;
  const auto [end, status] = std::from_chars(name.data(), name.data() + name.size(), year);
  if (name.size() != 4 || status != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return year;
}

const FieldInfo unbounded{};

/// The numbers of `normal = [0.05, 0.02]`; empty, and reported, where they are not.
std::vector<double> distribution_numbers(const Node& list, const DistributionForm& form, Reading& reading) {
  std::vector<double> numbers;
  if (list.kind() == Node::Kind::array)
    for (const Node& each : list.children())
      if (const auto value = read_number(each, unbounded, reading)) numbers.push_back(*value);
  if (list.kind() == Node::Kind::array && numbers.size() == form.n_numbers &&
      list.children().size() == form.n_numbers)
    return numbers;
  if (list.kind() != Node::Kind::array || list.children().size() != form.n_numbers)
    reading.error(list, fmt::format("= {}: needs a list of {} numbers", list.to_toml_value(), form.n_numbers),
                  usage(form));
  return {};
}

/// Refuses a distribution that would often draw outside the range of its key.
void check_support(const Node& node, const Distribution& d, const FieldInfo& info, Reading& reading) {
  double outside = 0.0;
  if (std::isfinite(info.range.low)) outside += d.cdf(info.range.low);
  if (std::isfinite(info.range.high)) outside += 1.0 - d.cdf(info.range.high);
  if (outside <= negligible_probability) return;
  const bool low = std::isfinite(info.range.low) && d.cdf(info.range.low) > negligible_probability;
  reading.error(node,
                fmt::format("= {}: lies outside the allowed range with probability {:.2g}",
                            node.to_toml_value(), outside),
                fmt::format("must be {}", to_string(info.range)),
                fmt::format("Cut it off, for example with {} = {}", low ? "min" : "max",
                            low ? info.range.low : info.range.high));
}

void read_distribution(const Node& node, const DistributionForm& form, Quantity& out, const FieldInfo& info,
                       Reading& reading) {
  const std::string_view allowed[] = {form.name, number_keys::min, number_keys::max, number_keys::source,
                                      number_keys::why};
  refuse_unknown_keys(node, allowed, reading);
  if (!info.uncertain)
    return reading.error(node, "is a distribution", "must be one number: this key cannot be uncertain");
  const std::vector<double> numbers = distribution_numbers(*node.find(form.name), form, reading);
  const auto bound = [&](std::string_view name) -> std::optional<double> {
    const Node* child = node.find(name);
    return child == nullptr ? std::nullopt : read_number(*child, unbounded, reading);
  };
  const std::optional<double> low = bound(number_keys::min);
  const std::optional<double> high = bound(number_keys::max);
  if (numbers.empty()) return;
  Distribution distribution = make_distribution(form.kind, numbers);
  if (low || high) distribution = distribution.truncated(low, high);
  if (const std::string problem = distribution.problem(); !problem.empty())
    return reading.error(node, fmt::format("= {}: {}", node.to_toml_value(), problem), usage(form));
  check_support(node, distribution, info, reading);
  out.value = distribution;
}

void read_year_table(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading) {
  Schedule schedule;
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
    if (const auto value = read_number(child, info, reading)) schedule.points.emplace_back(*year, *value);
  }
  std::sort(schedule.points.begin(), schedule.points.end());
  if (schedule.points.empty())
    return reading.error(node, "lists no year", "such as { 2026 = 0.05, 2028 = 0.04 }");
  out.value = std::move(schedule);
}

void read_csv_schedule(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading) {
  static constexpr std::string_view allowed[] = {
      number_keys::csv, number_keys::column, number_keys::interpolate, number_keys::source, number_keys::why};
  refuse_unknown_keys(node, allowed, reading);
  const Node* column_node = node.find(number_keys::column);
  if (column_node == nullptr || column_node->kind() != Node::Kind::string)
    return reading.error(node, "names no column", "{ csv = \"file.csv\", column = \"name\" }");
  const auto text = reading.file_text(*node.find(number_keys::csv));
  if (!text) return;
  const std::string& file = node.find(number_keys::csv)->as_string();
  const Csv csv = parse_csv(*text, file);
  const auto years = csv.column("year");
  const auto column = csv.column(column_node->as_string());
  if (!years || !column)
    return reading.error(*column_node,
                         fmt::format("= \"{}\": {} has no column \"{}\"", column_node->as_string(), file,
                                     years ? column_node->as_string() : "year"),
                         "its columns are: " + join(csv.header, ", "));
  Schedule schedule;
  for (const Csv::Row& row : csv.rows) {
    const auto year = year_of(row.fields[*years]);
    const std::string& field_text = row.fields[*column];
    double value = 0.0;
    const auto [end, status] =
        std::from_chars(field_text.data(), field_text.data() + field_text.size(), value);
    if (!year || status != std::errc() || end != field_text.data() + field_text.size() ||
        !info.range.contains(value))
      reading.error_at(
          {file, row.line, 1}, node.key(),
          fmt::format("year \"{}\" and value \"{}\" cannot be used", row.fields[*years], field_text),
          fmt::format("a year of four digits and a number that is {}", to_string(info.range)), "");
    else
      schedule.points.emplace_back(*year, value);
  }
  std::sort(schedule.points.begin(), schedule.points.end());
  if (schedule.points.empty())
    return reading.error(node, fmt::format("{} has no row that can be used", file));
  if (const Node* way = node.find(number_keys::interpolate))
    read_value(*way, schedule.interpolation, info, reading);
  out.value = std::move(schedule);
}

}  // namespace

void read_value(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading) {
  out.key = node.key();
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
    if (node.find(form.name) != nullptr) return read_distribution(node, form, out, info, reading);
  const bool by_csv = node.find(number_keys::csv) != nullptr;
  const bool by_year = std::any_of(node.children().begin(), node.children().end(),
                                   [](const Node& child) { return year_of(child.name()).has_value(); });
  if (!by_csv && !by_year)
    return reading.error(node, fmt::format("= {}: is no number", node.to_toml_value()), quantity_usage());
  if (!info.scheduled) return reading.error(node, "changes by year", "must be one value for all years");
  if (by_csv) return read_csv_schedule(node, out, info, reading);
  read_year_table(node, out, info, reading);
}

}  // namespace secondcurve
