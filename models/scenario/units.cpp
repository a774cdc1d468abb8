#include "models/scenario/scenario.hpp"

namespace secondcurve {

std::string unit_of(const Scenario& scenario, const Series& series) {
  const Measure* measure = find_entry(scenario.measures, series.measure);
  const std::string unit = measure == nullptr ? scenario.account.currency : measure->unit;
  const Series* divisor = series.per.empty() ? nullptr : find_entry(scenario.series, series.per);
  return divisor == nullptr ? unit : unit + " per " + unit_of(scenario, *divisor);
}

std::string unit_of_levels(const Scenario& scenario) {
  if (scenario.series.empty()) return scenario.account.currency;
  std::string unit = unit_of(scenario, scenario.series.front().value);
  for (const auto& series : scenario.series)
    if (unit_of(scenario, series.value) != unit) return std::string(see_unit);
  return unit;
}

std::string prices_of(const Scenario& scenario, const Series& series) {
  const Measure* measure = find_entry(scenario.measures, series.measure);
  return measure == nullptr || measure->prices.empty() ? scenario.account.prices : measure->prices;
}

}  // namespace secondcurve
