#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/simulate/block_source.hpp"

namespace secondcurve {

class ByteReader;
class ByteWriter;

/// Ranges of blocks, none of which has blocks of another.
using BlockRanges = std::vector<BlockRange>;

/// Blocks of all ranges.
std::uint64_t count_of(const BlockRanges& ranges);

/// Some of the blocks, in the order of the ranges. @param first, @param end counted from the first of all.
BlockRanges slice(const BlockRanges& ranges, std::uint64_t first, std::uint64_t end);

/// What is left of ranges when others are done. @param done in any order. Returns ranges in rising order.
BlockRanges left_of(BlockRanges ranges, BlockRanges done);

/// The blocks that a process simulates where all processes share them: about as many each.
BlockRanges share_of(std::size_t rank, std::size_t n_processes, const BlockRanges& blocks);

void write_ranges(ByteWriter& out, const BlockRanges& ranges);
/// Throws DamagedBytes.
BlockRanges read_ranges(ByteReader& in);

}  // namespace secondcurve
