#include "models/scenario/heavy_tails.hpp"

#include <algorithm>
#include <limits>

namespace secondcurve {

double tail_degrees(const Scenario& scenario, std::string_view sector) {
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [noise, dependence] : scenario.dependence)
    for (const auto& [name, degrees] : dependence.heavy_tails)
      if (name == sector && has_shocks(find_entry(scenario.sectors, name)->growth, noise))
        least = std::min(least, degrees);
  return least;
}

double tail_degrees(const Scenario& scenario, const Series& series) {
  double least = std::numeric_limits<double>::infinity();
  for (const auto& [sector, weight] : series.sum)
    if (weight > 0.0) least = std::min(least, tail_degrees(scenario, sector));
  return least;
}

}  // namespace secondcurve
