#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks programmes, and investment and research of sectors: years, allocations, lags.
void validate_investment(const Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
