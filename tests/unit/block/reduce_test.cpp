#include "engine/block/reduce.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/block_twins.hpp"

namespace secondcurve::reduce_test {
using test::for_each_target;
using test::Lanes;
using test::random_lanes;

TEST(PowerSums, HaveTheBitsOfSixteenLanesInOrderOnEveryInstructionSet) {
  const Lanes x = random_lanes(-2.0, 5.0, 31);
  for_each_target([&] {
    for (const std::size_t n : {0u, 1u, 2u, 15u, 16u, 17u, 100u, 255u, 256u}) {
      EXPECT_EQ(power_sums(x.data(), n, 1.3), test::power_sums_of(x.data(), n, 1.3)) << n << " values";
    }
  });
}

TEST(PowerSums, IgnoreWhatLiesBeyondTheCount) {
  Lanes x = random_lanes(-2.0, 5.0, 32);
  const PowerSums expected = power_sums(x.data(), 37, 0.5);
  std::fill(x.values.begin() + 37, x.values.end(), not_a_number);

  for_each_target([&] { EXPECT_EQ(power_sums(x.data(), 37, 0.5), expected); });
}

TEST(PowerSums, AreTheSumsOfPowers) {
  const std::vector<double> x = {1.0, 2.0, 4.0};

  const PowerSums sums = power_sums(x.data(), 3, 1.0);

  EXPECT_EQ(sums, (PowerSums{4.0, 10.0, 28.0, 82.0, 244.0, 730.0}));
}

TEST(CountBins, EqualsAPlainLoop) {
  const Lanes x = random_lanes(-2.0, 5.0, 33);
  for_each_target([&] {
    for (const std::size_t n : {0u, 1u, 63u, 64u, 65u, 256u}) {
      std::vector<std::uint32_t> counts(102);
      count_bins(x.data(), n, -1.0, 20.0, 100, counts.data());
      EXPECT_EQ(counts, test::bins_of(x.data(), n, -1.0, 20.0, 100)) << n << " values";
    }
  });
}

TEST(KeepRanges, KeepsTheOrderAndCountsTheRestBesideTheRanges) {
  const Lanes x = random_lanes(-2.0, 5.0, 36);  // bins 0 to 101, with some below and above
  const std::vector<std::vector<BinRange>> cases{
      {},
      {{0, 1}},
      {{0, 102}},
      {{3, 4}, {101, 102}},
      {{0, 2}, {50, 60}, {101, 102}},
      {{0, 5}, {6, 7}, {40, 41}, {42, 80}, {90, 102}},
      {{5, 6}, {7, 9}, {40, 41}, {42, 80}, {90, 100}},
      {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}, {12, 101}},
      {{1, 2}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}, {20, 21}, {30, 31}, {40, 41}, {50, 60}, {70, 80}}};
  for (const auto& ranges : cases) {
    for_each_target([&] {
      for (const std::size_t n : {0u, 1u, 31u, 32u, 33u, 63u, 64u, 65u, 255u, 256u, 300u}) {
        std::vector<double> values(x.data(), x.data() + std::min<std::size_t>(n, block_paths));
        values.resize(n, 1.0);
        std::vector<double> expected, room(n + 1, -9.0);
        std::vector<std::uint32_t> expected_counts(102), counts(102);
        for (const double value : values) {
          const std::vector<std::uint32_t> own = test::bins_of(&value, 1, -1.0, 20.0, 100);
          const auto bin = static_cast<std::uint32_t>(std::find(own.begin(), own.end(), 1u) - own.begin());
          const auto next = std::find_if(ranges.begin(), ranges.end(),
                                         [bin](const BinRange& range) { return bin < range.end; });
          const bool inside = next != ranges.end() && bin >= next->first;
          if (inside) expected.push_back(value);
          ++expected_counts[inside ? bin : next == ranges.end() ? 101 : next->first - 1];
        }

        const std::size_t n_kept =
            keep_ranges(values.data(), n, -1.0, 20.0, 100, ranges, counts.data(), room.data());

        EXPECT_EQ(counts, expected_counts) << ranges.size() << " ranges, " << n << " values";
        EXPECT_EQ(room.back(), -9.0) << "wrote beyond n values";
        room.resize(n_kept);
        EXPECT_EQ(room, expected) << ranges.size() << " ranges, " << n << " values";
      }
    });
  }
}

TEST(CountBins, PutsEdgesAndExtremesWhereItSays) {
  const std::vector<double> x = {-infinity, -1e300,   -1.0, -1e-300, 0.0,     0.999999,
                                 1.0,       3.999999, 4.0,  1e300,   infinity};
  for_each_target([&] {
    std::vector<std::uint32_t> counts(6);

    count_bins(x.data(), x.size(), 0.0, 1.0, 4, counts.data());

    EXPECT_EQ(counts, (std::vector<std::uint32_t>{3, 3, 1, 0, 1, 3}));
  });
}

TEST(CountBins, IsMonotoneAcrossEveryEdge) {
  const double low = 0.1, per_unit = 3.7;
  for_each_target([&] {
    for (std::uint32_t edge = 0; edge <= 50; ++edge) {
      double x = low + edge / per_unit;
      for (int k = 0; k < 20; ++k) x = std::nextafter(x, -infinity);
      std::size_t last = 0;
      for (int k = 0; k < 40; ++k, x = std::nextafter(x, infinity)) {
        std::vector<std::uint32_t> counts(52);
        count_bins(&x, 1, low, per_unit, 50, counts.data());
        const auto bin =
            static_cast<std::size_t>(std::find(counts.begin(), counts.end(), 1u) - counts.begin());
        ASSERT_GE(bin, last);
        last = bin;
      }
    }
  });
}

