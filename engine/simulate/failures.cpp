#include "engine/simulate/failures.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {
/// Says in words what the terms of a step, log growth since the base year by cause, did to an output.
std::string how_it_failed(const std::vector<std::pair<Cause, double>>& terms, double base,
                          Arithmetic arithmetic) {
  double log_growth = 0.0;
  for (const auto& [cause, term] : terms) log_growth += term;
  if (std::isnan(log_growth))
    return "is not a number: its model or a lever cannot use its parameters on this path";
  const bool grew = std::log(base) + log_growth > 0.0;  // one end of the range or the other
  if (arithmetic == Arithmetic::double_precision) return grew ? "grew beyond 1e120" : "shrank below 1e-120";
  return fmt::format(
      "{}. Another unit, or simulation.arithmetic = \"double\", has room",
      grew ? "grew beyond 1e20 or e^80 times its base" : "shrank below 1e-20 or e^-80 times its base");
}

/// Says where a path first left the range of numbers; nothing where it did not.
std::optional<std::string> where_it_failed(const Economy& economy, std::uint64_t path) {
  Economy::Workspace workspace(economy);
  PathRecorder recorder(path % block_paths);
  economy.simulate(path / block_paths, block_paths, workspace, &recorder);
  const Scenario& scenario = economy.scenario();
  for (std::size_t sector = 0; sector < recorder.base().size(); ++sector)
    if (!std::isfinite(recorder.base()[sector]))
      return fmt::format("path {}: nothing is left of the published total for sector {} in the base year",
                         path, scenario.sectors[sector].name);
  for (const PathRecorder::SectorStep& step : recorder.steps())
    if (!std::isfinite(step.output))
      return fmt::format(
          "path {}, sector {} (model {}), step {} (year {}): output {}", path,
          scenario.sectors[step.sector].name, model_name(scenario.sectors[step.sector].value.growth),
          step.step + 1, scenario.simulation.grid().year_of_step(step.step),
          how_it_failed(step.terms, recorder.base()[step.sector], scenario.simulation.arithmetic));
  return std::nullopt;
}

/// Says which output of a path of single precision is no normal float; nothing where all are.
std::optional<std::string> where_it_is_abnormal(const Scenario& scenario, const BlockView& view,
                                                std::uint64_t path) {
  constexpr double least = std::numeric_limits<float>::min(), most = std::numeric_limits<float>::max();
  for (std::size_t year = 1; year < view.n_years(); ++year)
    for (std::size_t series = 0; series < view.n_series(); ++series)
      if (const double x = view.output(series, year)[path % block_paths]; !(x >= least && x <= most))
        return fmt::format(
            "path {}: the output of series {} in {} {}. Another unit, or simulation.arithmetic = \"double\", "
            "has room",
            path, scenario.series[series].name, scenario.simulation.base_year + static_cast<int>(year),
            x > 1.0 ? "grew beyond 3e38" : "shrank below 1e-38");
  return std::nullopt;
}
}  // namespace

std::string explain_failure(const Economy& economy, std::uint64_t path) {
  // It may have failed with another path of its group.
  const Scenario& scenario = economy.scenario();
  const std::size_t group = scenario.simulation.group_paths();
  for (std::size_t i = 0; i < group; ++i)
    if (const auto failed = where_it_failed(economy, path + i)) return *failed;
  if (scenario.simulation.arithmetic == Arithmetic::single_precision) {
    Economy::Workspace workspace(economy);
    const BlockView view = economy.simulate(path / block_paths, block_paths, workspace);
    for (std::size_t i = 0; i < group; ++i)
      if (const auto abnormal = where_it_is_abnormal(scenario, view, path + i)) return *abnormal;
  }
  return fmt::format("path {}", path);
}

namespace {
double allowed_failures(const Scenario& scenario, std::uint64_t n_paths) {
  return std::floor(scenario.simulation.max_failed_share * static_cast<double>(n_paths));
}
}  // namespace

bool are_allowed(const Scenario& scenario, const Failures& failures, std::uint64_t n_paths) {
  return static_cast<double>(failures.count) <= allowed_failures(scenario, n_paths) &&
         failures.count < n_paths;
}

void check_failures(const Economy& economy, const Failures& failures, std::uint64_t n_paths) {
  if (are_allowed(economy.scenario(), failures, n_paths)) return;
  throw NumericalError(fmt::format(
      "at least {} of {} paths left the range of numbers (simulation.max_failed_share allows {:g} of them). "
      "The first: {}. Look at it with: secondcurve replay FILE --path {}",
      failures.count, n_paths, allowed_failures(economy.scenario(), n_paths),
      explain_failure(economy, failures.first), failures.first));
}

}  // namespace secondcurve
