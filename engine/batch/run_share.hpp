#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/batch/team_steps.hpp"
#include "engine/config/document.hpp"
#include "engine/core/block.hpp"
#include "engine/run/team.hpp"
#include "engine/simulate/block_source.hpp"
#include "engine/simulate/first_pass.hpp"
#include "engine/stats/quantiles.hpp"

namespace secondcurve {

class Economy;
struct LoadedScenario;

/// Config, with all it read, and what else processes need to begin a run.
struct RunStart {
  std::vector<SourceFile> files;
  std::vector<std::string> overrides;
  std::string fingerprint;  ///< of the run
  std::string folder;       ///< of the parts of cubes, by its absolute path; empty where none are kept
  std::uint32_t threads = 0;

  /// As bytes, and back.
  Bytes bytes() const;
  static RunStart from(const Bytes& bytes);
};

/// A pass over some blocks of a run, or all.
struct PassOrder {
  BlockRange blocks;
  std::uint64_t n_paths = 0;  ///< of the run, as far as is known
  bool keeps_cube = false;    ///< whether cubes are written in this pass

  /// As bytes, and back.
  Bytes bytes() const;
  static PassOrder from(const Bytes& bytes);
};

/// The blocks of a range that a process simulates.
BlockRange share_of(std::size_t rank, std::size_t n_processes, BlockRange blocks);

/// The file of a process' part of the cubes.
std::string part_path(const std::string& folder, std::size_t rank);

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
  /// The first pass over blocks, or a part of it.
  void count(const PassOrder& order);
  /// A later pass. @param search that it is for, on rank 0.
  void collect(const PassOrder& order, const QuantileBrackets& brackets, QuantileSearch* search);

 private:
  using Pass = std::function<void(BlockRange, std::span<BlockSink* const>)>;

  std::size_t rank() const { return steps_.team().rank(); }
  /// Makes a pass over the blocks of this process, and writes their part of the cubes where that is due.
  void simulate(const PassOrder& order, const Pass& pass);

  TeamSteps& steps_;
  const LoadedScenario& loaded_;
  std::string folder_;
  BlockSource source_;
  FirstPass first_;
};

}  // namespace secondcurve
