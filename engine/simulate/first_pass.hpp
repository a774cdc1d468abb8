#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/simulate/block_source.hpp"
#include "engine/simulate/pilot.hpp"
#include "engine/simulate/result.hpp"
#include "engine/simulate/stopping.hpp"
#include "engine/simulate/tallies.hpp"
#include "engine/stats/kept_values.hpp"
#include "engine/stats/quantiles.hpp"

namespace secondcurve {

class ByteReader;
class ByteWriter;

/// The first pass over the paths of a run: all that is counted and summed up. Some of its blocks may be
/// counted here and others elsewhere, each process having made the same pilot by itself; what is merged are
/// integers, so that it makes no difference which and in what order.
class FirstPass final {
 public:
  /// Whether values are kept of which quantiles may be found without another pass. That asks for all blocks
  /// of the run, counted here in rising order, and cannot be saved or merged: other values than those kept
  /// are not counted in their bins.
  enum class Values { kept, left };

  /// Simulates the pilot, the first blocks of the run.
  /// @param source must outlive the pass.
  /// Throws NumericalError if too many of its paths fail, ConfigError if a rule to stop asks for a difference
  /// that there is not.
  FirstPass(BlockSource& source, Values values);
  FirstPass(const FirstPass&) = delete;
  FirstPass& operator=(const FirstPass&) = delete;
  ~FirstPass() = default;

  /// Simulates blocks and counts them; sinks see them, too. Throws as run_blocks.
  void count(BlockRange blocks, std::span<BlockSink* const> sinks);
  /// The same until it is cancelled. Returns the end of what was counted, as run_blocks_until_cancelled.
  std::uint64_t count_until_cancelled(BlockRange blocks, std::span<BlockSink* const> sinks);

  /// Writes what has been counted so far, with a mark of the pilot. Only of a pass that keeps no values.
  void save(ByteWriter& out);
  /// Adds what a first pass over other blocks of the same run has saved, to one that keeps no values. Throws
  /// DamagedBytes where it cannot be, or where the pilot of that pass found other numbers.
  void merge(ByteReader& in);
  /// Forgets what has been counted.
  void clear();

  /// With a rule to stop: whether the first paths of the run suffice, all of which have been counted or
  /// merged. @param n_paths their number.
  /// Throws NumericalError if too many have failed.
  Stopping look(std::uint64_t n_paths) const;
  /// The rule, if the scenario has one.
  const std::optional<StopPlan>& stop() const { return stop_; }

  /// All that has been counted. Throws NumericalError if too many of the paths of the run have failed.
  const Tallies& total();
  /// The search for the quantiles of all that has been counted. Those that kept values tell are found; the
  /// values are then given back, so it is called once, at the end.
  QuantileSearch search();

 private:
  Tallies no_tallies() const;
  /// Merges what the threads have counted, and leaves it with the first.
  Tallies& fold();
  /// A digest of what the pilot has found.
  std::string mark() const;
  std::uint64_t count_round(BlockRange blocks, std::span<BlockSink* const> sinks);
  void narrow_ranges();

  BlockSource& source_;
  std::optional<StopPlan> stop_;
  Pilot pilot_;
  std::vector<std::optional<Tallies>> workers_;  ///< [thread]
  Values values_;
  KeptRanges ranges_;
  std::vector<KeptValues> kept_;  ///< [thread]
};

}  // namespace secondcurve
