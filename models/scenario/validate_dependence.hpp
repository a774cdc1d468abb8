#pragma once

#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Checks that noises move together as they can: noises and sectors that exist, shares of the variance within
/// it. Fills in correlation matrices from their files.
void validate_dependence(Scenario& scenario, const Node& root, const Checks& checks);

}  // namespace secondcurve
