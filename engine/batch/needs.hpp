#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "engine/batch/batch_plan.hpp"
#include "engine/batch/check_scenarios.hpp"
#include "engine/config/files.hpp"
#include "engine/run/run_blocks.hpp"

namespace secondcurve {

/// What a batch needs, about.
struct BatchNeeds {
  std::size_t at_once = 1;    ///< scenarios that are simulated side by side
  double seconds = 0.0;       ///< on this machine when it is idle
  double memory_bytes = 0.0;  ///< at the most
  double disk_bytes = 0.0;    ///< at the most: parts and index together
};

/// Estimates what the scenarios of a plan that are right and still to be simulated need: some blocks of the
/// first few configs are simulated, a second at most for each. Throws as load_planned.
/// @param waits whether a scenario is still to be simulated.
BatchNeeds needs_of(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const Files& files,
                    const RunControl& control, const std::function<bool(std::size_t)>& waits);

/// Throws IoError where less memory or disk is free than a batch needs, saying how much there is.
/// @param folder of the results, or the nearest above it that exists.
void refuse_what_does_not_fit(const BatchNeeds& needs, const std::string& folder);

}  // namespace secondcurve
