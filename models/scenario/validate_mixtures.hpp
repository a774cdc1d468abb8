#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks what components of a mixture say together, and makes weights add up to one to the last digit.
void validate_mixtures(Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
