#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace secondcurve {

class Economy;
struct Scenario;

/// Which figures of a scenario can be set against those of a baseline, path by path.
struct Pairing {
  /// A series of the baseline that means the same.
  struct Partner {
    std::size_t series;   ///< place among the baseline's
    double moment_order;  ///< below which differences after the base year have moments: infinity or 0
  };
  std::vector<std::optional<Partner>> partners;  ///< by series of the scenario
  std::size_t n_years = 0;                       ///< that both have, the base year included
  std::vector<std::string> notes;                ///< what has no difference and why, a sentence each
};

/// Pairs the series of a scenario with those of the same name in a baseline, where both have the same
/// account, measure, unit, prices, divisor and weights, for the years that both have.
Pairing pair_series(const Scenario& scenario, const Scenario& baseline);

/// Says in words why paths of two scenarios with the same number are no pair: other draws, other steps,
/// another base year or unit of account. Empty where they are. Under Sobol sampling that also takes the same
/// list of draws, which only their economies know.
std::string why_unpaired(const Scenario& scenario, const Scenario& baseline);
/// The same, lists of draws included.
std::string why_unpaired(const Economy& scenario, const Economy& baseline);

/// Pairs the series of scenarios whose paths are pairs. Throws ConfigError with `why_unpaired` where they are
/// none.
Pairing pairing_of(const Economy& scenario, const Economy& baseline);

}  // namespace secondcurve
