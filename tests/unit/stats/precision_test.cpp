#include "engine/stats/precision.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "engine/stats/probability.hpp"
#include "engine/stats/quantile_ranks.hpp"
#include "tests/support/plain_statistics.hpp"

namespace secondcurve::precision_test {

std::vector<double> lognormals(std::size_t n, std::uint64_t seed) {
  plain::Draws draws(seed);
  std::vector<double> x(n);
  for (double& value : x) value = 100.0 * std::exp(0.2 * draws.normal());
  return x;
}

/// The statistics of values of which the first 4096 are the pilot.
Accumulator counted(const std::vector<double>& x, const CellScale& scale, const SampleDesign& design = {}) {
  Accumulator statistics(std::array{scale}, design);
  for (std::size_t i = 0; i < x.size(); i += 256)
    statistics.add(0, x.data() + i, std::min<std::size_t>(256, x.size() - i), i / 256);
  return statistics;
}

std::span<const double> pilot_of(const std::vector<double>& x) {
  return std::span(x).first(std::min<std::size_t>(x.size(), 4096));
}

Precision of_quantile(const std::vector<double>& x, double p) {
  return precision_of_quantile(counted(x, scale_around_quantile(pilot_of(x), {}, p)), 0, p, 0);
}

Precision of_mean(const std::vector<double>& x) {
  return precision_of_mean(counted(x, scale_from_pilot(pilot_of(x), 1)), 0);
}

TEST(PrecisionOfShare, IsTheUsualErrorWhereManyPathsHit) {
  const Precision p = precision_of_share({.hits = 300'000, .n = 1'000'000}, {});

  EXPECT_EQ(p.value, 0.3);
  EXPECT_NEAR(p.standard_error, std::sqrt(0.3 * 0.7 / 1e6), 1e-8);
  EXPECT_DOUBLE_EQ(p.relative_error(), p.standard_error / 0.3);
}

TEST(PrecisionOfShare, TakesAnEventThatWasNotSeenForARareOne) {
  for (const std::uint64_t hits : {std::uint64_t{0}, std::uint64_t{8192}}) {
    const Precision p = precision_of_share({.hits = hits, .n = 8192}, {});

    // Wilson's interval at 0 and 1 is z^2 / (n + z^2) long.
    EXPECT_NEAR(p.standard_error, 1.96 / 8192 / 2, 1e-7);
  }
  EXPECT_EQ(precision_of_share({.hits = 0, .n = 8192}, {}).relative_error(), infinity);
}

TEST(PrecisionOfShare, CountsPairsWithoutHitsAsOnePathEach) {
  EXPECT_EQ(precision_of_share({.hits = 0, .n = 8192}, SampleDesign::pairs()).standard_error,
            precision_of_share({.hits = 0, .n = 4096}, {}).standard_error);
}

TEST(PrecisionOfShare, IsUnknownWithoutPaths) {
  EXPECT_EQ(precision_of_share({}, {}).standard_error, infinity);
}

TEST(PrecisionOfMean, IsTheStandardErrorOfTheMean) {
  const std::vector<double> x = lognormals(20'000, 1);

  const Precision p = of_mean(x);

  const Moments m = counted(x, scale_from_pilot(pilot_of(x), 1)).moments(0);
  EXPECT_EQ(p.value, m.mean);
  EXPECT_EQ(p.standard_error, m.mean_se);
}

TEST(PrecisionOfMean, LeavesRoomForPathsThatWereNotSeenWhereAllAreTheSame) {
  const Precision p = of_mean(std::vector<double>(8192, 50.0));

  EXPECT_EQ(p.value, 50.0);
  EXPECT_NEAR(p.standard_error, 50.0 * 1.96 / 8192 / 2, 1e-5);
}

TEST(PrecisionOfMean, IsExactWhereAllIsZeroAndUnknownForOneValue) {
  EXPECT_EQ(of_mean(std::vector<double>(8192, 0.0)).relative_error(), 0.0);
  EXPECT_EQ(of_mean({50.0}).standard_error, infinity);
  EXPECT_EQ(of_mean({}).standard_error, infinity);
}

TEST(PrecisionOfQuantile, BoundsTheExactIntervalClosely) {
  for (const double p : {0.01, 0.05, 0.5, 0.95, 0.99})
    for (const std::size_t n : {8192u, 100'000u, 1'000'000u}) {
      std::vector<double> x = lognormals(n, 2);
      const Precision found = of_quantile(x, p);

      std::sort(x.begin(), x.end());
      const QuantileRanks ranks = quantile_ranks(p, n);
      const double exact = (x[*ranks.upper] - x[*ranks.lower]) / (2.0 * normal_reach);
      EXPECT_GE(found.standard_error, exact) << p << ", " << n;
      EXPECT_LE(found.standard_error, 1.01 * exact) << p << ", " << n;
      EXPECT_NEAR(found.value, plain::quantile(x, p), 1e-3 * found.value) << p << ", " << n;
    }
}

TEST(PrecisionOfQuantile, IsUnknownWhereTheSampleHasNoSuchValue) {
  EXPECT_EQ(of_quantile(lognormals(1000, 3), 0.001).standard_error, infinity);
  EXPECT_EQ(of_quantile({}, 0.5).standard_error, infinity);
}

TEST(PrecisionOfQuantile, IsUnknownWherePathsLeaveTheRangeOfThePilot) {
  std::vector<double> x = lognormals(20'000, 4);
  for (std::size_t i = 4096; i < x.size(); ++i) x[i] *= 10.0;

  EXPECT_EQ(of_quantile(x, 0.5).standard_error, infinity);
}

TEST(PrecisionOfQuantile, IsExactAtAValueThatManyPathsHave) {
  std::vector<double> x = lognormals(20'000, 5);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (i % 5 != 0) x[i] = 40.0;

  EXPECT_EQ(of_quantile(std::vector<double>(8192, 50.0), 0.5).standard_error, 0.0);
  EXPECT_LT(of_quantile(x, 0.5).relative_error(), 1e-4);
}

TEST(PrecisionOfQuantile, KnowsHowAntitheticPairsHelp) {
  plain::Draws draws(6);
  std::vector<double> x(100'000);
  for (std::size_t i = 0; i < x.size(); i += 2) {
    const double z = draws.normal();
    x[i] = 100.0 + z;
    x[i + 1] = 100.0 - z;
  }
  const SampleDesign pairs = SampleDesign::pairs();

  const Precision found =
      precision_of_quantile(counted(x, scale_around_quantile(pilot_of(x), pairs, 0.5), pairs), 0, 0.5, 0);

  EXPECT_LT(found.standard_error, 0.2 * of_quantile(x, 0.5).standard_error);
}

}  // namespace secondcurve::precision_test
