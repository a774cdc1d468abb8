#include "engine/block/power_sums.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/block_twins.hpp"

namespace secondcurve::power_sums_test {
using test::for_each_target;
using test::Lanes;
using test::random_lanes;
using test::rounded;

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

TEST(PowerSums, OfFloatsHaveTheBitsOfSixteenLanesByPairsOnEveryInstructionSet) {
  const std::vector<float> x = rounded(random_lanes(-2.0, 5.0, 31));
  for_each_target([&] {
    for (const std::size_t n : {0u, 1u, 2u, 15u, 16u, 17u, 100u, 255u, 256u}) {
      EXPECT_EQ(power_sums(x.data(), n, 1.25, 2), test::power_sums_of(x.data(), n, 1.25f, 4.0f)) << n;
    }
  });
}

TEST(PowerSums, OfFloatsAreThoseOfDoublesWithinTheirPrecision) {
  for (const int exponent : {-126, -60, -20, 0, 3, 40, 126}) {
    const double unit = std::ldexp(1.0, exponent);
    const Lanes spread = random_lanes(-1.0, 1.0, 36);
    std::vector<float> x;
    std::vector<double> exact;
    for (const double each : spread.values) {
      x.push_back(static_cast<float>((1.5 + each) * unit));
      exact.push_back(x.back());
    }
    const PowerSums single = power_sums(x.data(), x.size(), 1.5 * unit, exponent);
    const PowerSums sums = power_sums(exact.data(), x.size(), 1.5 * unit);
    for (std::size_t k = 0; k < sums.size(); ++k)
      EXPECT_NEAR(single[k], sums[k], 256 * 1e-7 * std::pow(unit, static_cast<double>(k + 1))) << exponent;
  }
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

}  // namespace secondcurve::power_sums_test
