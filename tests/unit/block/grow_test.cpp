#include <cmath>

#include <gtest/gtest.h>

#include "engine/block/ops.hpp"
#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::grow_test {
using test::bits_of;
using test::for_each_target;
using test::has_fma;
using test::Lanes;
using test::random_lanes;

const Lanes a = random_lanes(-3.0, 3.0, 1);
constexpr LevelRange level_range{1e-120, 1e120};

TEST(BlockGrow, IsBaseTimesTheExponentialToTheBit) {
  for_each_target([] {
    Lanes levels, outside;
    const Lanes positive = random_lanes(0.1, 3.0, 6);

    const bool all =
        grow(levels.data(), positive.data(), a.data(), level_range, Arithmetic::double_precision);
    const bool none = grow(outside.data(), -1.0, 0.5, level_range, Arithmetic::double_precision);

    EXPECT_TRUE(all);
    EXPECT_FALSE(none);
    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(bits_of(levels[i]), bits_of(positive[i] * exponential(a[i])));
      ASSERT_TRUE(std::isnan(outside[i]));
    }
  });
}

TEST(BlockGrow, HasTheSameBitsWhateverItsNeighboursAndItsBase) {
  for_each_target([] {
    const Lanes base = random_lanes(2.0, 2.0, 1);
    Lanes far = a, own, of_column, with_far, over;
    far[77] = 101.0;  // beyond what is done at a glance, and in range
    over = a;

    EXPECT_TRUE(grow(own.data(), 2.0, a.data(), level_range, Arithmetic::double_precision));
    EXPECT_TRUE(grow(of_column.data(), base.data(), a.data(), level_range, Arithmetic::double_precision));
    EXPECT_TRUE(grow(with_far.data(), 2.0, far.data(), level_range, Arithmetic::double_precision));
    EXPECT_TRUE(grow(over.data(), 2.0, over.data(), level_range, Arithmetic::double_precision));
    EXPECT_FALSE(grow(far.data(), 1e100, far.data(), {1e-120, 1e120}, Arithmetic::double_precision));

    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(bits_of(own[i]), bits_of(of_column[i]));
      ASSERT_EQ(bits_of(own[i]), bits_of(over[i]));
      if (i != 77) {
        ASSERT_EQ(bits_of(own[i]), bits_of(with_far[i]));
      }
    }
    EXPECT_EQ(bits_of(with_far[77]), bits_of(2.0 * exponential(101.0)));
  });
}

TEST(BlockGrow, LeavesOutWhatIsOutOfRangeAndSaysSo) {
  for (const Arithmetic arithmetic : {Arithmetic::double_precision, Arithmetic::single_precision})
    for_each_target([arithmetic] {
      for (const double growth : {277.0, -277.0, infinity, -infinity, not_a_number}) {
        Lanes x = a, levels;
        x[77] = growth;

        const bool all = grow(levels.data(), 1.0, x.data(), level_range, arithmetic);

        EXPECT_FALSE(all) << growth;
        for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(std::isnan(levels[i]), i == 77) << growth;
      }
    });
}

TEST(BlockGrow, InSinglePrecisionIsWithinItsStatedErrorOverTheWholeRange) {
  for_each_target([] {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      const double reach = seed % 4 == 0 ? 270.0 : seed % 4 == 1 ? 85.0 : seed % 4 == 2 ? 3.0 : 0.1;
      const Lanes x = random_lanes(-reach, reach, seed);
      Lanes levels, alone;
      ASSERT_TRUE(grow(alone.data(), 2.0, 0.0, level_range, Arithmetic::single_precision));
      EXPECT_EQ(alone[0], 2.0) << "no growth, no change";
      ASSERT_TRUE(grow(levels.data(), 2.0, x.data(), level_range, Arithmetic::single_precision));
      ASSERT_TRUE(grow(alone.data(), 2.0, x[9], level_range, Arithmetic::single_precision));
      EXPECT_EQ(bits_of(alone[100]), bits_of(levels[9])) << "a neighbour changed it";
      for (std::size_t i = 0; i < block_paths; ++i)
        ASSERT_NEAR(levels[i] / (2.0 * std::exp(x[i])), 1.0, 3e-7) << x[i];
    }
  });
}

TEST(BlockGrow, InSinglePrecisionHasTheSameBitsOnEveryInstructionSetWithFma) {
  const Lanes x = random_lanes(-100.0, 100.0, 8);
  Lanes best;
  grow(best.data(), 3.0, x.data(), level_range, Arithmetic::single_precision);
  const bool best_has_fma = has_fma();
  for_each_target([&] {
    Lanes levels;
    grow(levels.data(), 3.0, x.data(), level_range, Arithmetic::single_precision);
    for (std::size_t i = 0; i < block_paths && has_fma() == best_has_fma; ++i)
      ASSERT_EQ(bits_of(levels[i]), bits_of(best[i]));
  });
}

}  // namespace secondcurve::grow_test
