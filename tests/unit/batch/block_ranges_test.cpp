#include "engine/batch/block_ranges.hpp"

#include <gtest/gtest.h>

#include "engine/core/byte_stream.hpp"

namespace secondcurve::block_ranges_test {

const BlockRanges some{{2, 5}, {7, 8}, {10, 20}};

TEST(BlockRanges, AreCountedAndSliced) {
  EXPECT_EQ(count_of({}), 0U);
  EXPECT_EQ(count_of(some), 14U);
  EXPECT_EQ(slice(some, 0, 14), some);
  EXPECT_EQ(slice(some, 1, 5), (BlockRanges{{3, 5}, {7, 8}, {10, 11}}));
  EXPECT_EQ(slice(some, 4, 100), (BlockRanges{{10, 20}}));
  EXPECT_EQ(slice(some, 3, 3), BlockRanges{});
}

TEST(BlockRanges, LoseWhatIsDone) {
  EXPECT_EQ(left_of(some, {}), some);
  EXPECT_EQ(left_of(some, some), BlockRanges{});
  EXPECT_EQ(left_of({{10, 20}, {2, 5}}, {{15, 20}, {11, 12}, {2, 3}}),
            (BlockRanges{{3, 5}, {10, 11}, {12, 15}}));
  EXPECT_EQ(left_of({{0, 10}, {10, 20}}, {{5, 15}}), (BlockRanges{{0, 5}, {15, 20}}));
}

TEST(BlockRanges, AreSharedSoThatEachBlockIsWithOneProcess) {
  for (const std::size_t n : {1U, 2U, 3U, 20U}) {
    BlockRanges all;
    for (std::size_t rank = 0; rank < n; ++rank) {
      const BlockRanges own = share_of(rank, n, some);
      EXPECT_LE(count_of(own), 14 / n + 1);
      all.insert(all.end(), own.begin(), own.end());
    }
    EXPECT_EQ(count_of(all), 14U);
    EXPECT_EQ(left_of(some, all), BlockRanges{});
  }
}

TEST(BlockRanges, AreWhatWasWritten) {
  ByteWriter out;
  write_ranges(out, some);
  ByteReader in(out.bytes());

  EXPECT_EQ(read_ranges(in), some);
  EXPECT_NO_THROW(in.expect_end());
}

TEST(BlockRanges, RefuseBytesThatAreNoRanges) {
  ByteWriter out;
  write_ranges(out, {{5, 3}});
  ByteReader in(out.bytes());

  EXPECT_THROW(read_ranges(in), DamagedBytes);
}

}  // namespace secondcurve::block_ranges_test
