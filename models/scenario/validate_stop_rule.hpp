#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks `simulation.stop_when`: that its target or series exists, that a series has a year and one
/// statistic that exists, and that a target has none. Drops a rule that is switched off.
void validate_stop_rule(Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
