#include "engine/simulate/stopping.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/config/refuse.hpp"
#include "engine/config/text.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

constexpr std::uint64_t first_look = 8192;  ///< [paths]
constexpr double growth = 1.25;             ///< of the paths from look to look, before they are rounded up

/// Rounds up to two digits: 1234567 to 1300000.
std::uint64_t rounded_up(double number) {
  double unit = 1.0;
  while (number >= 100.0 * unit) unit *= 10.0;
  return static_cast<std::uint64_t>(std::ceil(number / unit) * unit);
}

/// About how many paths would do, the standard error falling with the root of their number.
/// @param excess the error reached as a multiple of the one asked for.
std::optional<std::uint64_t> paths_needed(const Simulation& simulation, std::uint64_t n_paths,
                                          double excess) {
  const double wanted = static_cast<double>(n_paths) * excess * excess;
  if (!(wanted < Simulation::most_paths)) return std::nullopt;
  if (simulation.sampling != Sampling::sobol) return rounded_up(wanted);
  std::uint64_t whole = n_paths;
  while (static_cast<double>(whole) < wanted) whole *= 2;
  return whole;
}

std::string error_text(double error) {
  return std::isfinite(error) ? fmt::format("is {:.3g}", error) : "is not known";
}

}  // namespace

std::vector<std::uint64_t> looks(const Simulation& simulation) {
  std::vector<std::uint64_t> found;
  if (simulation.sampling == Sampling::sobol) {
    std::uint64_t n = block_paths * simulation.replicates;
    while (n < first_look) n *= 2;
    for (; n < simulation.paths; n *= 2) found.push_back(n);
  } else {
    double size = 1.0;  // a product of exact steps at first, and rounded alike everywhere later
    while (true) {
      const std::uint64_t n = first_look * static_cast<std::uint64_t>(std::ceil(size));
      if (n >= simulation.paths) break;
      if (found.empty() || n > found.back()) found.push_back(n);
      size *= growth;
    }
  }
  found.push_back(simulation.paths);
  return found;
}

StopPlan::StopPlan(const Scenario& scenario, const Cells& cells)
    : scenario_(scenario), rule_(*scenario.simulation.stop_when) {
  if (!rule_.target.empty()) {
    target_ = index_of(scenario.targets, rule_.target);
  } else {
    const auto year = static_cast<std::size_t>(*rule_.year - scenario.simulation.base_year);
    const std::size_t series = index_of(scenario.series, rule_.series);
    cell_ = of_difference() ? difference(cells, series, year)
                            : cells.find(ReportedVariable::output, series, year);
  }
}

std::size_t StopPlan::difference(const Cells& cells, std::size_t series, std::size_t year) const {
  const auto refuse_it = [](const std::string& problem, const std::string& allowed) {
    refuse({}, "simulation.stop_when.statistic", "= \"mean_difference\": " + problem, allowed);
  };
  if (!cells.has_baseline())
    refuse_it(
        "this run has no baseline",
        "it has one in \"secondcurve compare BASELINE FILE\" and in a batch; a run of its own stops for "
        "statistic = \"mean\", or not at all with simulation.stop_when.enabled = false");
  const auto cell = cells.find(ReportedVariable::difference, series, year);
  if (!cell)
    refuse_it(fmt::format("the baseline has no such series {} in {}", rule_.series, *rule_.year),
              "a series and year that both have, with the same meaning");
  if (!(cells.moment_order(*cell) > 1.0))
    refuse_it(fmt::format("{} has heavy tails in the baseline, and so no mean", rule_.series),
              "a series without heavy tails in either");
  return *cell;
}

CellScale StopPlan::scale(std::span<const double> pilot, const SampleDesign& design, double size) const {
  return rule_.quantile ? scale_around_quantile(pilot, design, *rule_.quantile)
                        : scale_from_pilot(pilot, 1, design, {}, size);
}

Precision StopPlan::precision(const Accumulator& statistics) const {
  return rule_.quantile ? precision_of_quantile(statistics, 0, *rule_.quantile, 0)
                        : precision_of_mean(statistics, 0);
}

double StopPlan::error_of(const Precision& precision) const {
  return rule_.standard_error ? precision.standard_error : precision.relative_error();
}

double StopPlan::asked() const { return rule_.standard_error.value_or(rule_.relative_error.value_or(0.0)); }

bool StopPlan::is_met(const Precision& precision) const { return error_of(precision) <= asked(); }

std::string StopPlan::quantity(std::string_view of) const {
  const std::string_view error = rule_.standard_error ? "standard error" : "relative standard error";
  if (target_) return fmt::format("{} of the probability of {}", error, of);
  const std::string what = rule_.quantile ? fmt::format("{:g}% quantile", 100.0 * *rule_.quantile) : "mean";
  if (of_difference())
    return fmt::format("{} of the mean difference of {} in {} from the baseline", error, of, *rule_.year);
  return fmt::format("{} of the {} of {} in {}", error, what, of, *rule_.year);
}

Stopping StopPlan::outcome(const Precision& precision) const {
  Stopping stopping;
  stopping.met = is_met(precision);
  stopping.n_paths_most = scenario_.simulation.paths;
  stopping.asked = asked();
  stopping.reached = error_of(precision);
  return stopping;
}

void StopPlan::explain(Stopping& stopping, std::uint64_t n_paths, std::uint64_t n_used) const {
  const std::string& name = target_ ? rule_.target : rule_.series;
  const std::string& title =
      target_ ? scenario_.targets[*target_].value.title : find_entry(scenario_.series, rule_.series)->title;
  stopping.rule = fmt::format("{} at most {:g}", quantity(name), stopping.asked);
  const std::string most = grouped(stopping.n_paths_most);
  const std::string error = fmt::format("the {} {} (asked: {:g})", quantity(fmt::format("\"{}\"", title)),
                                        error_text(stopping.reached), stopping.asked);
  if (stopping.met) {
    stopping.note =
        n_paths < stopping.n_paths_most
            ? fmt::format("stopped after {} of at most {} paths: {}", grouped(n_paths), most, error)
            : fmt::format("all {} paths were simulated: {}", most, error);
    return;
  }
  stopping.n_paths_needed = paths_needed(scenario_.simulation, of_difference() ? n_used : n_paths,
                                         stopping.reached / stopping.asked);
  stopping.note = fmt::format("all {} paths did not suffice: {}. {}", most, error,
                              stopping.n_paths_needed
                                  ? fmt::format("About {} paths would do", grouped(*stopping.n_paths_needed))
                              : std::isfinite(stopping.reached) ? "No run has as many paths as that takes"
                                                                : "How many paths it takes cannot be told");
}

}  // namespace secondcurve
