#pragma once

#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Checks what components of a mixture say together, and makes weights add up to one to the last digit.
void validate_mixtures(Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
