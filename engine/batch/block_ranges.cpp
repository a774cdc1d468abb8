#include "engine/batch/block_ranges.hpp"

#include <algorithm>
#include <utility>

#include "engine/batch/shard.hpp"
#include "engine/core/byte_stream.hpp"

namespace secondcurve {

namespace {

void sort(BlockRanges& ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const BlockRange& a, const BlockRange& b) { return a.first < b.first; });
}

}  // namespace

std::uint64_t count_of(const BlockRanges& ranges) {
  std::uint64_t count = 0;
  for (const BlockRange& range : ranges) count += range.end - range.first;
  return count;
}

BlockRanges slice(const BlockRanges& ranges, std::uint64_t first, std::uint64_t end) {
  BlockRanges taken;
  std::uint64_t before = 0;  // blocks of the ranges that have been passed
  for (const BlockRange& range : ranges) {
    const std::uint64_t length = range.end - range.first;
    const std::uint64_t from = std::clamp(first, before, before + length) - before;
    const std::uint64_t to = std::clamp(end, before, before + length) - before;
    if (from < to) taken.push_back({range.first + from, range.first + to});
    before += length;
  }
  return taken;
}

BlockRanges left_of(BlockRanges ranges, BlockRanges done) {
  sort(ranges);
  sort(done);
  BlockRanges left;
  auto next = done.begin();
  for (BlockRange range : ranges) {
    while (next != done.end() && next->end <= range.first) ++next;
    for (auto each = next; each != done.end() && each->first < range.end; ++each) {
      if (range.first < each->first) left.push_back({range.first, each->first});
      range.first = std::max(range.first, each->end);
    }
    if (range.first < range.end) left.push_back(range);
  }
  return left;
}

BlockRanges share_of(std::size_t rank, std::size_t n_processes, const BlockRanges& blocks) {
  const BlockRange own = Shard{rank + 1, n_processes}.blocks(count_of(blocks));
  return slice(blocks, own.first, own.end);
}

void write_ranges(ByteWriter& out, const BlockRanges& ranges) {
  out.write_u64(ranges.size());
  for (const BlockRange& range : ranges) {
    out.write_u64(range.first);
    out.write_u64(range.end);
  }
}

BlockRanges read_ranges(ByteReader& in) {
  BlockRanges ranges(in.read_count(2 * sizeof(std::uint64_t)));
  for (BlockRange& range : ranges) {
    range.first = in.read_u64();
    range.end = in.read_u64();
    if (range.first > range.end) throw DamagedBytes("a range of blocks ends before it begins");
  }
  return ranges;
}

}  // namespace secondcurve
