#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks that targets judge series and years that are simulated, and joint targets other targets. Fills in
/// titles from names.
void validate_targets(Scenario& scenario, const Node& root, const Checks& checks);

}  // namespace secondcurve
