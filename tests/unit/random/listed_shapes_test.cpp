#include "engine/random/listed_shapes.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/random/distribution.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::listed_shapes_test {
using test::bits_of;
using test::for_each_target;
using testing::HasSubstr;

const Distribution three = Distribution::discrete({{0.08, 2.0}, {0.02, 3.0}, {0.05, 5.0}});

TEST(DiscreteShape, TakesEachValueWithItsShareOfTheWeights) {
  EXPECT_EQ(three.quantile(0.0), 0.02);
  EXPECT_EQ(three.quantile(0.2999), 0.02);
  EXPECT_EQ(three.quantile(0.3001), 0.05);
  EXPECT_EQ(three.quantile(0.7999), 0.05);
  EXPECT_EQ(three.quantile(0.8001), 0.08);
  EXPECT_EQ(three.quantile(1.0 - 0x1p-53), 0.08);
}

TEST(DiscreteShape, CountsAValueAtItselfButNotBelowItself) {
  EXPECT_DOUBLE_EQ(three.cdf(0.0199), 0.0);
  EXPECT_DOUBLE_EQ(three.cdf(0.02), 0.3);
  EXPECT_DOUBLE_EQ(three.cdf(0.06), 0.8);
  EXPECT_DOUBLE_EQ(three.cdf(0.08), 1.0);
  EXPECT_DOUBLE_EQ(three.share_below(0.02), 0.0);
  EXPECT_DOUBLE_EQ(three.share_below(0.05), 0.3);
  EXPECT_DOUBLE_EQ(three.share_below(0.0501), 0.8);
}

TEST(DiscreteShape, HasTheMeanAndSpreadOfItsValues) {
  const double mean = 0.3 * 0.02 + 0.5 * 0.05 + 0.2 * 0.08;

  EXPECT_DOUBLE_EQ(three.mean(), mean);
  EXPECT_DOUBLE_EQ(three.sd(), std::sqrt(0.3 * std::pow(0.02 - mean, 2) + 0.5 * std::pow(0.05 - mean, 2) +
                                         0.2 * std::pow(0.08 - mean, 2)));
}

TEST(DiscreteShape, CutOffKeepsTheValuesWithinItsBounds) {
  const Distribution cut = three.truncated(0.05, 0.1);

  EXPECT_EQ(cut.quantile(0.7), 0.05);
  EXPECT_EQ(cut.quantile(0.72), 0.08);
  EXPECT_EQ(cut.quantile(1.0 - 0x1p-53), 0.08);
  EXPECT_DOUBLE_EQ(cut.mean(), (5 * 0.05 + 2 * 0.08) / 7);
  EXPECT_DOUBLE_EQ(cut.cdf(0.05), 5.0 / 7.0);
  EXPECT_DOUBLE_EQ(cut.share_below(0.05), 0.0);
}

TEST(DiscreteShape, GivesAPathTheBitsOfTheSingleValue) {
  const test::Lanes u = test::random_lanes(0.0, 1.0, 8);

  const Column x = three.quantile(test::to_column(u));

  for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(bits_of(x.at(i)), bits_of(three.quantile(u[i])));
}

TEST(QuantilesShape, PassesThroughTheGivenQuantiles) {
  const std::vector<std::pair<double, double>> given = {
      {0.025, -0.3}, {0.1, 0.02}, {0.5, 0.021}, {0.9, 0.09}};
  const Distribution distribution = Distribution::quantiles(given);

  for_each_target([&] {
    for (const auto& [share, value] : given) {
      EXPECT_NEAR(distribution.quantile(share), value, 1e-14) << share;
      EXPECT_NEAR(distribution.cdf(value), share, 1e-14) << share;
    }
  });
}

TEST(QuantilesShape, UndoesItsQuantilesBetweenTheGivenOnesToo) {
  const Distribution distribution =
      Distribution::quantiles({{0.05, 1.0}, {0.25, 1.1}, {0.5, 2.0}, {0.9, 9.0}});

  for (double u = 0.001; u < 1.0; u += 0.001)
    EXPECT_NEAR(distribution.cdf(distribution.quantile(u)), u, 1e-13);
}

