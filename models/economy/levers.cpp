#include "models/economy/levers.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace secondcurve {

namespace {

std::vector<std::size_t> places(const Scenario& scenario, const std::vector<std::string>& sectors) {
  std::vector<std::size_t> places;
  for (const std::string& name : sectors) places.push_back(index_of(scenario.sectors, name));
  return places;
}

std::vector<Policy> bind_policies(const Scenario& scenario, Draws& draws, Terms& terms) {
  const TimeGrid grid = scenario.simulation.grid();
  std::vector<Policy> policies;
  for (const auto& [name, each] : scenario.policies) {
    Policy policy{places(scenario, each.sectors), draws.bind(each.uplift, "1/year"),
                  static_cast<std::size_t>(each.from - grid.base_year()), grid.n_years() - 1, each.ramp};
    if (each.until && *each.until < grid.end_year())
      policy.until = static_cast<std::size_t>(*each.until - grid.base_year());
    for (const std::size_t sector : policy.sectors) terms.add(sector, Cause::policy);
    policies.push_back(std::move(policy));
  }
  return policies;
}

}  // namespace

Levers::Levers(const Scenario& scenario, Draws& draws, Terms& terms)
    : needs_trend_(scenario.sectors.size(), false), policies_(bind_policies(scenario, draws, terms)) {}

void Levers::step_levels(const LeverStep& s, const TermColumns& terms) const {
  policies_.step(s, terms[static_cast<std::size_t>(Cause::policy)]);
}

}  // namespace secondcurve
