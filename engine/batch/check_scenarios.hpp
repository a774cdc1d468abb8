#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/batch/batch_plan.hpp"
#include "engine/batch/estimate.hpp"
#include "engine/config/files.hpp"
#include "engine/run/run_blocks.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

/// Loads the config of a planned scenario with its settings.
/// Throws ConfigError with every error of meaning, those of a setting at its place in the batch file; IoError
/// where a file cannot be read.
LoadedScenario load_planned(const BatchPlan& plan, const PlannedScenario& scenario, const Files& files);

/// What is known of a planned scenario before it is simulated: what is wrong with it, or the rest.
struct ScenarioCheck {
  std::string error;  ///< a line for each thing that is wrong; empty where nothing is
  std::string title;
  std::string fingerprint;     ///< run_fingerprint
  std::string assumptions;     ///< assumptions_fingerprint
  std::uint64_t n_paths = 0;   ///< `simulation.paths`; with a rule to stop the most
  std::uint64_t n_blocks = 0;  ///< the same in blocks
  RunSizes sizes;              ///< that its run takes
  std::string unpaired;        ///< why it cannot be compared with the baseline; empty where it can
  /// What stands for one thing in all scenarios of a batch, and what it means: "series cars", "unit bn CNY,
  /// ...".
  std::vector<std::pair<std::string, std::string>> meanings;

  bool ok() const { return error.empty(); }
};

/// The errors of a scenario, each with its name in front. Empty where nothing is wrong.
std::string named_error(const PlannedScenario& scenario, const ScenarioCheck& check);

/// Blocks of a scenario that can be run, on average; 1 where none can.
std::uint64_t mean_blocks(std::span<const ScenarioCheck> checks);

/// Loads and checks every scenario of a plan, on the threads of `control`; its progress counts scenarios.
/// @return [scenario].
/// Throws Interrupted if cancelled.
std::vector<ScenarioCheck> check_scenarios(const BatchPlan& plan, const Files& files,
                                           const RunControl& control);

/// Throws UsageError where the batch cannot be run: with all errors of scenarios that are listed, of the
/// baseline, and of sweeps without a point that can be run; and where two scenarios cannot stand in one file,
/// for one name means two things. What is wrong with single points of a sweep is their own failure.
void refuse_wrong_scenarios(const BatchPlan& plan, std::span<const ScenarioCheck> checks);

}  // namespace secondcurve
