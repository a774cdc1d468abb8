#pragma once

#include <string>

#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/simulation.hpp"

namespace secondcurve {

/// Checks years, steps and how paths are drawn.
void validate_simulation(const Simulation& run, const Checks& checks);

/// What a length of time in steps may be: "a multiple of 1/4 year".
std::string allowed_in_steps(const Simulation& run);

}  // namespace secondcurve
