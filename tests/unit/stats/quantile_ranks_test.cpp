#include "engine/stats/quantile_ranks.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace secondcurve::quantile_ranks_test {

/// P(r <= B < s) for B binomial: the chance that order statistics r and s, counted from 1, enclose the
/// quantile of a continuous law.
double chance_to_enclose(std::uint64_t r, std::uint64_t s, std::uint64_t n, double p) {
  const double size = static_cast<double>(n);
  double chance = 0.0;
  for (std::uint64_t b = r; b < s; ++b) {
    const double k = static_cast<double>(b);
    chance += std::exp(std::lgamma(size + 1) - std::lgamma(k + 1) - std::lgamma(size - k + 1) +
                       k * std::log(p) + (size - k) * std::log1p(-p));
  }
  return chance;
}

TEST(QuantileRanks, AreThoseOfTypeSeven) {
  const QuantileRanks median = quantile_ranks(0.5, 4);

  EXPECT_EQ(median.below, 1u);
  EXPECT_EQ(median.above, 2u);
  EXPECT_EQ(median.fraction, 0.5);
}

TEST(QuantileRanks, StayWithinTheSample) {
  for (std::uint64_t n : {1u, 2u, 3u, 10u, 1000u}) {
    for (double p : {0.0, 1e-300, 0.05, 0.5, 0.95, 1.0 - 1e-16, 1.0}) {
      const QuantileRanks ranks = quantile_ranks(p, n);

      EXPECT_LE(ranks.below, ranks.above);
      EXPECT_LT(ranks.above, n);
      EXPECT_GE(ranks.fraction, 0.0);
      EXPECT_LT(ranks.fraction, 1.0);
      EXPECT_LE(ranks.lower.value_or(0), ranks.below);
      EXPECT_GE(ranks.upper.value_or(n), ranks.above);
      EXPECT_LT(ranks.upper.value_or(0), n);
    }
  }
}

TEST(QuantileRanks, EncloseTheQuantileNinetyFiveTimesInAHundred) {
  // The exact binomial chance. The normal law is within 0.007 where n p (1 - p) is 5 or more.
  for (std::uint64_t n : {100u, 1000u, 20'000u}) {
    for (double p : {0.05, 0.1, 0.25, 0.5, 0.9, 0.95}) {
      if (static_cast<double>(n) * p * (1 - p) < 5.0) continue;
      const QuantileRanks ranks = quantile_ranks(p, n);
      ASSERT_TRUE(ranks.lower && ranks.upper);

      const double chance = chance_to_enclose(*ranks.lower + 1, *ranks.upper + 1, n, p);

      EXPECT_GE(chance, 0.943) << n << ' ' << p;
      EXPECT_LE(chance, 0.985) << n << ' ' << p;
    }
  }
}

TEST(QuantileRanks, WouldEncloseItTooSeldomWithTwoRanksLessAtEachEnd) {
  const QuantileRanks ranks = quantile_ranks(0.5, 100);

  EXPECT_LT(chance_to_enclose(*ranks.lower + 3, *ranks.upper - 1, 100, 0.5), 0.943);
}

TEST(QuantileRanks, HaveNoEndWhereTheSampleIsTooSmall) {
  const QuantileRanks fifth = quantile_ranks(0.05, 50), median = quantile_ranks(0.5, 3);

  EXPECT_FALSE(fifth.lower);
  EXPECT_TRUE(fifth.upper);
  EXPECT_FALSE(median.lower);
  EXPECT_FALSE(median.upper);
}

TEST(QuantileRanks, BoundTheExtremesOnOneSideOnly) {
  const QuantileRanks least = quantile_ranks(0.0, 100), largest = quantile_ranks(1.0, 100);

  EXPECT_FALSE(least.lower);
  EXPECT_EQ(least.upper, 0u);
  EXPECT_EQ(largest.lower, 99u);
  EXPECT_FALSE(largest.upper);
}

TEST(Interpolate, KeepsEqualEndsAndStandsLargeOnes) {
  constexpr double largest = std::numeric_limits<double>::max();

  EXPECT_EQ(interpolate(0.1, 0.1, 0.7), 0.1);
  EXPECT_EQ(interpolate(1.0, 3.0, 0.0), 1.0);
  EXPECT_EQ(interpolate(-largest, largest, 0.5), 0.0);
}

TEST(QuantileRanks, EncloseMoreOrLessAsTheDesignEffectSays) {
  const QuantileRanks independent = quantile_ranks(0.5, 10'001);
  const QuantileRanks quarter = quantile_ranks(0.5, 10'001, normal_reach, 0.25);
  const QuantileRanks exact = quantile_ranks(0.5, 10'001, normal_reach, 0.0);

  EXPECT_EQ(independent.below, 5000u);
  EXPECT_EQ(*independent.upper - *independent.lower, 198u);
  EXPECT_EQ(*quarter.upper - *quarter.lower, 100u);
  EXPECT_EQ(exact.lower, 5000u);
  EXPECT_EQ(exact.upper, 5000u);
}

}  // namespace secondcurve::quantile_ranks_test
