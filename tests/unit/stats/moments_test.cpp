#include "engine/stats/moments.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/plain_statistics.hpp"

namespace secondcurve::moments_test {

constexpr std::size_t block = 256;

MomentSums sum_up(const std::vector<double>& x, const MomentScale& scale) {
  MomentSums sums(scale);
  for (std::size_t i = 0; i < x.size(); i += block) sums.add(x.data() + i, std::min(block, x.size() - i));
  return sums;
}

TEST(Moments, AgreeWithNumpyAndScipy) {
  // numpy 1.24.2 mean(), std(ddof=1); scipy 1.10.1 stats.skew().
  const std::vector<double> x{2.5, -1.0, 7.25, 0.1, 3.3, 3.3, 12.0};

  const Moments m = sum_up(x, moment_scale(x)).moments();

  EXPECT_EQ(m.n, 7u);
  EXPECT_NEAR(m.mean, 3.9214285714285713, 4e-15);
  EXPECT_NEAR(m.sd, 4.433946430932714, 4e-14);
  EXPECT_NEAR(m.skewness, 0.7966429995240144, 4e-13);
}

TEST(Moments, AgreeWithLongDoubleOverManyBlocks) {
  for (double sigma : {1e-6, 0.05, 0.5}) {
    const std::vector<double> x = plain::lognormals(100'000, 4070.0, sigma, 7);
    const double n = static_cast<double>(x.size());
    const auto m2 = static_cast<double>(plain::central_moment(x, 2));
    const auto m3 = static_cast<double>(plain::central_moment(x, 3));
    const auto m4 = static_cast<double>(plain::central_moment(x, 4));
    const auto m5 = static_cast<double>(plain::central_moment(x, 5));
    const auto m6 = static_cast<double>(plain::central_moment(x, 6));
    long double mean = 0.0L;
    for (double value : x) mean += value / static_cast<long double>(n);
    // Cramer's form of the variance of the skewness, not reduced to standardised moments.
    const double skewness_variance = (4 * m2 * m2 * m6 - 12 * m2 * m3 * m5 - 24 * std::pow(m2, 3) * m4 +
                                      9 * m3 * m3 * m4 + 35 * m2 * m2 * m3 * m3 + 36 * std::pow(m2, 5)) /
                                     (4 * std::pow(m2, 5) * n);

    const Moments m = sum_up(x, moment_scale(std::span(x).first(4096))).moments();

    const double sd = std::sqrt(m2 * n / (n - 1));
    EXPECT_NEAR(m.mean, static_cast<double>(mean), 4e-16 * 4070.0 + 1e-15 * sd);
    EXPECT_NEAR(m.mean_se, sd / std::sqrt(n), 1e-9 * sd / std::sqrt(n));
    EXPECT_NEAR(m.sd, sd, 1e-9 * sd);
    EXPECT_NEAR(m.sd_se, std::sqrt((m4 - m2 * m2) / (4 * m2 * n)), 1e-5 * m.sd_se);
    EXPECT_NEAR(m.skewness, m3 / std::pow(m2, 1.5), 1e-8);
    EXPECT_NEAR(m.skewness_se, std::sqrt(skewness_variance), 1e-5 * m.skewness_se);
  }
}

TEST(Moments, KnowTheNormalLawsErrors) {
  // For the normal law n var(sd) = sd^2 / 2 and n var(skewness) = 6. The sample's own sixth moment puts
  // about 3% (1 sd) into the second at n = 40,000; 20% allowed.
  plain::Draws draws(8);
  std::vector<double> x(40'000);
  for (double& value : x) value = 10.0 + 3.0 * draws.normal();

  const Moments m = sum_up(x, moment_scale(std::span(x).first(4096))).moments();

  EXPECT_NEAR(m.sd_se, 3.0 / std::sqrt(2.0 * 40'000), 0.05 * m.sd_se);
  EXPECT_NEAR(m.skewness_se, std::sqrt(6.0 / 40'000), 0.2 * m.skewness_se);
}

TEST(MomentSums, HaveTheSameBitsForAnyOrderOfBlocksAndMerges) {
  const std::vector<double> x = plain::lognormals(100 * block, 300.0, 0.4, 9);
  const MomentScale scale = moment_scale(std::span(x).first(4096));
  const MomentSums in_order = sum_up(x, scale);
  plain::Draws draws(10);

  for (int trial = 0; trial < 20; ++trial) {
    std::vector<std::size_t> blocks(100);
    for (std::size_t b = 0; b < blocks.size(); ++b) blocks[b] = b;
    for (std::size_t b = blocks.size(); b > 1; --b) std::swap(blocks[b - 1], blocks[draws.below(b)]);
    std::vector<MomentSums> parts(1 + draws.below(7), MomentSums(scale));
    for (std::size_t b : blocks) parts[draws.below(parts.size())].add(x.data() + b * block, block);
    while (parts.size() > 1) {
      const MomentSums last = parts.back();
      parts.pop_back();
      parts[draws.below(parts.size())].merge(last);
    }

    EXPECT_EQ(parts.front(), in_order);
  }
}

TEST(MomentSums, HaveTheSameBitsForAnyCutWhereTheSumsAreExact) {
  plain::Draws draws(11);
  std::vector<double> x(5000);
  for (double& value : x) value = static_cast<double>(draws.below(65)) - 32.0;
  const MomentScale scale = moment_scale(0.0, 0.5);  // units of 2^-28 and finer
  const MomentSums in_blocks = sum_up(x, scale);

  MomentSums cut(scale);
  for (std::size_t i = 0; i < x.size();) {
    const std::size_t n = std::min(1 + draws.below(block), x.size() - i);
    cut.add(x.data() + i, n);
    i += n;
  }

  EXPECT_EQ(cut, in_blocks);
}

TEST(MomentSums, AreNoWorseFarFromThePivot) {
  // The pilot stood at another level: a mean 50 pilot deviations away still has twelve digits, sd nine.
  const std::vector<double> pilot = plain::lognormals(4096, 100.0, 0.01, 12);
  std::vector<double> x = plain::lognormals(20'000, 100.0, 0.01, 13);
  for (double& value : x) value += 200.0;

  const Moments m = sum_up(x, moment_scale(pilot)).moments();

  const auto m2 = static_cast<double>(plain::central_moment(x, 2));
  EXPECT_NEAR(m.sd, std::sqrt(m2 * 20'000 / 19'999), 1e-9);
}

TEST(MomentSums, GiveTheCentralMomentsThemselves) {
  const std::vector<double> x = plain::lognormals(10'000, 4070.0, 0.5, 8);
  const auto expected = [&](int order) { return static_cast<double>(plain::central_moment(x, order)); };

  const CentralMoments m = sum_up(x, moment_scale(x)).central_moments();

  EXPECT_NEAR(m.m2 / expected(2), 1.0, 1e-12);
  EXPECT_NEAR(m.m3 / expected(3), 1.0, 1e-11);
  EXPECT_NEAR(m.m4 / expected(4), 1.0, 1e-10);
  EXPECT_NEAR(m.m5 / expected(5), 1.0, 1e-8);
  EXPECT_NEAR(m.m6 / expected(6), 1.0, 1e-6);
  EXPECT_TRUE(std::isnan(MomentSums(moment_scale(x)).central_moments().mean));
}

TEST(MomentSums, SayNothingOfNoValues) {
  const Moments m = MomentSums(moment_scale(std::vector<double>{})).moments();

  EXPECT_EQ(m.n, 0u);
  for (double value : {m.mean, m.mean_se, m.sd, m.sd_se, m.skewness, m.skewness_se}) {
    EXPECT_TRUE(std::isnan(value));
  }
}

TEST(MomentSums, KnowOnlyTheMeanOfOneValue) {
  const std::vector<double> x{4070.0};

  const Moments m = sum_up(x, moment_scale(x)).moments();

  EXPECT_EQ(m.mean, 4070.0);
  for (double value : {m.mean_se, m.sd, m.sd_se, m.skewness, m.skewness_se}) {
    EXPECT_TRUE(std::isnan(value));
  }
}

TEST(MomentSums, GiveAConstantColumnNoSpreadAndNoSkewness) {
  for (double value : {0.0, 4070.1, -1e-9, 1e120}) {
    const std::vector<double> x(1000, value);

    const Moments m = sum_up(x, moment_scale(x)).moments();

    EXPECT_EQ(m.mean, value);
    EXPECT_EQ(m.mean_se, 0.0);
    EXPECT_EQ(m.sd, 0.0);
    EXPECT_EQ(m.sd_se, 0.0);
    EXPECT_TRUE(std::isnan(m.skewness));
    EXPECT_TRUE(std::isnan(m.skewness_se));
  }
}

TEST(MomentSums, FollowARareEventThatThePilotDidNotSee) {
  std::vector<double> x(100 * block, 501.0);
  x[60 * block] = 250.0;

  const MomentSums sums = sum_up(x, moment_scale(std::span(x).first(4096)));

  const double p = 1.0 / (100 * block);
  EXPECT_FALSE(sums.overflowed());
  EXPECT_NEAR(sums.moments().mean, 501.0 - 251.0 * p, 1e-10);
  EXPECT_NEAR(sums.moments().skewness, -(1 - 2 * p) / std::sqrt(p * (1 - p)), 1e-6);
}

TEST(MomentSums, FollowARareDifferenceOfLargeNumbersThatThePilotDidNotSee) {
  // Differences of numbers of 5e12: nothing or rounding in the pilot, half of the numbers once later.
  for (const double rounding : {0.0, 1e-3}) {
    std::vector<double> x(100 * block, 0.0);
    for (std::size_t i = 0; i < x.size(); i += 2) x[i] = rounding;
    x[60 * block] = -2.5e12;
    const std::span<const double> pilot = std::span(x).first(4096);

    const Moments m = sum_up(x, moment_scale(pilot, 5e12)).moments();

    const auto n = static_cast<double>(x.size());
    EXPECT_NEAR(m.mean, -2.5e12 / n + rounding / 2.0, 1e-3);
    EXPECT_NEAR(m.sd, 2.5e12 / std::sqrt(n), 1e-9 * m.sd);
    EXPECT_TRUE(std::isfinite(m.mean_se));
    EXPECT_EQ(std::isfinite(m.sd_se), rounding == 0.0);  // beyond order 3 beside a pilot that is not flat
    EXPECT_TRUE(MomentSums(sum_up(x, moment_scale(pilot))).overflowed(2));
  }
}

TEST(MomentSums, LoseOnlyTheMomentsThatOverflow) {
  std::vector<double> x = plain::lognormals(1000, 1.0, 0.1, 14);
  const MomentScale scale = moment_scale(x);
  x[500] = 1e6;  // some 3e6 times the pilot's largest deviation: within order 2, beyond order 3

  const MomentSums sums = sum_up(x, scale);

  EXPECT_TRUE(sums.overflowed());
  EXPECT_TRUE(sums.overflowed(3));
  EXPECT_FALSE(sums.overflowed(2));
  EXPECT_NEAR(sums.moments().mean, 1000.0, 2.0);
  EXPECT_NEAR(sums.moments().sd, 1e6 / std::sqrt(1000.0), 100.0);
  EXPECT_TRUE(std::isnan(sums.moments().skewness));
  EXPECT_TRUE(std::isnan(sums.moments().sd_se));
}

TEST(MomentScale, StandsExtremePilots) {
  for (const std::vector<double>& pilot :
       {std::vector<double>{-1.7e308, 1.7e308}, {5e-324, 1e-323}, {1e300, 1e300}, {0.0, 5e-324}}) {
    const MomentSums sums = sum_up(pilot, moment_scale(pilot));

    EXPECT_EQ(sums.count(), 2u);
    EXPECT_FALSE(std::isnan(sums.moments().mean) && !sums.overflowed());
  }
}

/// How often value -+ 1.96 se holds the truth, for the three moments, over many samples of u^2 with u
/// uniform: mean 1/3, variance 4/45, third central moment 16/945.
struct Coverage {
  double mean, sd, skewness;
};

Coverage coverage_of_errors(double stretch) {
  constexpr int n_samples = 4000;
  constexpr std::size_t n = 2 * block;
  const double sd = std::sqrt(4.0 / 45.0), skewness = 16.0 / 945.0 / (sd * sd * sd);
  plain::Draws draws(15);
  std::vector<double> x(n);
  Coverage hits{};
  for (int sample = 0; sample < n_samples; ++sample) {
    for (double& value : x) {
      const double u = draws.uniform();
      value = u * u;
    }
    const Moments m = sum_up(x, moment_scale(1.0 / 3.0, 1.0)).moments();
    const double z = 1.959964 * stretch;
    hits.mean += std::abs(m.mean - 1.0 / 3.0) < z * m.mean_se;
    hits.sd += std::abs(m.sd - sd) < z * m.sd_se;
    hits.skewness += std::abs(m.skewness - skewness) < z * m.skewness_se;
  }
  return {hits.mean / n_samples, hits.sd / n_samples, hits.skewness / n_samples};
}

// 4000 samples of 512: the standard error of a coverage of 0.95 is 0.0034. Tolerance 5.2 of those plus
// 0.004 for the curvature that the delta method leaves out at n = 512: false alarm below 2e-7 each.
constexpr double coverage_tolerance = 5.2 * 0.0034 + 0.004;

TEST(StandardErrors, CoverTheTruthNinetyFiveTimesInAHundred) {
  const Coverage coverage = coverage_of_errors(1.0);

  EXPECT_NEAR(coverage.mean, 0.95, coverage_tolerance);
  EXPECT_NEAR(coverage.sd, 0.95, coverage_tolerance);
  EXPECT_NEAR(coverage.skewness, 0.95, coverage_tolerance);
}

TEST(StandardErrors, WouldBeCaughtIfTheyWereTooSmallOrTooLarge) {
  const Coverage small = coverage_of_errors(0.85), large = coverage_of_errors(1.2);

  for (double coverage : {small.mean, small.sd, small.skewness})
    EXPECT_LT(coverage, 0.95 - coverage_tolerance);
  for (double coverage : {large.mean, large.sd, large.skewness})
    EXPECT_GT(coverage, 0.95 + coverage_tolerance);
}

}  // namespace secondcurve::moments_test
