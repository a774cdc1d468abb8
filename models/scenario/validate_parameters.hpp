#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks every use of `[parameters.NAME]` against the key that uses it, and cuts its distribution off at the
/// ranges of all of them.
void validate_parameters(Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
