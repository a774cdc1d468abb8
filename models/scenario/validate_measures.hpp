#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks the measures, and that every series has what its measure needs.
void validate_measures(const Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
