#pragma once

#include <cstddef>
#include <vector>

#include "models/economy/draws.hpp"
#include "models/economy/shocks.hpp"
#include "models/economy/terms.hpp"
#include "models/levers/adoption.hpp"
#include "models/levers/events.hpp"
#include "models/levers/links.hpp"
#include "models/levers/policies.hpp"

namespace secondcurve {

struct Scenario;

// The levers of a scenario as blocks see them: names become places, quantities are bound to `draws`, and the
// sectors that a lever moves get their `terms`.

std::vector<Policy> bind_policies(const Scenario& scenario, Draws& draws, Terms& terms);
std::vector<Adoption> bind_adoptions(const Scenario& scenario, Draws& draws, Terms& terms);

/// @param uniforms places of the events' streams among the shocks, added to.
std::vector<Event> bind_events(const Scenario& scenario, Draws& draws, const Shocks& shocks, Terms& terms,
                               std::vector<std::size_t>& uniforms);

/// @param needs_trend by sector, set where links need to know what its model expects.
Links bind_links(const Scenario& scenario, Draws& draws, Terms& terms, std::vector<bool>& needs_trend);

}  // namespace secondcurve
