#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "engine/stats/accumulator.hpp"
#include "engine/stats/sample_moments.hpp"
#include "engine/stats/share_counts.hpp"
#include "tests/support/plain_statistics.hpp"

namespace secondcurve::group_sums_test {

constexpr std::size_t block = 256;
constexpr std::size_t size = 8;

/// Groups whose values have a middle in common and a law that is not symmetric.
std::vector<double> some_groups(std::size_t n, double common, std::uint64_t seed) {
  plain::Draws draws(seed);
  std::vector<double> x;
  while (x.size() < n) {
    const double middle = common * draws.normal();
    for (std::size_t i = 0; i < size; ++i) x.push_back(100.0 * std::exp(middle + 0.3 * draws.normal()));
  }
  return x;
}

SampleDesign design_of(std::size_t n) { return SampleDesign::groups(size, n / size); }

SampleMoments sum_up(const std::vector<double>& x) {
  SampleMoments sums(moment_scale(std::span(x).first(2 * block)), design_of(x.size()));
  for (std::size_t b = 0; b * block < x.size(); ++b)
    sums.add(x.data() + b * block, std::min(block, x.size() - b * block), b);
  return sums;
}

/// Means of a function over the values of each group.
std::vector<double> group_means(const std::vector<double>& x, const std::function<double(double)>& of) {
  std::vector<double> means;
  for (std::size_t first = 0; first < x.size(); first += size) {
    double sum = 0.0;
    for (std::size_t i = first; i < first + size; ++i) sum += of(x[i]);
    means.push_back(sum / static_cast<double>(size));
  }
  return means;
}

/// Standard error of the mean of independent values, with n or n - 1 in the denominator of the variance.
double error_of(const std::vector<double>& x, double less) {
  const auto n = static_cast<double>(x.size());
  return std::sqrt(static_cast<double>(plain::central_moment(x, 2)) / (n - less));
}

double mean_of(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double value : x) sum += value;
  return sum / static_cast<double>(x.size());
}

