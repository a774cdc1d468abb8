#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/kept_outputs.hpp"
#include "models/economy/economy.hpp"

namespace secondcurve {

/// A scenario against which others are set path by path. Its outputs are kept in memory where they fit, so
/// that it is simulated once for all of them; otherwise its blocks are simulated again beside theirs. Either
/// way the numbers are the same. Once made it is only read, by any number of runs and threads at once.
class Baseline final {
 public:
  /// Simulates the blocks that are to be kept.
  /// @param economy must outlive the baseline.
  /// @param n_paths of its own run: fewer than `simulation.paths` where that stopped early.
  /// @param control its progress counts the blocks that are kept: `n_blocks()` or none.
  /// @param most_bytes that outputs may take.
  /// Throws Interrupted if cancelled.
  Baseline(const Economy& economy, std::uint64_t n_paths, const RunControl& control,
           std::size_t most_bytes = KeptOutputs::most_bytes);

  const Economy& economy() const { return economy_; }
  std::uint64_t n_paths() const { return n_paths_; }
  std::uint64_t n_blocks() const { return (n_paths_ + block_paths - 1) / block_paths; }
  /// Whether outputs are in memory, so that its blocks are read and not simulated.
  bool is_kept() const { return kept_.keeps(); }

  /// The outputs of a block below n_blocks().
  /// @param workspace of its economy, in use by one thread; may be null where outputs are kept.
  BlockView block(std::uint64_t block, Economy::Workspace* workspace) const;

 private:
  BlockView simulate(std::uint64_t block, Economy::Workspace& workspace) const;

  const Economy& economy_;
  std::uint64_t n_paths_;
  KeptOutputs kept_;
};

}  // namespace secondcurve
