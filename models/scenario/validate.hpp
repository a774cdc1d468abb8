#pragma once

#include "engine/config/reading.hpp"

namespace secondcurve {

struct Scenario;

/// Checks what no single key can: references, accounts, residuals, dependence, targets. Fills in
/// what follows from other keys (correlation matrices from their files, titles from names).
void validate(Scenario& scenario, const Node& root, Reading& reading);

}  // namespace secondcurve
