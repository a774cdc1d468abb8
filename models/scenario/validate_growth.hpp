#pragma once

#include "models/scenario/checks.hpp"

namespace secondcurve {

struct Scenario;

/// Checks the parameters of every sector's growth model together and against the steps of the run: what a
/// model objects to by its `problem(params, context)`. After `validate_parameters`.
void validate_growth(const Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
