#include "models/scenario/read_distribution.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve {

namespace {

/// A distribution is cut off at the range of its key if it lies outside with at most this probability.
constexpr double negligible_probability = 1e-6;

const FieldInfo unbounded{};

/// Numbers as they are written, a row each: one row of a list, a row for each pair, { share, value } for each
/// share.
using Rows = std::vector<std::vector<double>>;

Distribution make_distribution(DistributionKind kind, const Rows& rows) {
  const std::vector<double>& numbers = rows.front();
  std::vector<std::pair<double, double>> pairs;
  switch (kind) {
    case DistributionKind::normal:
      return Distribution::normal(numbers[0], numbers[1]);
    case DistributionKind::lognormal:
      return Distribution::lognormal(numbers[0], numbers[1]);
    case DistributionKind::uniform:
      return Distribution::uniform(numbers[0], numbers[1]);
    case DistributionKind::triangular:
      return Distribution::triangular(numbers[0], numbers[1], numbers[2]);
    case DistributionKind::pert:
      return Distribution::pert(numbers[0], numbers[1], numbers[2]);
    case DistributionKind::beta:
      return Distribution::beta(numbers[0], numbers[1]);
    case DistributionKind::student_t:
      return Distribution::student_t(numbers[0], numbers[1], numbers[2]);
    case DistributionKind::discrete:
    case DistributionKind::quantiles:
      break;
  }
  for (const std::vector<double>& row : rows) pairs.emplace_back(row[0], row[1]);
  return kind == DistributionKind::discrete ? Distribution::discrete(std::move(pairs))
                                            : Distribution::quantiles(std::move(pairs));
}

/// The numbers of a list of `n`; empty, and reported, where they are not.
std::vector<double> read_list(const Node& list, std::size_t n, const DistributionForm& form,
                              Reading& reading) {
  std::vector<double> numbers;
  if (list.kind() != Node::Kind::array || list.children().size() != n) {
    reading.error(list, fmt::format("= {}: needs a list of {} numbers", list.to_toml_value(), n),
                  usage(form));
    return {};
  }
  for (const Node& each : list.children())
    if (const auto value = read_number(each, unbounded, reading)) numbers.push_back(*value);
  return numbers.size() == n ? numbers : std::vector<double>();
}

/// The share that p10 or p2_5 names, which is 2.5 percent; nothing where a name is none.
std::optional<double> share_of(std::string_view name) {
  std::string percents(name.substr(std::min<std::size_t>(1, name.size())));
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (const std::size_t point = percents.find('_'); point != std::string::npos) percents[point] = '.';
  const bool is_number =
      name.starts_with('p') && !percents.empty() && is_digit(percents.front()) && is_digit(percents.back()) &&
      std::all_of(percents.begin(), percents.end(), [&](char c) { return is_digit(c) || c == '.'; });
  double percent = 0.0;
  const auto [end, status] = std::from_chars(percents.data(), percents.data() + percents.size(), percent);
  const bool is_whole = status == std::errc() && end == percents.data() + percents.size();
  if (!is_number || !is_whole || !(percent > 0.0 && percent < 100.0)) return std::nullopt;
  return percent / 100.0;
}

/// The rows of { p10 = 0.02, p50 = 0.05 }, shares rising; empty, and reported, where they are not.
Rows read_shares(const Node& table, const DistributionForm& form, Reading& reading) {
  if (table.kind() != Node::Kind::table) {
    wrong_kind(table, "a table such as { p10 = 0.02, p50 = 0.05, p90 = 0.09 }", reading);
    return {};
  }
  Rows rows;
  for (const Node& child : table.children()) {
    const auto share = share_of(child.name());
    if (!share)
      reading.error_at(child.key_position(), child.key(), "names no quantile",
                       "p and a percentage above 0 and below 100, such as p10 or p2_5");
    const auto value = read_number(child, unbounded, reading);
    if (share && value) rows.push_back({*share, *value});
  }
  if (table.children().empty()) reading.error(table, "holds no quantile", usage(form));
  std::sort(rows.begin(), rows.end());
  return rows.size() == table.children().size() ? rows : Rows();
}

Rows read_rows(const Node& node, const DistributionForm& form, Reading& reading) {
  if (form.style == DistributionStyle::shares) return read_shares(node, form, reading);
  Rows rows;
  if (form.style == DistributionStyle::list) {
    rows.push_back(read_list(node, form.n_numbers, form, reading));
  } else if (node.kind() != Node::Kind::array || node.children().empty()) {
    reading.error(node, fmt::format("= {}: needs a list of pairs", node.to_toml_value()), usage(form));
  } else {
    for (const Node& pair : node.children()) rows.push_back(read_list(pair, form.n_numbers, form, reading));
  }
  const bool is_whole = std::none_of(rows.begin(), rows.end(), [](const auto& row) { return row.empty(); });
  return is_whole ? rows : Rows();
}

/// What a number of a distribution is to its values.
enum class Role { value, width, other };

/// The roles of the numbers of a row, but for those of beta and of the sums of lognormal.
std::vector<Role> roles_of(DistributionKind kind) {
  switch (kind) {
    case DistributionKind::normal:
      return {Role::value, Role::width};
    case DistributionKind::lognormal:
      return {Role::width, Role::width};
    case DistributionKind::uniform:
      return {Role::value, Role::value};
    case DistributionKind::triangular:
    case DistributionKind::pert:
      return {Role::value, Role::value, Role::value};
    case DistributionKind::beta:
      return {Role::other, Role::other};
    case DistributionKind::student_t:
      return {Role::value, Role::width, Role::other};
    case DistributionKind::discrete:
      return {Role::value, Role::other};
    case DistributionKind::quantiles:
      return {Role::other, Role::value};
  }
  return {};
}

/// Changes the values of a distribution. Returns false where the result is of another form.
bool change_rows(DistributionKind kind, const LinearChange& change, Rows& rows) {
  if (change.is_none()) return true;
  if (kind == DistributionKind::beta) return false;
  if (kind == DistributionKind::lognormal && change.add != 0.0) return false;
  const std::vector<Role> roles = roles_of(kind);
  for (std::vector<double>& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (roles[i] == Role::value) row[i] = change(row[i]);
      if (roles[i] == Role::width) row[i] *= change.times;
    }
  return true;
}

/// A distribution as a config would write it, with 12 digits at most.
std::string written(const DistributionForm& form, const Rows& rows, const std::optional<double>& low,
                    const std::optional<double>& high) {
  std::vector<std::string> lists, entries;
  for (const std::vector<double>& row : rows) {
    std::vector<std::string> numbers;
    for (const double number : row) numbers.push_back(rounded(number));
    if (form.style == DistributionStyle::shares) {
      std::string share = rounded(100.0 * row[0]);
      std::replace(share.begin(), share.end(), '.', '_');
      lists.push_back(fmt::format("p{} = {}", share, numbers[1]));
    } else {
      lists.push_back("[" + join(numbers, ", ") + "]");
    }
  }
  const std::string all = join(lists, ", ");
  entries.push_back(fmt::format("{} = {}", form.name,
                                form.style == DistributionStyle::list     ? all
                                : form.style == DistributionStyle::shares ? "{ " + all + " }"
                                                                          : "[" + all + "]"));
  if (low) entries.push_back("min = " + rounded(*low));
  if (high) entries.push_back("max = " + rounded(*high));
  return "{ " + join(entries, ", ") + " }";
}

/// The smallest and the largest number of a range.
double lowest(const Range& range) {
  return range.low_open ? std::nextafter(range.low, range.high) : range.low;
}
double highest(const Range& range) {
  return range.high_open ? std::nextafter(range.high, range.low) : range.high;
}

double share_under(const Distribution& d, const Range& range) {
  if (!std::isfinite(range.low)) return 0.0;
  return range.low_open ? d.cdf(range.low) : d.share_below(range.low);
}
double share_over(const Distribution& d, const Range& range) {
  if (!std::isfinite(range.high)) return 0.0;
  return 1.0 - (range.high_open ? d.share_below(range.high) : d.cdf(range.high));
}

}  // namespace

