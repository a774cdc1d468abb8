#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/core/block.hpp"
#include "engine/simulate/block_source.hpp"
#include "engine/stats/quantile_collector.hpp"
#include "engine/stats/quantiles.hpp"

namespace secondcurve {

class ByteReader;
class ByteWriter;

/// Tells brackets from others.
std::string digest_of(const QuantileBrackets& brackets);

/// A later pass over the paths of a run, which finds exact quantiles: it looks at the values within brackets.
/// Some of the blocks may be collected here and others elsewhere, by whoever has the same brackets.
class QuantilePass final {
 public:
  /// @param source and @param brackets must outlive the pass.
  QuantilePass(BlockSource& source, const QuantileBrackets& brackets);

  /// Simulates blocks and collects what is within the brackets; sinks see them, too.
  /// @param control of these blocks: with or without progress.
  /// Throws as run_blocks.
  void collect(BlockRange blocks, std::span<BlockSink* const> sinks, const RunControl& control);
  /// The same until it is cancelled. Returns the end of what was collected, as run_blocks_until_cancelled.
  std::uint64_t collect_until_cancelled(BlockRange blocks, std::span<BlockSink* const> sinks,
                                        const RunControl& control);

  /// Writes what has been collected, with a mark of the brackets: the same bytes for any number of threads.
  void save(ByteWriter& out) const;
  /// Adds what a pass over other blocks has saved. Throws DamagedBytes where it cannot be, or where it had
  /// other brackets.
  void merge(ByteReader& in);

  /// Ends the pass of the search whose brackets these are. All blocks of the run have been collected or
  /// merged. Throws ContractViolation where there are other values than in the first pass.
  void finish(QuantileSearch& search) const;

 private:
  BlockSource& source_;
  const QuantileBrackets& brackets_;
  std::vector<QuantileCollector> collectors_;  ///< [thread]
};

}  // namespace secondcurve