TEST(GroupMoments, HaveTheDeltaMethodsErrorsOfTheMeansOfGroups) {
  const std::vector<double> x = some_groups(20'000, 0.2, 1);
  const double mean = mean_of(x);
  const auto m2 = static_cast<double>(plain::central_moment(x, 2));
  const double root = std::sqrt(m2), g = static_cast<double>(plain::central_moment(x, 3)) / (m2 * root);

  const Moments m = sum_up(x).moments();

  const double of_mean = error_of(group_means(x, [&](double v) { return v - mean; }), 1.0);
  const double of_sd =
      error_of(group_means(x, [&](double v) { return ((v - mean) * (v - mean) - m2) / (2.0 * root); }), 0.0);
  const double of_skewness = error_of(group_means(x,
                                                  [&](double v) {
                                                    const double z = (v - mean) / root;
                                                    return z * z * z - g - 3.0 * z - 1.5 * g * (z * z - 1.0);
                                                  }),
                                      0.0);
  EXPECT_NEAR(m.mean_se, of_mean, 1e-9 * of_mean);
  EXPECT_NEAR(m.sd_se, of_sd, 1e-4 * of_sd);  // n - 1 in the sd
  EXPECT_NEAR(m.skewness_se, of_skewness, 1e-8 * of_skewness);
  EXPECT_GT(m.mean_se, 1.5 * m.sd / std::sqrt(20'000.0)) << "not that of independent values";
}

// The textbook's two passes: mean squares between and within groups.
TEST(VarianceSplit, IsThatOfAnAnalysisOfVariance) {
  const std::vector<double> x = some_groups(4'000, 0.2, 2);
  const std::vector<double> means = group_means(x, [](double v) { return v; });
  const double mean = mean_of(x), n_groups = static_cast<double>(means.size()), g = size;
  double between = 0.0, within = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) within += std::pow(x[i] - means[i / size], 2);
  for (const double each : means) between += g * std::pow(each - mean, 2);
  const double msb = between / (n_groups - 1.0), msw = within / (n_groups * (g - 1.0));

  const VarianceSplit split = sum_up(x).split();

  EXPECT_NEAR(split.between, (msb - msw) / g, 1e-10 * msb);
  EXPECT_NEAR(split.within, msw, 1e-10 * msw);
  EXPECT_NEAR(split.share, split.between / (split.between + split.within), 1e-14);
}

// The share with one group left out, for each group in turn: Efron's and Tukey's jackknife has the delta
// method's standard error but for terms of order 1 / groups, here 1 / 500.
TEST(VarianceSplit, HasTheStandardErrorOfTheJackknife) {
  const std::vector<double> x = some_groups(4'000, 0.2, 3);
  std::vector<double> shares;
  for (std::size_t left_out = 0; left_out < x.size(); left_out += size) {
    std::vector<double> rest = x;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(left_out),
               rest.begin() + static_cast<std::ptrdiff_t>(left_out + size));
    shares.push_back(sum_up(rest).split().share);
  }
  const auto n = static_cast<double>(shares.size());
  const double jackknife = std::sqrt((n - 1.0) * static_cast<double>(plain::central_moment(shares, 2)));

  const VarianceSplit split = sum_up(x).split();

  EXPECT_NEAR(split.share_se, jackknife, 0.02 * jackknife);
  EXPECT_GT(split.share_se, 0.01);
}

// 400 seeds, each below zero with a chance of about a half. Were it 0.45 or 0.55, their number would have
// mean 180 or 220 and standard deviation 10; 120 and 280 are 6 of them off, false alarm 2e-9.
TEST(VarianceSplit, MayFallBelowZeroWhereGroupsHaveNothingInCommon) {
  std::size_t below = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed)
    if (sum_up(some_groups(2'048, 0.0, seed)).split().between < 0.0) ++below;

  EXPECT_GT(below, 120u);
  EXPECT_LT(below, 280u);
}

TEST(VarianceSplit, IsAllBetweenWhereTheValuesOfAGroupAreEqual) {
  std::vector<double> x;
  for (std::size_t i = 0; i < 4 * block; ++i) x.push_back(5.0 + static_cast<double>(i / size % 7));

  const VarianceSplit split = sum_up(x).split();

  EXPECT_NEAR(split.share, 1.0, 1e-12);
  EXPECT_NEAR(split.within, 0.0, 1e-12);
  EXPECT_NEAR(split.share_se, 0.0, 1e-6);
}

TEST(VarianceSplit, IsUnknownWithoutSpreadOrWithASingleGroup) {
  const VarianceSplit same = sum_up(std::vector<double>(2 * block, 4.0)).split();
  SampleMoments single(moment_scale(1.0, 1.0), SampleDesign::groups(size, 2));
  const std::array<double, size> values{1, 2, 3, 4, 5, 6, 7, 8};
  single.add(values.data(), size, 0);

  EXPECT_EQ(same.between, 0.0);
  EXPECT_EQ(same.within, 0.0);
  EXPECT_TRUE(std::isnan(same.share));
  EXPECT_TRUE(std::isnan(single.split().between));
  EXPECT_TRUE(std::isnan(single.split().share));
}

TEST(VarianceSplit, MergesInAnyOrder) {
  const std::vector<double> x = some_groups(8 * block, 0.2, 5);
  const MomentScale scale = moment_scale(x);
  SampleMoments in_order(scale, design_of(x.size())), a = in_order, b = in_order;
  for (std::size_t k = 0; k < 8; ++k) {
    in_order.add(x.data() + k * block, block, k);
    (k % 3 == 0 ? a : b).add(x.data() + k * block, block, k);
  }

  b.merge(a);

  EXPECT_EQ(b, in_order);
  EXPECT_EQ(b.split().share, in_order.split().share);
}

// Of 4 groups of 8, 8, 8, 4 and 0 hit: p = 5/8, variance of a group's share (1 + 1 + 1/4)/4 - 25/64 = 11/64,
// against 15/64/8 for independent paths.
TEST(GroupShares, HaveTheVarianceOfTheSharesOfGroups) {
  ShareCounts counts(SampleDesign::groups(8, 4), 1);
  std::array<bool, 32> hits{};
  for (std::size_t i = 0; i < 20; ++i) hits[i] = true;

  counts.add(0, 0, 20, count_joint_hits(32, 8, [&](std::size_t i) { return hits[i]; }));

  EXPECT_NEAR(counts.share(0, std::array<std::uint64_t, 1>{32}).design_effect, 11.0 * 8.0 / 15.0, 1e-13);
}

TEST(GroupShares, AreNeverKnownBetterThanThoseOfIndependentPaths) {
  ShareCounts counts(SampleDesign::groups(8, 32), 1);
  counts.add(0, 0, 128, 32 * 4 * 3);  // half of each group

  EXPECT_EQ(counts.share(0, std::array<std::uint64_t, 1>{256}).design_effect, 1.0);
}

TEST(GroupShares, OfNothingAreKnownFromAsManyGroupsOnly) {
  const ShareCounts counts(SampleDesign::groups(8, 32), 1);
  const Share share = counts.share(0, std::array<std::uint64_t, 1>{256});

  EXPECT_EQ(share.design_effect, 8.0);
}

TEST(SampleDesign, ReachesAsFarAsStudentsTForGroups) {
  EXPECT_NEAR(SampleDesign::groups(16, 8).interval_reach(), 2.364624, 5e-7);
  EXPECT_NEAR(SampleDesign::groups(16, 1'000'000).interval_reach(), normal_reach, 5e-6);
}

TEST(GroupQuantiles, HaveTheDesignEffectOfTheirThreshold) {
  const std::vector<double> x = some_groups(8 * block, 0.4, 6);
  const std::array<double, 1> half{0.5};
  const SampleDesign design = design_of(x.size());
  const CellScale scale = scale_from_pilot(x, x.size(), design, half);
  Accumulator sums(std::vector{scale}, design);
  for (std::size_t b = 0; b < 8; ++b) sums.add(0, x.data() + b * block, block, b);
  const auto above = group_means(x, [&](double v) { return v >= scale.thresholds[0] ? 1.0 : 0.0; });
  const double p = mean_of(above);

  EXPECT_NEAR(sums.design_effect(0, 0),
              static_cast<double>(plain::central_moment(above, 2)) * size / (p * (1.0 - p)), 1e-12);
}

}  // namespace secondcurve::group_sums_test
