#pragma once

#include <span>

#include "engine/batch/batch_plan.hpp"
#include "engine/batch/check_scenarios.hpp"
#include "engine/config/files.hpp"
#include "engine/run/run_blocks.hpp"

namespace secondcurve {

/// Estimates how long a batch takes on this machine when it is idle, with the threads asked for, from the
/// first reading to the finished index [s]. The first scenario of each config is timed by short runs, for
/// some five seconds in all; configs after that count as the mean of these. Throws as load_planned.
double batch_seconds(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const Files& files,
                     const RunControl& control);

}  // namespace secondcurve
