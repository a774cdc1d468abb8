#pragma once

#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/simulation.hpp"

namespace secondcurve {

/// Checks years, steps and how paths are drawn.
void validate_simulation(const Simulation& run, const Checks& checks);

}  // namespace secondcurve