std::optional<Distribution> read_distribution(const Node& node, const DistributionForm& form,
                                              const FieldInfo& info, const LinearChange& change,
                                              Reading& reading) {
  const std::string_view allowed[] = {form.name, number_keys::min, number_keys::max, number_keys::source,
                                      number_keys::why};
  refuse_unknown_keys(node, allowed, reading);
  if (!info.uncertain) {
    reading.error(node, "is a distribution", "must be one number: this key cannot be uncertain");
    return std::nullopt;
  }
  Rows rows = read_rows(*node.find(form.name), form, reading);
  const auto bound = [&](std::string_view name) -> std::optional<double> {
    const Node* child = node.find(name);
    return child == nullptr ? std::nullopt : read_number(*child, unbounded, reading);
  };
  const auto changed = [&](const std::optional<double>& value) {
    return value ? std::optional(change(*value)) : std::nullopt;
  };
  const std::optional<double> given_low = bound(number_keys::min), given_high = bound(number_keys::max);
  const std::optional<double> low = changed(given_low), high = changed(given_high);
  if (rows.empty()) return std::nullopt;
  const Rows given = rows;
  if (!change_rows(form.kind, change, rows)) {
    reading.error(node,
                  fmt::format("= {}: cannot be changed by {}", node.to_toml_value(),
                              reading.adjustments_of(node.key())),
                  form.kind == DistributionKind::beta ? "a beta distribution is of a share from 0 to 1"
                                                      : "a lognormal distribution may be multiplied only",
                  "Write the distribution that is meant");
    return std::nullopt;
  }
  Distribution distribution = make_distribution(form.kind, rows);
  if (low || high) distribution = distribution.truncated(low, high);
  if (const std::string problem = distribution.problem(); !problem.empty()) {
    reading.error(node, fmt::format("= {}: {}", node.to_toml_value(), problem), usage(form));
    return std::nullopt;
  }
  if (!info.drawn_anew) reading.note_use(node, "", info);
  if (change.is_none())
    return within_range(distribution, info.range, [&](const OutOfRange& found) {
      reading.error(node, fmt::format("= {}: {}", node.to_toml_value(), found.problem), found.allowed,
                    found.hint);
    });
  const std::string adjusted = written(form, rows, low, high);
  reading.note_adjusted(node.key(), adjusted);
  return within_range(distribution, info.range, [&](const OutOfRange& found) {
    reading.moved_out(node, written(form, given, given_low, given_high),
                      fmt::format("{}, which {}", adjusted, found.problem), found.allowed, found.hint);
  });
}

Distribution within_range(const Distribution& d, const Range& range,
                          const std::function<void(const OutOfRange&)>& report) {
  const double below = share_under(d, range), above = share_over(d, range);
  if (below + above > negligible_probability)
    report(
        {fmt::format("lies outside the allowed range with probability {:.2g}", below + above),
         fmt::format("must be {}", to_string(range)),
         fmt::format("Cut it off, for example with {} = {}", below > negligible_probability ? "min" : "max",
                     below > negligible_probability ? range.low : range.high)});
  return d.truncated(below > 0.0 ? lowest(range) : d.min(), above > 0.0 ? highest(range) : d.max());
}

}  // namespace secondcurve
