#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/baseline.hpp"
#include "engine/simulate/pairing.hpp"
#include "engine/simulate/result.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Simulates a scenario: the door of the library. Needs no files and no command line; an Economy can be used
/// for many runs.
/// @param sinks see every block once, beside the statistics: cubes, live views.
/// @param control its progress counts about `n_progress_blocks(scenario)` blocks in all.
/// @param baseline to set the scenario against, path by path; may be null. No other figure depends on it.
/// Throws NumericalError if more than max_failed_share of the paths fail, Interrupted if cancelled,
/// ConfigError if paths cannot be paired with the baseline's (why_unpaired), or if a rule to stop asks for a
/// difference that there is not, and whatever a sink throws.
Result simulate(const Economy& economy, std::span<BlockSink* const> sinks, const RunControl& control,
                const Baseline* baseline = nullptr);

/// Names the sinks of a run, once it is known how many paths they will see.
using OpenSinks = std::function<std::vector<BlockSink*>(std::uint64_t n_paths)>;

/// The same for sinks that must know the number of paths first. It is `simulation.paths`, and with
/// `simulation.stop_when` known after the first pass, so that sinks see the blocks in the second.
/// @param open called once.
Result simulate_into(const Economy& economy, const OpenSinks& open, const RunControl& control,
                     const Baseline* baseline = nullptr);

/// Number of blocks of a scenario, with `simulation.stop_when` the most.
std::uint64_t n_blocks(const Scenario& scenario);

/// Number of passes over its paths that a run foresees: one, or two where too many values would have to be
/// kept for its quantiles, or where its sinks must know first when it stops. Rarely it needs one more.
/// @param pairing with the baseline that it is set against; may be null.
std::uint64_t n_passes(const Scenario& scenario, const Pairing* pairing = nullptr);

/// Number of blocks that a run reports as progress: those of all passes that it foresees. One whose quantiles
/// need a narrowing pass reports more, one that stops early less.
inline std::uint64_t n_progress_blocks(const Scenario& scenario, const Pairing* pairing = nullptr) {
  return n_passes(scenario, pairing) * n_blocks(scenario);
}

}  // namespace secondcurve
