#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks that uncertain numbers move together as they can: keys of numbers that are drawn, shares of the
/// variance within it. Fills in which entry governs which key, and correlation matrices from their files.
void validate_parameter_correlation(Scenario& scenario, const Node& root, const Checks& checks);

}  // namespace secondcurve
