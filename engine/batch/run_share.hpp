#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/batch/block_ranges.hpp"
#include "engine/batch/team_steps.hpp"
#include "engine/config/document.hpp"
#include "engine/core/block.hpp"
#include "engine/run/team.hpp"
#include "engine/simulate/block_source.hpp"
#include "engine/simulate/first_pass.hpp"
#include "engine/simulate/quantile_pass.hpp"

namespace secondcurve {

class Economy;
struct LoadedScenario;

// Jobs of a run, as rank 0 names them. What they need follows, each by a broadcast of its own.
inline constexpr const char* begin_job = "run";        // RunStart
inline constexpr const char* count_job = "count";      // PassOrder
inline constexpr const char* collect_job = "collect";  // PassOrder, QuantileBrackets
inline constexpr const char* show_job = "show";        // PassOrder

/// Config, with all it read, and what else processes need to begin a run.
struct RunStart {
  std::vector<SourceFile> files;
  std::vector<std::string> overrides;
  std::string fingerprint;  ///< of the run
  std::string folder;       ///< of the parts of cubes, by its absolute path; empty where none are kept
  std::uint32_t threads = 0;

  /// As bytes, and back. Throws DamagedBytes.
  Bytes bytes() const;
  static RunStart from(const Bytes& bytes);
};

/// A pass over some blocks of a run, or all.
struct PassOrder {
  BlockRanges blocks;
  std::uint64_t n_paths = 0;   ///< of the run, as far as is known
  bool keeps_cube = false;     ///< whether cubes are written in this pass
  bool may_end_early = false;  ///< whether what is done counts where the user stops it

  /// As bytes, and back. Throws DamagedBytes.
  Bytes bytes() const;
  static PassOrder from(const Bytes& bytes);
};

/// What a process does of a run: the same on all of a team, which call the same functions in the same order.
/// Throws as TeamSteps.
class RunShare final {
 public:
  /// Simulates the pilot. What it is given must outlive it.
  /// @param folder for parts of cubes.
  RunShare(TeamSteps& steps, const LoadedScenario& loaded, const Economy& economy, std::string folder);

  BlockSource& source() { return source_; }
  FirstPass& first() { return first_; }

  /// Brings what has been counted to rank 0. Before anything has, this finds out whether all have the same
  /// pilot.
  void merge();
  // Each of these returns, on rank 0, the ranges that have been done, as they were simulated in one piece:
  // all blocks of the order, unless it may end early and the user has stopped it.

  /// The first pass over blocks, or a part of it. What all have counted is then in that of rank 0.
  BlockRanges count(const PassOrder& order);
  /// A later pass over blocks, or a part of it. What all have collected is then in that of rank 0.
  BlockRanges collect(const PassOrder& order, QuantilePass& pass);
  /// Simulates blocks for their cubes alone.
  BlockRanges show(const PassOrder& order);

 private:
  using Sinks = std::span<BlockSink* const>;
  /// What is done with blocks. Returns the end of what was done.
  using Pass = std::function<std::uint64_t(BlockRange, Sinks)>;
  using Save = std::function<void(ByteWriter&)>;
  using Merge = std::function<void(ByteReader&)>;

  std::size_t rank() const { return steps_.team().rank(); }
  /// Makes a pass over the share of this process, and brings what all have found to rank 0.
  BlockRanges make(const PassOrder& order, const Pass& pass, const Save& save, const Merge& merge);
  /// Makes a pass over blocks of this process, and writes their part of the cubes where that is due. Returns
  /// the end of what was done.
  std::uint64_t simulate(BlockRange blocks, const PassOrder& order, const Pass& pass);

  TeamSteps& steps_;
  const LoadedScenario& loaded_;
  std::string folder_;
  BlockSource source_;
  FirstPass first_;
};

}  // namespace secondcurve
