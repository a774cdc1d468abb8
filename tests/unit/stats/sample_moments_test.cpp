#include "engine/stats/sample_moments.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/plain_statistics.hpp"
#include "tests/support/saved.hpp"

namespace secondcurve::sample_moments_test {

constexpr std::size_t block = 256;

/// Pairs as antithetic runs have them, of a law that is not symmetric: 100 e^(z/2) and 100 e^(-z/2).
std::vector<double> some_pairs(std::size_t n, std::uint64_t seed) {
  plain::Draws draws(seed);
  std::vector<double> x;
  while (x.size() < n) {
    const double z = draws.normal();
    x.push_back(100.0 * std::exp(0.5 * z));
    x.push_back(100.0 * std::exp(-0.5 * z));
  }
  return x;
}

SampleMoments sum_up(const std::vector<double>& x, const SampleDesign& design) {
  SampleMoments sums(moment_scale(std::span(x).first(2 * block)), design);
  for (std::size_t b = 0; b * block < x.size(); ++b)
    sums.add(x.data() + b * block, std::min(block, x.size() - b * block), b);
  return sums;
}

/// Standard error of the mean of `influence` over pairs, n in the denominator of the variance.
double error_of_pairs(const std::vector<double>& x, const std::function<double(double)>& influence) {
  const double n = static_cast<double>(x.size()) / 2.0;
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < x.size(); i += 2) {
    const double mean = (influence(x[i]) + influence(x[i + 1])) / 2.0;
    sum += mean;
    squares += mean * mean;
  }
  return std::sqrt((squares / n - sum / n * (sum / n)) / n);
}

TEST(SampleMoments, OfPairsHaveTheDeltaMethodsErrorsOfTheirMeans) {
  const std::vector<double> x = some_pairs(20'000, 1);
  const double n = static_cast<double>(x.size());
  double mean = 0.0;
  for (const double value : x) mean += value / n;
  const auto m2 = static_cast<double>(plain::central_moment(x, 2));
  const auto m3 = static_cast<double>(plain::central_moment(x, 3));
  const double sd = std::sqrt(m2), g = m3 / (m2 * sd);

  const Moments m = sum_up(x, SampleDesign::pairs()).moments();

  const double of_mean = error_of_pairs(x, [&](double v) { return v - mean; });
  const double of_sd =
      error_of_pairs(x, [&](double v) { return ((v - mean) * (v - mean) - m2) / (2.0 * sd); });
  const double of_skewness = error_of_pairs(x, [&](double v) {
    const double u = (v - mean) / sd;
    return u * u * u - g - 3.0 * u - 1.5 * g * (u * u - 1.0);
  });
  EXPECT_NEAR(m.mean_se / (of_mean * std::sqrt(n / (n - 2.0))), 1.0, 1e-9);
  EXPECT_NEAR(m.sd_se / (of_sd * std::sqrt(n / (n - 1.0))), 1.0, 1e-9);
  EXPECT_NEAR(m.skewness_se / of_skewness, 1.0, 1e-9);
  EXPECT_EQ(m.mean, sum_up(x, {}).moments().mean);
}

/// Variance of an estimate over samples, divided by the mean of its squared standard error.
struct Calibration {
  double sum = 0.0, squares = 0.0, errors = 0.0, n = 0.0;

  void add(double estimate, double se) {
    sum += estimate;
    squares += estimate * estimate;
    errors += se * se;
    n += 1.0;
  }
  double ratio() const { return (squares - sum / n * sum) / (n - 1.0) / (errors / n); }
};

// 1000 samples of 1000 pairs each. A variance over 1000 samples has a relative standard error of 4.5% where
// the estimate is normal; that of the skewness of this law has a kurtosis of some 10, and so 10%. 55% is
// passed with chance 1e-7. The errors for independent paths would be off by a factor of four.
TEST(SampleMoments, OfPairsHaveErrorsAsLargeAsTheirSpreadOverSamples) {
  Calibration mean, sd, as_if_independent;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const std::vector<double> x = some_pairs(2000, 1000 + seed);
    const Moments m = sum_up(x, SampleDesign::pairs()).moments();
    mean.add(m.mean, m.mean_se);
    sd.add(m.sd, m.sd_se);
    as_if_independent.add(m.mean, sum_up(x, {}).moments().mean_se);
  }

  EXPECT_NEAR(mean.ratio(), 1.0, 0.27);
  EXPECT_NEAR(sd.ratio(), 1.0, 0.55);
  EXPECT_LT(as_if_independent.ratio(), 0.3);
}

