#pragma once

#include <span>

#include "engine/core/block.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/result.hpp"
#include "models/economy/economy.hpp"

namespace secondcurve {

/// Simulates a scenario: the door of the library. Needs no files and no command line; an Economy can be used
/// for many runs.
/// @param sinks see every block once, beside the statistics: cubes, live views.
/// @param control its progress counts `n_progress_blocks(scenario)` blocks in all.
/// Throws NumericalError if more than max_failed_share of the paths fail, Interrupted if cancelled, and
/// whatever a sink throws.
Result simulate(const Economy& economy, std::span<BlockSink* const> sinks, const RunControl& control);

/// Number of blocks of a scenario.
std::uint64_t n_blocks(const Scenario& scenario);

/// Number of blocks that a run reports as progress: two passes, which is the rule. A run whose quantiles need
/// a further, narrowing pass reports more.
std::uint64_t n_progress_blocks(const Scenario& scenario);

}  // namespace secondcurve
