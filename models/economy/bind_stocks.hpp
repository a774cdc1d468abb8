#pragma once

#include <vector>

#include "models/economy/draws.hpp"
#include "models/economy/terms.hpp"
#include "models/levers/investment.hpp"
#include "models/levers/research.hpp"

namespace secondcurve {

struct Scenario;

// The levers that are stocks, bound to the sectors and draws of a scenario. Each asks for its terms, and for
// the trend of the sectors whose stock follows it. Sectors where nothing differs from the reference are left
// out.

/// Programmes, and plans of sectors.
Investment bind_investment(const Scenario& scenario, Draws& draws, Terms& terms,
                           std::vector<bool>& needs_trend);

/// Research of sectors.
Research bind_research(const Scenario& scenario, Draws& draws, Terms& terms, std::vector<bool>& needs_trend);

}  // namespace secondcurve
