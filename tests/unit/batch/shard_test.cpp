#include "engine/batch/shard.hpp"

#include <gtest/gtest.h>

namespace secondcurve::shard_test {

TEST(Shard, TakesEveryBlockOnceWithItsLikes) {
  for (const std::uint64_t n_blocks : {0u, 1u, 3u, 100u, 101u}) {
    for (const std::uint64_t of : {1u, 2u, 7u, 40u}) {
      std::uint64_t next = 0;
      for (std::uint64_t number = 1; number <= of; ++number) {
        const BlockRange blocks = Shard{number, of}.blocks(n_blocks);

        EXPECT_EQ(blocks.first, next);
        EXPECT_LE(blocks.end - blocks.first, n_blocks / of + 1);
        next = blocks.end;
      }
      EXPECT_EQ(next, n_blocks);
    }
  }
}

TEST(Shard, CutsAsManyBlocksAsThereCanBe) {
  const std::uint64_t most = std::uint64_t{1} << 56;

  EXPECT_EQ((Shard{Shard::most, Shard::most}.blocks(most).end), most);
  EXPECT_EQ((Shard{1, 2}.blocks(most)), (BlockRange{0, most / 2}));
}

TEST(Shard, IsReadFromItsNumberAndTheirs) {
  EXPECT_EQ(shard_from("2/4"), (Shard{2, 4}));
  EXPECT_EQ(shard_from("1/1"), (Shard{1, 1}));
  EXPECT_EQ(shard_from("7/1_000"), (Shard{7, 1000}));
  for (const char* wrong : {"", "2", "/", "0/4", "5/4", "a/b", "2/4/6", "1/0", "-1/4", "2/ 4", "2.5/4",
                            "1/1000001", "1/99999999999999999999"})
    EXPECT_FALSE(shard_from(wrong)) << wrong;
}

}  // namespace secondcurve::shard_test
