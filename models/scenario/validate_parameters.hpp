#pragma once

#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Checks every use of `[parameters.NAME]` against the key that uses it, and cuts its distribution off at the
/// ranges of all of them.
void validate_parameters(Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
