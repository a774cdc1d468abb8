#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/core/large_buffer.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/stopping.hpp"
#include "engine/simulate/target_counter.hpp"
#include "engine/simulate/variables.hpp"
#include "engine/stats/accumulator.hpp"

namespace secondcurve {

/// What the first blocks of a run say of each cell and target: pivots, units and ranges.
struct Pilot {
  std::vector<CellScale> scales;             ///< [cell]
  std::vector<std::vector<double>> margins;  ///< [target][path]; no paths where a target is of several
  std::vector<MomentScale> mixtures;         ///< [mixture, year after the first]
  std::vector<CellScale> watched;            ///< of the cell that a rule to stop looks at, if any
};

/// The values of the first blocks of a run, from which its pilot is made. A function of the config only.
class PilotValues final {
 public:
  /// The most blocks that set pivots, units and ranges.
  static constexpr std::uint64_t most_blocks = 16;

  /// @param n_blocks at most `most_blocks`. @param n_cells of the run.
  PilotValues(std::uint64_t n_blocks, std::size_t n_cells);

  /// Takes the values of a block below the number of them. Blocks may come from many threads, each from one.
  /// @param pairs the same beside the block of a baseline; may be null.
  void take(const BlockView& view, const PairedPaths* pairs, const Cells& cells, const TargetPlan& targets);

  /// @param stop the rule to stop; may be null. @param control whose threads share the cells.
  Pilot pilot(const Scenario& scenario, const Cells& cells, const SampleDesign& design, const StopPlan* stop,
              const RunControl& control) const;

 private:
  struct Block {
    std::vector<std::size_t> n_values;                 ///< [cell]
    std::vector<Arithmetic> precision;                 ///< of the values [cell]
    std::vector<std::vector<double>> margins, levels;  ///< [target][path], [mixture, year][path]
  };
  /// The values of a cell in a block [n_values].
  double* values(std::size_t cell, std::size_t block) {
    return reinterpret_cast<double*>(values_.get()) + (cell * blocks_.size() + block) * block_paths;
  }
  const double* values(std::size_t cell, std::size_t block) const {
    return reinterpret_cast<const double*>(values_.get()) + (cell * blocks_.size() + block) * block_paths;
  }
  std::vector<double> joined_values(std::size_t cell) const;
  std::vector<double> joined(std::vector<std::vector<double>> Block::*what, std::size_t index) const;
  /// The size of what the values of a cell are differences of; 0 where they are none.
  double size_behind(const Cells& cells, std::size_t cell) const;

  std::vector<Block> blocks_;
  detail::LargeBuffer values_;  ///< [cell][block][path]
};

}  // namespace secondcurve
