#pragma once

#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Checks the parameters of every sector's growth model together and against the steps of the run: what a
/// model objects to by its `problem(params, context)`. After `validate_parameters`.
void validate_growth(const Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
