#pragma once

#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Checks programmes, and investment and research of sectors: years, allocations, lags.
void validate_investment(const Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
