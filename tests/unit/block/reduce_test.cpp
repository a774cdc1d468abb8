#include "engine/block/reduce.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::reduce_test {
using test::for_each_target;
using test::Lanes;
using test::random_lanes;

TEST(MarkAbnormal, MarksWhatIsNoPositiveNormalFloat) {
  constexpr float least = std::numeric_limits<float>::min(), most = std::numeric_limits<float>::max();
  std::vector<float> x(block_paths, 1.0f);
  std::vector<std::uint8_t> failed(block_paths), expected(block_paths);
  const std::vector<float> bad{0.0f, -1.0f, least / 2, most * 2, -most * 2, std::nanf("")};
  for (std::size_t i = 0; i < bad.size(); ++i) {
    x[10 + 7 * i] = bad[i];
    expected[10 + 7 * i] = 1;
  }
  x[200] = least;
  x[201] = most;
  failed[255] = expected[255] = 1;  // it was

  mark_abnormal(x.data(), failed.data());

  EXPECT_EQ(failed, expected);
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

/// Expects that keep_between keeps what a plain loop does, of each number of values.
template <class T>
void expect_kept_between(const std::vector<T>& x, Interval interval) {
  for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{15}, std::size_t{16},
                              std::size_t{63}, std::size_t{64}, std::size_t{100}, x.size()}) {
    std::vector<T> expected;
    std::copy_if(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(n), std::back_inserter(expected),
                 [&](T value) { return value >= interval.low && value < interval.high; });
    constexpr T untouched = 4070;
    std::vector<T> kept(n + 1, untouched);

    const std::size_t n_kept = keep_between(x.data(), n, interval, kept.data());

    EXPECT_EQ(kept[n], untouched) << "beyond the room for " << n;
    kept.resize(n_kept);
    EXPECT_EQ(kept, expected) << n << " values in [" << interval.low << ", " << interval.high << ')';
  }
}

TEST(KeepBetween, KeepsTheOrderOfDoublesAndFloats) {
  const Lanes lanes = random_lanes(-3.0, 3.0, 39);
  std::vector<double> x(lanes.values.begin(), lanes.values.end());
  x[3] = x[70] = 0.5;
  x[9] = -0.0;
  x[10] = 0.0;
  const std::vector<float> floats(x.begin(), x.end());
  for_each_target([&] {
    for (const Interval interval :
         {Interval{0.5, 0.75}, Interval{-1.0, 0.5}, Interval{-0.0, 0.5}, Interval{-2.0, 0.0},
          Interval{-infinity, infinity}, Interval{5.0, 6.0}, Interval{-infinity, -1.5}}) {
      expect_kept_between(x, interval);
      expect_kept_between(floats, interval);
    }
  });
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

TEST(AllEqual, SeesOneOtherValueAnywhere) {
  for_each_target([] {
    for (const std::size_t n : {0u, 1u, 7u, 8u, 9u, 256u}) {
      std::vector<double> x(n + 1, 4070.0);
      x[n] = 1.0;  // not looked at
      EXPECT_TRUE(all_equal(x.data(), n, 4070.0)) << n;
      EXPECT_EQ(all_equal(x.data(), n, 1.0), n == 0) << n;
      for (std::size_t i = 0; i < n; ++i) {
        x[i] = std::nextafter(4070.0, infinity);
        ASSERT_FALSE(all_equal(x.data(), n, 4070.0)) << i << " of " << n;
        x[i] = 4070.0;
      }
    }
  });
}

TEST(AllEqual, OfFloatsIsNeverADoubleBetweenThem) {
  for_each_target([] {
    for (const std::size_t n : {0u, 1u, 16u, 17u, 256u}) {
      std::vector<float> x(n + 1, 0.1f);
      x[n] = 1.0f;  // not looked at
      EXPECT_TRUE(all_equal(x.data(), n, static_cast<double>(0.1f))) << n;
      EXPECT_EQ(all_equal(x.data(), n, 0.1), n == 0) << n;
      for (std::size_t i = 0; i < n; ++i) {
        x[i] = 0.25f;
        ASSERT_FALSE(all_equal(x.data(), n, static_cast<double>(0.1f))) << i << " of " << n;
        x[i] = 0.1f;
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
