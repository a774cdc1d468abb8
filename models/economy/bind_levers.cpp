#include "models/economy/bind_levers.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

std::vector<std::size_t> places(const Scenario& scenario, const std::vector<std::string>& sectors) {
  std::vector<std::size_t> places;
  for (const std::string& name : sectors) places.push_back(index_of(scenario.sectors, name));
  return places;
}

/// Numbers by sector, bound; asks for the sectors' term of a cause.
std::vector<std::pair<std::size_t, BoundQuantity>> bind_by_sector(const Scenario& scenario,
                                                                  const Quantities& quantities,
                                                                  std::string_view unit, Cause cause,
                                                                  Draws& draws, Terms& terms) {
  std::vector<std::pair<std::size_t, BoundQuantity>> bound;
  for (const auto& [name, quantity] : quantities) {
    bound.emplace_back(index_of(scenario.sectors, name), draws.bind(quantity, unit));
    terms.add(bound.back().first, cause);
  }
  return bound;
}

}  // namespace

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

std::vector<Adoption> bind_adoptions(const Scenario& scenario, Draws& draws, Terms& terms) {
  std::vector<Adoption> adoptions;
  for (const auto& [name, each] : scenario.adoption)
    adoptions.push_back({.initial = draws.bind(each.initial, "1"),
                         .ceiling = draws.bind(each.ceiling, "1"),
                         .p = draws.bind(each.p, "1/year"),
                         .q = draws.bind(each.q, "1/year"),
                         .support = draws.bind(each.support, "1"),
                         .gains = bind_by_sector(scenario, each.gain, "1", Cause::adoption, draws, terms),
                         .only_extra = each.counts == AdoptionCount::extra});
  return adoptions;
}

std::vector<Event> bind_events(const Scenario& scenario, Draws& draws, const Shocks& shocks, Terms& terms,
                               std::vector<std::size_t>& uniforms) {
  const Simulation& run = scenario.simulation;
  const auto stream = [&](const std::string& name, std::string_view purpose) {
    uniforms.push_back(shocks.event_index(event_stream(name, purpose)));
    return uniforms.size() - 1;
  };
  std::vector<Event> events;
  for (const auto& [name, each] : scenario.events) {
    Event event;
    if (each.year) event.year = static_cast<std::size_t>(*each.year - run.base_year);
    event.probability = draws.bind(each.year ? each.probability : *each.annual_probability, "1");
    event.at_most_once = each.at_most_once;
    event.exposures = bind_by_sector(scenario, each.exposure, "1", Cause::events, draws, terms);
    event.occurrence = stream(name, "occurrence");
    if (const Distribution* drawn = drawn_impact(each)) {
      event.drawn_impact = *drawn;
      event.size = stream(name, "impact");
    } else {
      event.impact = each.impact ? draws.bind(*each.impact, "1") : draws.bind(*each.growth_impact, "1/year");
    }
    if (each.recovery_half_life) event.half_life = draws.bind(*each.recovery_half_life, "year");
    // What would last past the end need not be told apart from what lasts to the end.
    if (each.duration) event.duration = std::min(*run.whole_steps(*each.duration), run.grid().n_steps());
    events.push_back(std::move(event));
  }
  return events;
}

Links bind_links(const Scenario& scenario, Draws& draws, Terms& terms, std::vector<bool>& needs_trend) {
  if (!scenario.links) return {};
  const LinksSpec& spec = *scenario.links;
  std::vector<Links::Sender> senders;
  std::vector<std::size_t> place(spec.sectors.size(), spec.sectors.size());
  const auto sender = [&](std::size_t sector) {
    if (place[sector] == spec.sectors.size()) {
      place[sector] = senders.size();
      const std::size_t index = index_of(scenario.sectors, spec.sectors[sector]);
      Links::Sender& added = senders.emplace_back(Links::Sender{index, {}, {}});
      if (spec.measured_from == LinkReference::long_run) {
        added.expected = draws.bind(*growth_quantity(scenario, index, long_run_key), "1/year");
        added.before = draws.bind(*growth_quantity(scenario, index, initial_key), "1/year");
      } else {
        needs_trend[index] = true;
      }
    }
    return place[sector];
  };
  std::vector<Links::Receiver> receivers;
  const std::size_t n = spec.sectors.size();
  for (std::size_t i = 0; i < n; ++i) {
    Links::Receiver receiver{index_of(scenario.sectors, spec.sectors[i]), {}, {}};
    for (std::size_t j = 0; j < n; ++j) {
      if (const double share = spec.sales_shares[i * n + j]; share > 0.0)
        receiver.demand.emplace_back(sender(j), share);
      if (const double share = spec.input_shares[i * n + j]; share > 0.0 && spec.supplies())
        receiver.supply.emplace_back(sender(j), share);
    }
    if (receiver.demand.empty() && receiver.supply.empty()) continue;
    terms.add(receiver.sector, Cause::links);
    receivers.push_back(std::move(receiver));
  }
  return {std::move(senders), std::move(receivers), draws.bind(spec.strength, "1"),
          draws.bind(spec.supply_strength, "1"), *scenario.simulation.whole_steps(spec.delay)};
}

}  // namespace secondcurve
