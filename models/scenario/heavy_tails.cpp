#include "models/scenario/heavy_tails.hpp"

#include <algorithm>
#include <variant>
#include <vector>

#include "engine/core/special_numbers.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// Degrees of freedom of the heaviest of a sector's own shocks.
double own_degrees(const Scenario& scenario, const NamedEntry<Sector>& sector) {
  double least = infinity;
  for (const auto& [noise, dependence] : scenario.dependence)
    for (const auto& [name, degrees] : dependence.heavy_tails)
      if (name == sector.name && has_shocks(sector.value.growth, noise)) least = std::min(least, degrees);
  return least;
}

/// Passes the tails of senders on to receivers of links, once. Returns whether any became heavier.
bool pass_on(const Scenario& scenario, const LinksSpec& links, std::vector<double>& degrees) {
  const double* strength = std::get_if<double>(&links.strength.value);
  const bool sells = strength == nullptr || *strength > 0.0;
  const std::size_t n = links.sectors.size();
  bool changed = false;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const bool moves = (sells && links.sales_shares[i * n + j] > 0.0) ||
                         (links.supplies() && links.input_shares[i * n + j] > 0.0);
      double& receiver = degrees[index_of(scenario.sectors, links.sectors[i])];
      const double sender = degrees[index_of(scenario.sectors, links.sectors[j])];
      if (!moves || sender >= receiver) continue;
      receiver = sender;
      changed = true;
    }
  return changed;
}

std::vector<double> degrees_by_sector(const Scenario& scenario) {
  std::vector<double> degrees;
  for (const auto& sector : scenario.sectors) degrees.push_back(own_degrees(scenario, sector));
  bool changed = scenario.links.has_value();
  while (changed) changed = pass_on(scenario, *scenario.links, degrees);
  return degrees;
}

}  // namespace

double tail_degrees(const Scenario& scenario, std::string_view sector) {
  return degrees_by_sector(scenario)[index_of(scenario.sectors, sector)];
}

double tail_degrees(const Scenario& scenario, const Series& series) {
  const std::vector<double> degrees = degrees_by_sector(scenario);
  double least = infinity;
  const auto add = [&](const Series& each) {
    for (const auto& [sector, weight] : each.sum)
      if (weight > 0.0) least = std::min(least, degrees[index_of(scenario.sectors, sector)]);
  };
  add(series);
  if (const Series* divisor = find_entry(scenario.series, series.per)) add(*divisor);
  return least;
}

}  // namespace secondcurve
