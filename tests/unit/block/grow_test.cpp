#include "engine/block/grow.hpp"

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
using test::single;

const Lanes a = random_lanes(-3.0, 3.0, 1);
constexpr LevelRange level_range{1e-120, 1e120}, single_range{1e-20, 1e20};

/// The error that is stated.
double single_error(double growth) { return 3e-7 + (has_fma() ? 0.0 : 6e-8 * std::abs(growth)); }

TEST(BlockGrow, IsBaseTimesTheExponentialToTheBit) {
  for_each_target([] {
    Lanes levels, outside;
    const Lanes positive = random_lanes(0.1, 3.0, 6);

    const bool all = grow(levels.data(), positive.data(), a.data(), level_range);
    const bool none = grow(outside.data(), -1.0, 0.5, level_range);

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

    EXPECT_TRUE(grow(own.data(), 2.0, a.data(), level_range));
    EXPECT_TRUE(grow(of_column.data(), base.data(), a.data(), level_range));
    EXPECT_TRUE(grow(with_far.data(), 2.0, far.data(), level_range));
    EXPECT_TRUE(grow(over.data(), 2.0, over.data(), level_range));
    EXPECT_FALSE(grow(far.data(), 1e100, far.data(), {1e-120, 1e120}));

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

TEST(BlockGrow, LooksAtEachLevelWhereTheBaseIsNearAnEndOfTheRange) {
  struct Case {
    Arithmetic arithmetic;
    double base, growth;  // beyond the range together, and each as if it were not
  };
  for (const auto& [arithmetic, base, growth] :
       {Case{Arithmetic::double_precision, 1e77, 99.9}, Case{Arithmetic::double_precision, 1e-77, -99.9},
        Case{Arithmetic::single_precision, 3e11, 19.9}, Case{Arithmetic::single_precision, 3e-12, -19.9}})
    for_each_target([&, arithmetic = arithmetic, base = base, growth = growth] {
      const LevelRange range = arithmetic == Arithmetic::single_precision ? single_range : level_range;
      Lanes x = a, room;
      x[77] = growth;
      const ColumnPlace levels(room.data(), arithmetic);

      EXPECT_FALSE(grow(levels, base, x.data(), range)) << base;
      for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(std::isnan(levels[i]), i == 77) << base;
    });
}

TEST(BlockGrow, MayWriteOverItsGrowthWhereSomeOfItIsFar) {
  for (const Arithmetic arithmetic : {Arithmetic::double_precision, Arithmetic::single_precision})
    for_each_target([arithmetic] {
      const LevelRange range = arithmetic == Arithmetic::single_precision ? single_range : level_range;
      Lanes x = a, growth_room, room;
      x[255] = arithmetic == Arithmetic::single_precision ? 21.0 : 101.0;  // beyond what is done at a glance
      const ColumnPlace growth(growth_room.data(), arithmetic), levels(room.data(), arithmetic);
      assign(growth, x.data());

      EXPECT_TRUE(grow(levels, 2.0, growth, range));
      EXPECT_TRUE(grow(growth, 2.0, growth, range));

      for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(bits_of(growth[i]), bits_of(levels[i]));
    });
}

TEST(BlockGrow, TakesGrowthInEitherPrecision) {
  for_each_target([] {
    Lanes float_room, rounded, wide, of_floats, single_room, other_room;
    const ColumnPlace floats = single(float_room), in_single = single(single_room),
                      other = single(other_room);
    assign(floats, a.data());
    assign(rounded.data(), floats);

    EXPECT_TRUE(grow(wide.data(), 2.0, rounded.data(), level_range));
    EXPECT_TRUE(grow(of_floats.data(), 2.0, floats, level_range));
    EXPECT_TRUE(grow(in_single, 2.0, a.data(), single_range));
    EXPECT_TRUE(grow(other, 2.0, floats, single_range));

    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(bits_of(of_floats[i]), bits_of(wide[i]));
      ASSERT_EQ(bits_of(in_single[i]), bits_of(other[i]));
    }
  });
}

TEST(BlockGrow, LeavesOutWhatIsOutOfRangeAndSaysSo) {
  for (const Arithmetic arithmetic : {Arithmetic::double_precision, Arithmetic::single_precision})
    for_each_target([arithmetic] {
      const LevelRange range = arithmetic == Arithmetic::single_precision ? single_range : level_range;
      for (const double growth : {277.0, -277.0, infinity, -infinity, not_a_number}) {
        Lanes x = a, room;
        x[77] = growth;
        const ColumnPlace levels(room.data(), arithmetic);

        const bool all = grow(levels, 1.0, x.data(), range);

        EXPECT_FALSE(all) << growth;
        for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(std::isnan(levels[i]), i == 77) << growth;
      }
    });
}

TEST(BlockGrow, InSinglePrecisionIsWithinItsStatedErrorOverTheWholeRange) {
  for_each_target([] {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      const double reach = seed % 4 == 0 ? 45.0 : seed % 4 == 1 ? 20.0 : seed % 4 == 2 ? 3.0 : 0.1;
      const Lanes x = random_lanes(-reach, reach, seed);
      Lanes growth_room, level_room, alone_room;
      const ColumnPlace growth = single(growth_room), levels = single(level_room), alone = single(alone_room);
      assign(growth, x.data());
      ASSERT_TRUE(grow(alone, 2.0, 0.0, single_range));
      EXPECT_EQ(alone[0], 2.0) << "no growth, no change";
      ASSERT_TRUE(grow(levels, 2.0, growth, single_range));
      ASSERT_TRUE(grow(alone, 2.0, growth[9], single_range));
      EXPECT_EQ(bits_of(alone[100]), bits_of(levels[9])) << "a neighbour changed it";
      for (std::size_t i = 0; i < block_paths; ++i)
        ASSERT_NEAR(levels[i] / (2.0 * std::exp(growth[i])), 1.0, single_error(growth[i])) << growth[i];
    }
  });
}

TEST(BlockGrow, InSinglePrecisionReachesTheEndsOfItsExponential) {
  for_each_target([] {
    Lanes room;
    const ColumnPlace levels = single(room);
    for (const double growth : {80.0, -80.0}) {
      ASSERT_TRUE(grow(levels, 1.0, growth, {1e-37, 1e37}));
      EXPECT_NEAR(levels[3] / std::exp(growth), 1.0, single_error(growth));
    }
    for (const double growth : {47.0, -47.0}) {
      EXPECT_FALSE(grow(levels, 1.0, growth, single_range));
      EXPECT_TRUE(std::isnan(levels[3]));
    }
    EXPECT_TRUE(grow(levels, 1.0, 46.0, single_range));
    EXPECT_FALSE(grow(levels, 1.0, 80.001, {1e-37, 1e37}));
    EXPECT_FALSE(grow(levels, 1.0, -80.001, {1e-37, 1e37}));
  });
}

TEST(BlockGrow, InSinglePrecisionHasTheSameBitsOnEveryInstructionSetWithFma) {
  const Lanes x = random_lanes(-45.0, 45.0, 8);
  Lanes best_room;
  const ColumnPlace best = single(best_room);
  grow(best, 3.0, x.data(), single_range);
  const bool best_has_fma = has_fma();
  for_each_target([&] {
    Lanes room;
    const ColumnPlace levels = single(room);
    grow(levels, 3.0, x.data(), single_range);
    for (std::size_t i = 0; i < block_paths && has_fma() == best_has_fma; ++i)
      ASSERT_EQ(bits_of(levels[i]), bits_of(best[i]));
  });
}

}  // namespace secondcurve::grow_test
