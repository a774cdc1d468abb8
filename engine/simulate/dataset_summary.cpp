#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/special_numbers.hpp"
#include "engine/simulate/dataset.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

std::string unit_of_variable(const VariableInfo& info, const Scenario& scenario) {
  return info.unit == "account" ? unit_of_levels(scenario) : std::string(info.unit);
}

/// The unit of the levels of all targets where they have one in common, otherwise a hint to the coordinate.
std::string unit_of_targets(const Scenario& scenario) {
  std::optional<std::string> common;
  for (const auto& [name, target] : scenario.targets) {
    const Series* series = find_entry(scenario.series, target.series);
    if (series == nullptr) continue;  // a joint target
    const std::string unit = unit_of(scenario, *series);
    if (common.value_or(unit) != unit) return "as in the coordinate target_unit";
    common = unit;
  }
  return common.value_or(scenario.account.currency);
}

/// The arrays of /summary, filled cell by cell.
class SummaryBuilder final {
 public:
  SummaryBuilder(const Scenario& scenario, const Result& result)
      : scenario_(scenario),
        result_(result),
        cells_(scenario, result.pairs ? &result.pairs->pairing : nullptr),
        n_years_(scenario.simulation.grid().n_years()) {}

  /// Adds the statistics of a variable, if it is defined for any series.
  void add_variable(const VariableInfo& info, std::vector<Variable>& out) const {
    const std::vector<ReportedVariable>& chosen = scenario_.output.variables;
    const bool is_chosen = std::find(chosen.begin(), chosen.end(), info.variable) != chosen.end();
    if (!is_chosen || ((info.needs_heavy_tails || info.needs_baseline) && !cells_.has(info.variable))) return;
    const std::string unit = unit_of_variable(info, scenario_);
    const std::string name(name_of(info.variable));
    const std::string what(info.long_name);
    const auto add = [&](const std::string& suffix, const std::string& long_name, const std::string& units,
                         double Moments::*member) {
      out.push_back(moment(info, name + suffix, long_name, units, member));
    };
    add("_mean", "mean of " + what, unit, &Moments::mean);
    add("_mean_se", "standard error of the mean", unit, &Moments::mean_se);
    add("_sd", "standard deviation of " + what, unit, &Moments::sd);
    add("_sd_se", "standard error of the standard deviation", unit, &Moments::sd_se);
    add("_skewness", "skewness of " + what, "1", &Moments::skewness);
    add("_skewness_se", "standard error of the skewness", "1", &Moments::skewness_se);
    out.push_back(quantile(info, name + "_quantile", "quantiles of " + what, unit, &QuantileEstimate::value));
    out.push_back(quantile(info, name + "_quantile_lower", "lower end of the quantile's 95% interval", unit,
                           &QuantileEstimate::lower));
    out.push_back(quantile(info, name + "_quantile_upper", "upper end of the quantile's 95% interval", unit,
                           &QuantileEstimate::upper));
  }

 private:
  Variable moment(const VariableInfo& info, std::string name, std::string long_name, const std::string& units,
                  double Moments::*member) const {
    std::vector<double> values(scenario_.series.size() * n_years_, not_a_number);
    for (std::size_t series = 0; series < scenario_.series.size(); ++series)
      for (std::size_t year = 0; year < n_years_; ++year)
        if (const auto cell = cells_.find(info.variable, series, year))
          values[series * n_years_ + year] = result_.moments[*cell].*member;
    return {std::move(name),
            {"scenario", "series", "year"},
            std::move(values),
            {{"units", units}, {"long_name", std::move(long_name)}}};
  }

  Variable quantile(const VariableInfo& info, std::string name, std::string long_name,
                    const std::string& units, double QuantileEstimate::*member) const {
    const std::size_t n = scenario_.output.quantiles.size();
    std::vector<double> values(scenario_.series.size() * n_years_ * n, not_a_number);
    for (std::size_t series = 0; series < scenario_.series.size(); ++series)
      for (std::size_t year = 0; year < n_years_; ++year)
        if (const auto cell = cells_.find(info.variable, series, year))
          for (std::size_t k = 0; k < n; ++k)
            values[(series * n_years_ + year) * n + k] = result_.quantiles[*cell][k].*member;
    return {std::move(name),
            {"scenario", "series", "year", "quantile"},
            std::move(values),
            {{"units", units}, {"long_name", std::move(long_name)}}};
  }

  const Scenario& scenario_;
  const Result& result_;
  Cells cells_;
  std::size_t n_years_;
};

