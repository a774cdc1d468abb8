#include "models/economy/levers.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "models/economy/bind_stocks.hpp"

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

const std::vector<double*>& of(Cause cause, const TermColumns& terms) {
  return terms[static_cast<std::size_t>(cause)];
}

}  // namespace

Levers::Levers(const Scenario& scenario, Draws& draws, Terms& terms)
    : needs_trend_(scenario.sectors.size(), false),
      investment_(bind_investment(scenario, draws, terms, needs_trend_)),
      research_(bind_research(scenario, draws, terms, needs_trend_)),
      policies_(bind_policies(scenario, draws, terms)) {}

std::size_t Levers::state_columns() const { return investment_.state_columns() + research_.state_columns(); }

double* Levers::research_of(double* states) const {
  return states + investment_.state_columns() * lane_pitch;
}

void Levers::start(const LeverStep& s, double* states) const {
  investment_.start(s, states);
  research_.start(s, research_of(states));
}

void Levers::step_levels(const LeverStep& s, double* states, const TermColumns& terms) const {
  investment_.step(s, states, of(Cause::investment, terms));
  research_.step(s, research_of(states), of(Cause::research, terms));
  policies_.step(s, of(Cause::policy, terms));
}

}  // namespace secondcurve
