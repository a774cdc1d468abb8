#pragma once

#include <string>

#include "engine/cli/result_view.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/baseline.hpp"
#include "engine/simulate/result.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve::cli {

/// What a scenario is set against: both, or neither.
struct Against {
  const Baseline* baseline = nullptr;
  const LoadedScenario* loaded = nullptr;  ///< its config
};

/// Whether two names are of one file.
bool is_same_file(const std::string& a, const std::string& b);

/// Whether it is known how many paths a run will have.
Progress::Paths paths_known(const Scenario& scenario);

/// Simulates a scenario, writes its result and commits the file; returns what tables need.
/// Throws as simulate_into, and IoError where the file cannot be written.
ResultView simulate_to_file(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                            const RunControl& control, const Against& against = {});

/// A result as tables need it, without a file.
ResultView view_of(const LoadedScenario& loaded, const Result& result);

}  // namespace secondcurve::cli