TEST(SampleMoments, OfReplicatesHaveTheErrorsOfTheirSpread) {
  const std::vector<double> x = some_pairs(12 * block, 2);
  const SampleMoments sums = sum_up(x, SampleDesign::replicates(3));
  std::vector<Moments> replicates;
  for (std::size_t r = 0; r < 3; ++r) {
    MomentSums each(moment_scale(std::span(x).first(2 * block)));
    for (std::size_t b = r; b < 12; b += 3) each.add(x.data() + b * block, block);
    replicates.push_back(each.moments());
  }
  const auto error = [&](double Moments::*member) {
    const double mean = (replicates[0].*member + replicates[1].*member + replicates[2].*member) / 3.0;
    double squares = 0.0;
    for (const Moments& each : replicates) squares += std::pow(each.*member - mean, 2);
    return std::sqrt(squares / 2.0 / 3.0);
  };

  const Moments m = sums.moments(), all = sum_up(x, {}).moments();

  EXPECT_EQ(m.mean, all.mean);
  EXPECT_EQ(m.sd, all.sd);
  EXPECT_EQ(m.skewness, all.skewness);
  EXPECT_NEAR(m.mean_se / error(&Moments::mean), 1.0, 1e-12);
  EXPECT_NEAR(m.sd_se / error(&Moments::sd), 1.0, 1e-12);
  EXPECT_NEAR(m.skewness_se / error(&Moments::skewness), 1.0, 1e-12);
  EXPECT_EQ(sums.counts(), (std::vector<std::uint64_t>(3, 4 * block)));
  EXPECT_EQ(sums.count(), 12 * block);
}

TEST(SampleMoments, HaveTheSameBitsForAnyOrderOfBlocksAndMerges) {
  const std::vector<double> x = some_pairs(40 * block, 3);
  plain::Draws draws(4);
  for (const SampleDesign& design : {SampleDesign(), SampleDesign::pairs(), SampleDesign::replicates(8)}) {
    const SampleMoments in_order = sum_up(x, design);
    const MomentScale scale = moment_scale(std::span(x).first(2 * block));
    std::vector<SampleMoments> threads(3, SampleMoments(scale, design));
    for (std::size_t b = 40; b-- > 0;) threads[draws.below(3)].add(x.data() + b * block, block, b);

    threads[1].merge(threads[2]);
    threads[1].merge(threads[0]);

    EXPECT_EQ(threads[1], in_order);
  }
}

TEST(SampleMoments, KnowNoErrorWhereAReplicateHasNoValues) {
  const std::vector<double> x = some_pairs(2 * block, 5);

  const Moments m = sum_up(x, SampleDesign::replicates(3)).moments();

  EXPECT_TRUE(std::isfinite(m.mean));
  EXPECT_TRUE(std::isnan(m.mean_se));
}

TEST(SampleMoments, OfOneValueHaveNoSpreadInAnyDesign) {
  const std::vector<double> x(8 * block, 4070.0);
  for (const SampleDesign& design : {SampleDesign::pairs(), SampleDesign::replicates(8)}) {
    const Moments m = sum_up(x, design).moments();

    EXPECT_EQ(m.mean, 4070.0);
    EXPECT_EQ(m.mean_se, 0.0);
    EXPECT_EQ(m.sd_se, 0.0);
  }
}

TEST(SampleMoments, LoadWhatTheyHaveSavedInEveryDesign) {
  plain::Draws draws(11);
  std::vector<double> x(512);
  for (double& value : x) value = 5.0 + draws.normal();
  for (const SampleDesign& design :
       {SampleDesign(), SampleDesign::pairs(), SampleDesign::groups(8, 64), SampleDesign::replicates(2)}) {
    const SampleMoments empty(moment_scale(x), design);
    SampleMoments sums = empty;
    for (std::uint64_t b = 0; b < 2; ++b) sums.add(x.data() + block * b, block, b);

    test::expect_loads(sums, empty);
  }
}

}  // namespace secondcurve::sample_moments_test
