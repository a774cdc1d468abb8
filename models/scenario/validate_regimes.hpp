#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks the chains of sectors whose growth switches between regimes: their probabilities, the root for the
/// steps of the run, and that sectors of one chain agree. Works out what the model derives from them.
void validate_regimes(Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