TEST(QuantilesShape, OfANormalIsThatNormal) {
  const Distribution normal = Distribution::normal(0.05, 0.02);
  std::vector<std::pair<double, double>> given;
  for (const double share : {0.05, 0.1, 0.5, 0.8, 0.99}) given.emplace_back(share, normal.quantile(share));

  const Distribution distribution = Distribution::quantiles(given);

  for (const double u : {1e-15, 1e-6, 0.03, 0.07, 0.3, 0.6, 0.9, 0.999, 1.0 - 1e-12})
    EXPECT_NEAR(distribution.quantile(u), normal.quantile(u), 1e-14) << u;
  EXPECT_NEAR(distribution.mean(), 0.05, 1e-11);
  EXPECT_NEAR(distribution.sd(), 0.02, 1e-10);
}

TEST(QuantilesShape, RisesWhateverTheQuantiles) {
  const std::vector<std::vector<std::pair<double, double>>> wild = {
      {{0.1, 0.0}, {0.2, 1e-9}, {0.3, 1.0}, {0.9, 1.0 + 1e-9}, {0.95, 2.0}},
      {{0.499, -1.0}, {0.5, 0.0}, {0.501, 1e6}},
      {{1e-6, 0.0}, {1.0 - 1e-6, 1e-6}},
  };
  for (const auto& given : wild) {
    const Distribution distribution = Distribution::quantiles(given);
    double last = distribution.quantile(1e-9);
    for (double u = 1e-5; u < 1.0; u += 1e-5) {
      const double x = distribution.quantile(u);
      ASSERT_GT(x, last) << "u = " << u;
      last = x;
    }
  }
}

TEST(QuantilesShape, HasTheTailsOfTheNormalThroughItsLastTwo) {
  const Distribution distribution = Distribution::quantiles({{0.1, 1.0}, {0.5, 2.0}, {0.9, 8.0}});
  const double z90 = Distribution::normal(0, 1).quantile(0.9);
  const Distribution below = Distribution::normal(2.0, 1.0 / z90),
                     above = Distribution::normal(2.0, 6.0 / z90);

  EXPECT_NEAR(distribution.quantile(0.001), below.quantile(0.001), 1e-13);
  EXPECT_NEAR(distribution.quantile(0.999), above.quantile(0.999), 1e-13);
}

TEST(ListedShapes, SayWhatIsWrongAndWhatIsAllowed) {
  const auto discrete = [](DiscreteShape::Points points) {
    return Distribution::discrete(std::move(points));
  };
  const auto quantiles = [](QuantilesShape::Points points) {
    return Distribution::quantiles(std::move(points));
  };
  EXPECT_THAT(discrete({{1.0, 1.0}}).problem(), HasSubstr("must hold two values or more"));
  EXPECT_THAT(discrete({{1.0, 1.0}, {2.0, 0.0}}).problem(),
              HasSubstr("weight 0 of value 2: must be above 0"));
  EXPECT_THAT(discrete({{1.0, 1.0}, {1.0, 2.0}}).problem(), HasSubstr("value 1 stands twice"));
  EXPECT_THAT(three.truncated(0.06, {}).problem(),
              HasSubstr("must hold two values or more, from min to max"));
  EXPECT_THAT(quantiles({{0.5, 1.0}}).problem(), HasSubstr("must hold two quantiles or more"));
  EXPECT_THAT(quantiles({{0.0, 1.0}, {0.5, 2.0}}).problem(), HasSubstr("share 0: must be above 0"));
  EXPECT_THAT(quantiles({{0.5, 1.0}, {0.5, 2.0}}).problem(), HasSubstr("share 0.5 follows 0.5: must rise"));
  EXPECT_THAT(quantiles({{0.1, 1.0}, {0.5, 1.0}}).problem(), HasSubstr("values must rise with the shares"));
}

}  // namespace secondcurve::listed_shapes_test
