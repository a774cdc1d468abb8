#pragma once

#include "engine/config/reading.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Checks what no single key can: references, accounts, residuals, dependence, targets. Fills in
/// what follows from other keys (correlation matrices from their files, titles from names).
void validate(Scenario& scenario, const Node& root, Reading& reading);

}  // namespace secondcurve