void add_targets(const Scenario& scenario, const Result& result, std::vector<Variable>& out) {
  const std::string unit = unit_of_targets(scenario);
  const auto add = [&](std::string name, std::string long_name, const std::string& units, auto&& value) {
    std::vector<double> values;
    for (const TargetResult& target : result.targets) values.push_back(value(target));
    out.push_back({std::move(name),
                   {"scenario", "target"},
                   std::move(values),
                   {{"units", units}, {"long_name", std::move(long_name)}}});
  };
  add("target_probability", "probability that the target is met", "1",
      [](const TargetResult& t) { return t.probability.value; });
  add("target_probability_se", "standard error of the probability", "1",
      [](const TargetResult& t) { return t.probability.se; });
  add("target_probability_lower", "lower end of the probability's 95% interval (Wilson)", "1",
      [](const TargetResult& t) { return t.probability.lower; });
  add("target_probability_upper", "upper end of the probability's 95% interval (Wilson)", "1",
      [](const TargetResult& t) { return t.probability.upper; });
  add("target_shortfall", "expected amount by which the target is missed, zero where it is met", unit,
      [](const TargetResult& t) { return t.shortfall.mean; });
  add("target_shortfall_se", "standard error of the shortfall", unit,
      [](const TargetResult& t) { return t.shortfall.se; });
  std::vector<double> first;
  for (const TargetResult& target : result.targets)
    first.insert(first.end(), target.first_reached.begin(), target.first_reached.end());
  out.push_back(
      {"target_first_reached",
       {"scenario", "target", "year"},
       std::move(first),
       {{"units", std::string("1")},
        {"long_name", std::string("probability that the target's condition first holds in that year")}}});
}

/// The unit of the error of the rule to stop: that of its quantity, or 1 where it is a share of it.
std::string unit_of_stop_error(const StopRule& rule, const Scenario& scenario) {
  const Series* series = rule.standard_error ? find_entry(scenario.series, rule.series) : nullptr;
  return series == nullptr ? "1" : unit_of(scenario, *series);
}

/// Adds what became of the rule to stop.
void add_stopping(const Scenario& scenario, const Stopping& stopping, std::vector<Variable>& out) {
  const auto add = [&](std::string name, auto values, std::string long_name, std::string unit = "1") {
    out.push_back({std::move(name),
                   {"scenario"},
                   std::move(values),
                   {{"units", std::move(unit)}, {"long_name", std::move(long_name)}}});
  };
  const std::string unit_of_error = unit_of_stop_error(*scenario.simulation.stop_when, scenario);
  const auto needed = stopping.n_paths_needed;
  out.push_back({"stop_rule",
                 {"scenario"},
                 std::vector<std::string>{stopping.rule},
                 {{"long_name", std::string("what had to be known for the run to end")}}});
  add("stop_met", std::vector<std::int64_t>{stopping.met ? 1 : 0}, "1 where it was known, 0 where not");
  add("stop_error_asked", std::vector<double>{stopping.asked}, "largest error that the rule allows",
      unit_of_error);
  add("stop_error_reached", std::vector<double>{stopping.reached}, "the error when the run ended",
      unit_of_error);
  add("stop_paths_most", std::vector<std::int64_t>{static_cast<std::int64_t>(stopping.n_paths_most)},
      "paths that the run might have had");
  add("stop_paths_needed", std::vector<double>{needed ? static_cast<double>(*needed) : not_a_number},
      "about how many paths would do, where they did not suffice");
}

}  // namespace

Group summary_group(const Scenario& scenario, const Result& result) {
  Group group{"summary", {}, {}, {}};
  const SummaryBuilder builder(scenario, result);
  for (const VariableInfo& info : reported_variables) builder.add_variable(info, group.variables);
  if (!scenario.targets.empty()) add_targets(scenario, result, group.variables);
  add_pairs(scenario, result, group);
  add_variance_split(scenario, result, group);
  add_growth_by_cause(scenario, result, group);
  add_model_shares(scenario, result, group);
  add_programmes(scenario, result, group);
  const auto count = [&](std::string name, std::string long_name, std::uint64_t value) {
    group.variables.push_back({std::move(name),
                               {"scenario"},
                               std::vector<std::int64_t>{static_cast<std::int64_t>(value)},
                               {{"units", std::string("1")}, {"long_name", std::move(long_name)}}});
  };
  count("paths", "paths simulated", result.n_paths);
  count("paths_failed", "paths that left the range of numbers and are in no statistic", result.n_failed);
  if (result.stopping) add_stopping(scenario, *result.stopping, group.variables);
  std::string notes;
  for (const std::string& note : result.notes) notes += (notes.empty() ? "" : "\n") + note;
  if (!notes.empty()) group.attributes.push_back({"notes", notes});
  return group;
}

}  // namespace secondcurve
