#include "engine/stats/probability.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/plain_statistics.hpp"
#include "tests/support/saved.hpp"

namespace secondcurve::probability_test {

TEST(EstimateProbability, GivesShareAndBinomialError) {
  const Probability p = estimate_probability({250, 1000});

  EXPECT_EQ(p.value, 0.25);
  EXPECT_NEAR(p.se, std::sqrt(0.25 * 0.75 / 1000), 1e-16);
}

TEST(EstimateProbability, GivesWilsonsInterval) {
  // Ends of the interval solve |p_hat - p| = z sqrt(p (1 - p) / n): the definition, in Wilson 1927.
  for (std::uint64_t hits : {1u, 10u, 55u, 99u}) {
    const Probability p = estimate_probability({hits, 100});

    for (double end : {p.lower, p.upper}) {
      EXPECT_NEAR(std::abs(p.value - end), 1.959963984540054 * std::sqrt(end * (1 - end) / 100), 1e-14)
          << hits;
    }
    EXPECT_LT(p.lower, p.value);
    EXPECT_GT(p.upper, p.value);
  }
}

TEST(EstimateProbability, KeepsAnIntervalWhereNoneOrAllHit) {
  const Probability none = estimate_probability({0, 100}), all = estimate_probability({100, 100});

  const double z2 = 1.959963984540054 * 1.959963984540054;
  EXPECT_EQ(none.lower, 0.0);
  EXPECT_NEAR(none.upper, z2 / (100 + z2), 1e-15);
  EXPECT_NEAR(all.lower, 100 / (100 + z2), 1e-15);
  EXPECT_EQ(all.upper, 1.0);
  EXPECT_EQ(none.se, 0.0);
}

TEST(EstimateProbability, IsNotANumberWithoutPaths) {
  const Probability p = estimate_probability({0, 0});

  EXPECT_TRUE(std::isnan(p.value) && std::isnan(p.se) && std::isnan(p.lower) && std::isnan(p.upper));
}

TEST(ShortfallSums, AverageOverAllPaths) {
  plain::Draws draws(21);
  std::vector<double> x(20'000);
  for (double& value : x) value = 800.0 + 50.0 * draws.normal();
  ShortfallSums sums(807.0, std::span(x).first(4096));

  for (std::size_t i = 0; i < x.size(); i += 250) sums.add(x.data() + i, 250);

  std::vector<double> missing;
  long double mean = 0.0L;
  for (double value : x) missing.push_back(std::max(807.0 - value, 0.0));
  for (double value : missing) mean += value / 20'000.0L;
  const auto m2 = static_cast<double>(plain::central_moment(missing, 2));
  EXPECT_NEAR(sums.shortfall().mean, static_cast<double>(mean), 1e-12);
  EXPECT_NEAR(sums.shortfall().se, std::sqrt(m2 / 19'999), 1e-9);
}

TEST(ShortfallSums, HaveTheSameBitsForAnyOrderOfBlocksAndMerges) {
  plain::Draws draws(22);
  std::vector<double> x(40 * 256);
  for (double& value : x) value = std::exp(draws.normal());
  ShortfallSums in_order(1.0, std::span(x).first(4096));
  for (std::size_t b = 0; b < 40; ++b) in_order.add(x.data() + b * 256, 256);

  for (int trial = 0; trial < 10; ++trial) {
    std::vector<ShortfallSums> parts(3, ShortfallSums(1.0, std::span(x).first(4096)));
    for (std::size_t b = 40; b-- > 0;) parts[draws.below(3)].add(x.data() + b * 256, 256);
    parts[2].merge(parts[0]);
    parts[2].merge(parts[1]);

    EXPECT_EQ(parts[2], in_order);
  }
}

TEST(ShortfallSums, TakeMoreThanABlockAtOnce) {
  const std::vector<double> x(1000, 1.0);
  ShortfallSums sums(2.5, x);

  sums.add(x.data(), x.size());

  EXPECT_EQ(sums.shortfall().mean, 1.5);
  EXPECT_EQ(sums.shortfall().se, 0.0);
}

TEST(ShortfallSums, AreZeroWherePilotAndTargetAgree) {
  const std::vector<double> x(100, 0.0);
  ShortfallSums sums(0.0, x);

  sums.add(x.data(), x.size());

  EXPECT_EQ(sums.shortfall().mean, 0.0);
}

TEST(ShortfallSums, LoadWhatTheyHaveSaved) {
  const std::vector<double> x{1.0, 2.0, 5.0};
  ShortfallSums sums(3.0, x);
  sums.add(x.data(), x.size());

  test::expect_loads(sums, ShortfallSums(3.0, x));
}

}  // namespace secondcurve::probability_test
