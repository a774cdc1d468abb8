#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/baseline.hpp"
#include "engine/simulate/pairing.hpp"
#include "engine/simulate/target_counter.hpp"
#include "engine/simulate/variables.hpp"
#include "engine/stats/sample_design.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// Blocks [first, end) of a run.
struct BlockRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;

  friend bool operator==(const BlockRange&, const BlockRange&) = default;
};

/// The number of blocks that paths fill.
std::uint64_t blocks_of(std::uint64_t n_paths);

/// Simulates the blocks of a run for its passes, each beside that of a baseline where it has one, and knows
/// what is reported of them. It stays where it is: the passes read it.
class BlockSource final {
 public:
  /// @param control of the whole run, its threads; must outlive the source, as must the others.
  /// @param baseline to set the scenario against, path by path; may be null.
  /// Throws ConfigError if paths cannot be paired with the baseline's (why_unpaired).
  BlockSource(const Economy& economy, const RunControl& control, const Baseline* baseline = nullptr);
  BlockSource(const BlockSource&) = delete;
  BlockSource& operator=(const BlockSource&) = delete;
  ~BlockSource() = default;

  const Economy& economy() const { return economy_; }
  const Scenario& scenario() const { return economy_.scenario(); }
  const Baseline* baseline() const { return baseline_; }
  const Pairing* pairing() const { return pairing_ ? &*pairing_ : nullptr; }
  const Cells& cells() const { return cells_; }
  const TargetPlan& targets() const { return targets_; }
  const SampleDesign& design() const { return design_; }
  const RunControl& control() const { return control_; }
  /// The same without progress.
  RunControl silent() const;
  /// Threads, each with a number below this.
  std::size_t n_slots() const { return workspaces_.size(); }

  /// Paths of the run: `simulation.paths`, or those after which it has stopped.
  std::uint64_t n_paths() const { return n_paths_; }
  void stop_after(std::uint64_t n_paths) { n_paths_ = n_paths; }
  /// Paths of these that the baseline has, too; all without one.
  std::uint64_t n_in_both(std::uint64_t n_paths) const;
  BlockRange all() const { return {0, blocks_of(n_paths_)}; }

  /// Is given a block, and the same beside that of the baseline; null without one, and past its last block.
  using Visitor = std::function<void(std::size_t slot, const BlockView& view, const PairedPaths* pairs)>;
  /// Simulates blocks in any order on the threads of the run. Throws as run_blocks.
  void visit(BlockRange blocks, const RunControl& control, const Visitor& visitor);
  /// The same until it is cancelled. Returns the end of what was visited, as run_blocks_until_cancelled.
  std::uint64_t visit_until_cancelled(BlockRange blocks, const RunControl& control, const Visitor& visitor);

 private:
  using Workspaces = std::vector<std::optional<Economy::Workspace>>;  ///< [thread], made when first used

  BlockView simulate(std::size_t slot, std::uint64_t block);

  const Economy& economy_;
  const RunControl& control_;
  const Baseline* baseline_;
  std::optional<Pairing> pairing_;
  Cells cells_;
  TargetPlan targets_;
  SampleDesign design_;
  std::uint64_t n_paths_;
  Workspaces workspaces_, baseline_workspaces_;
};

}  // namespace secondcurve
