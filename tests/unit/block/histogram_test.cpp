#include "engine/block/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/block_twins.hpp"

namespace secondcurve::histogram_test {
using test::for_each_target;
using test::Lanes;
using test::random_lanes;
using test::rounded;

TEST(CountBins, OfFloatsEqualsAPlainLoopInSinglePrecision) {
  const std::vector<float> x = rounded(random_lanes(-2.0, 5.0, 33));
  for_each_target([&] {
    for (const std::size_t n : {0u, 1u, 31u, 32u, 33u, 256u}) {
      std::vector<std::uint32_t> counts(102), expected(102);
      count_bins(x.data(), n, -1.0, 20.0, 100, counts.data());
      for (std::size_t i = 0; i < n; ++i) {
        const double place = std::nearbyint(static_cast<double>((x[i] + 1.0f) * 20.0f) + 1.0);
        ++expected[place < 0.0 ? 0 : place < 101.0 ? static_cast<std::size_t>(place) : 101];
      }
      EXPECT_EQ(counts, expected) << n << " values";
    }
  });
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

TEST(CountBins, OfFloatsRoundsHalvesToOddNumbersAndHoldsExtremes) {
  constexpr float most = std::numeric_limits<float>::max(), end = std::numeric_limits<float>::infinity();
  const std::vector<float> x = {-end, -most, -1.51f, -1.5f, -1.49f, -0.51f, -0.5f, 0.0f, 0.49f,
                                0.5f, 0.51f, 1.5f,   2.49f, 2.5f,   3.49f,  3.5f,  most, end};
  for_each_target([&] {
    std::vector<std::uint32_t> counts(6);

    count_bins(x.data(), x.size(), 0.0, 1.0, 4, counts.data());

    EXPECT_EQ(counts, (std::vector<std::uint32_t>{7, 2, 3, 1, 3, 2}));
  });
}

TEST(KeepRanges, OfFloatsAreThoseOfDoublesWhereBinsAreTheSame) {
  // Bins of a quarter, and values that are odd multiples of 1/128: single precision rounds nothing, and none
  // is at an edge. Doubles are cut and floats rounded, so that their first bins begin an eighth apart.
  Lanes x = random_lanes(-30.0, 50.0, 37);
  for (double& each : x.values) each = (std::round(64.0 * each) + 0.5) / 64.0;
  const std::vector<float> floats = rounded(x);
  const std::vector<BinRange> ranges{{3, 9}, {20, 21}, {77, 102}};
  for_each_target([&] {
    for (const std::size_t n : {1u, 31u, 33u, 255u, 256u}) {
      std::vector<double> room(n);
      std::vector<float> single_room(n);
      std::vector<std::uint32_t> counts(102), single_counts(102);

      room.resize(keep_ranges(x.data(), n, -1.0, 4.0, 100, ranges, counts.data(), room.data()));
      single_room.resize(
          keep_ranges(floats.data(), n, -0.875, 4.0, 100, ranges, single_counts.data(), single_room.data()));

      EXPECT_EQ(counts, single_counts);
      EXPECT_TRUE(std::equal(room.begin(), room.end(), single_room.begin(), single_room.end()));
    }
  });
}

TEST(KeepRanges, CountsInTheLastOfTheMostBins) {
  // A bin for each whole number; about each of these numbers a range begins or ends.
  const std::vector<std::uint32_t> about{1, 0x7fff, 0x8000, 0x8001, most_bins - 1, most_bins, most_bins + 1};
  std::vector<double> x;
  for (const std::uint32_t bin : about)
    for (const double away : {-1.5, -0.5, 0.5}) x.push_back(bin + away);
  const std::vector<std::vector<BinRange>> cases{{{0x7fff, 0x8001}},
                                                 {{0x8000, 0x8001}},
                                                 {{0, 0x8000}},
                                                 {{most_bins, most_bins + 2}},
                                                 {{2, 3}, {0x8001, 0x8002}}};
  for (const auto& ranges : cases)
    for_each_target([&] {
      std::vector<std::uint32_t> expected(most_bins + 2), counts(most_bins + 2);
      std::vector<double> inside, kept(x.size());
      for (const double value : x) {
        const auto bin = static_cast<std::uint32_t>(std::max(std::trunc(value) + 1.0, 0.0));
        const std::uint32_t place = std::min(value <= -1.0 ? 0 : bin, most_bins + 1);
        const auto next = std::find_if(ranges.begin(), ranges.end(),
                                       [place](const BinRange& range) { return place < range.end; });
        const bool is_inside = next != ranges.end() && place >= next->first;
        if (is_inside) inside.push_back(value);
        ++expected[is_inside ? place : next == ranges.end() ? most_bins + 1 : next->first - 1];
      }

      kept.resize(keep_ranges(x.data(), x.size(), 0.0, 1.0, most_bins, ranges, counts.data(), kept.data()));

      EXPECT_TRUE(counts == expected) << ranges.front().first;
      EXPECT_EQ(kept, inside);
    });
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

}  // namespace secondcurve::histogram_test
