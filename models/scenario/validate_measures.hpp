#pragma once

#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Checks the measures, and that every series has what its measure needs.
void validate_measures(const Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