TEST(KeepInside, KeepsTheOrderAndSaysInWhichInterval) {
  const Lanes x = random_lanes(0.0, 1.0, 34);
  std::vector<Interval> many;
  for (int k = 0; k < 40; ++k) many.push_back({0.025 * k, 0.025 * k + 0.01});
  const std::vector<std::vector<Interval>> cases{
      {},
      many,
      {{0.2, 0.21}},
      {{0.0, 1.0}},
      {{-infinity, 0.02}, {0.02, 0.03}, {0.5, 0.51}, {0.99, infinity}},
      {{0.0, 0.02}, {0.02, 0.03}, {0.2, 0.3}, {0.5, 0.51}, {0.9, 1.0}}};
  for (const auto& intervals : cases) {
    for_each_target([&] {
      for (const std::size_t n : {0u, 1u, 7u, 9u, 255u, 256u}) {
        std::vector<std::pair<double, std::size_t>> expected, kept;
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t k = 0; k < intervals.size(); ++k)
            if (x[i] >= intervals[k].low && x[i] < intervals[k].high) expected.emplace_back(x[i], k);
        std::vector<InsideValue> room(n + 1, InsideValue{-1.0, 99});

        const std::size_t n_kept = keep_inside(x.data(), n, intervals, room.data());

        EXPECT_EQ(room.back().value, -1.0) << "wrote beyond n values";
        for (std::size_t i = 0; i < n_kept; ++i) kept.emplace_back(room[i].value, room[i].interval);
        EXPECT_EQ(kept, expected);
      }
    });
  }
}

TEST(CountAtLeast, CountsTheThresholdItselfAndNoNotANumber) {
  Lanes x = random_lanes(0.0, 1.0, 35);
  x[9] = 0.5;
  x[10] = not_a_number;
  for_each_target([&] {
    for (const std::size_t n : {0u, 9u, 10u, 11u, 250u, 256u}) {
      const auto expected = std::count_if(x.data(), x.data() + n, [](double v) { return v >= 0.5; });
      EXPECT_EQ(count_at_least(x.data(), n, 0.5), static_cast<std::uint64_t>(expected));
    }
  });
}

TEST(PairPowerSums, HaveTheBitsOfTheTwinOnEveryInstructionSet) {
  const Lanes x = random_lanes(90.0, 130.0, 41);
  for_each_target([&] {
    for (const std::size_t n : {0u, 2u, 14u, 16u, 30u, 250u, 256u}) {
      const auto expected = test::pair_power_sums_of(x.data(), n, 110.0);

      const PairPowerSums sums = pair_power_sums(x.data(), n, 110.0);

      for (std::size_t k = 0; k < 6; ++k)
        EXPECT_EQ(test::bits_of(sums[k]), test::bits_of(expected[k])) << n << ' ' << k;
    }
  });
}

TEST(CountPairsAtLeast, CountsPairsOfWhichBothReachTheThreshold) {
  Lanes x = random_lanes(0.0, 1.0, 42);
  x[8] = x[9] = 0.5;
  for_each_target([&] {
    for (const std::size_t n : {0u, 2u, 10u, 250u, 256u}) {
      std::uint64_t expected = 0;
      for (std::size_t i = 0; i < n; i += 2) expected += x[i] >= 0.5 && x[i + 1] >= 0.5 ? 1u : 0u;
      EXPECT_EQ(count_pairs_at_least(x.data(), n, 0.5), expected);
    }
  });
}

TEST(AllFinite, SeesOneBadValueAnywhere) {
  for_each_target([] {
    EXPECT_TRUE(all_finite(random_lanes(-8e307, 8e307, 36).data()));
    for (std::size_t i = 0; i < block_paths; ++i) {
      for (const double bad : {infinity, -infinity, not_a_number}) {
        Lanes x = random_lanes(-1.0, 1.0, 37);
        x[i] = bad;
        ASSERT_FALSE(all_finite(x.data())) << i;
      }
    }
  });
}

TEST(MarkNonFinite, AddsToTheMarks) {
  Lanes x = random_lanes(-1.0, 1.0, 38);
  x[2] = infinity;
  x[200] = not_a_number;
  std::vector<std::uint8_t> failed(block_paths);
  failed[100] = 1;

  mark_non_finite(x.data(), failed.data());

  for (std::size_t i = 0; i < block_paths; ++i) {
    EXPECT_EQ(failed[i], i == 2 || i == 100 || i == 200 ? 1 : 0) << i;
  }
}

TEST(Compact, DropsFailedPathsInPlaceAndKeepsTheOrder) {
  std::vector<double> x = {1.0, 2.0, 3.0, 4.0, 5.0};
  const std::vector<std::uint8_t> failed = {1, 0, 0, 1, 0};

  const std::size_t n = compact(x.data(), failed.data(), 4, x.data());

  EXPECT_EQ(n, 2u);
  EXPECT_EQ(x[0], 2.0);
  EXPECT_EQ(x[1], 3.0);
}

}  // namespace secondcurve::reduce_test
