#include "models/growth/geometric_brownian.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::geometric_brownian_test {

using test::first_path;
using test::log_growth_after;
using test::one_sector;
using test::scenario_of;

GeometricBrownian::Params with_median(double growth, double volatility) {
  return {.median_growth = growth, .mean_growth = {}, .drift = {}, .volatility = volatility};
}
GeometricBrownian::Params with_mean(double growth, double volatility) {
  return {.median_growth = {}, .mean_growth = growth, .drift = {}, .volatility = volatility};
}
GeometricBrownian::Params with_drift(double mu, double volatility) {
  return {.median_growth = {}, .mean_growth = {}, .drift = mu, .volatility = volatility};
}

TEST(GeometricBrownian, GrowsByTheGivenRateWithoutNoise) {
  // 100 * 1.05^k, worked out by hand.
  const std::vector<double> expected{100.0, 105.0, 110.25, 115.7625, 121.550625, 127.62815625};

  for (const char* key : {"median_growth", "mean_growth"}) {
    const std::vector<double> levels = first_path(scenario_of(
        one_sector("model = \"geometric_brownian\", volatility = 0, " + std::string(key) + " = 0.05")));

    ASSERT_EQ(levels.size(), expected.size());
    for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
  }
}

TEST(GeometricBrownian, ReachesTheSameYearEndsInStepsOfAnyLength) {
  for (const char* steps : {"1", "2", "4", "12"}) {
    const std::vector<double> levels =
        first_path(scenario_of(one_sector("model = \"geometric_brownian\", volatility = 0, drift = 0.03"),
                               {std::string("simulation.steps_per_year=") + steps}));

    for (std::size_t k = 0; k < levels.size(); ++k)
      EXPECT_NEAR(levels[k], 100.0 * std::exp(0.03 * static_cast<double>(k)), 1e-12 * levels[k]) << steps;
  }
}

TEST(GeometricBrownian, KeepsTheThreeWaysToSayATrendApart) {
  // Log growth of a path without shocks: ln(1+g), ln(1+g) - sigma^2/2, mu - sigma^2/2.
  EXPECT_NEAR(log_growth_after<GeometricBrownian>(with_median(0.05, 0.2), 1, 1.0), std::log(1.05), 1e-15);
  EXPECT_NEAR(log_growth_after<GeometricBrownian>(with_mean(0.05, 0.2), 1, 1.0), std::log(1.05) - 0.02,
              1e-15);
  EXPECT_NEAR(log_growth_after<GeometricBrownian>(with_drift(0.05, 0.2), 1, 1.0), 0.05 - 0.02, 1e-15);
}

TEST(GeometricBrownian, ScalesShocksWithTheSquareRootOfTheStep) {
  // (0.05 - 0.2^2/2) / 4 + 0.2 sqrt(1/4) 1.5 = 0.0075 + 0.15
  EXPECT_NEAR(log_growth_after<GeometricBrownian>(with_drift(0.05, 0.2), 1, 0.25, 1.5), 0.1575, 1e-15);
}

TEST(GeometricBrownian, KnowsItsMomentsByTheLognormalLaw) {
  // Mean path exp(mu t) whatever the volatility: E Y = exp(m + v/2).
  for (double sigma : {0.0, 0.1, 0.5}) {
    const LogMoments m = GeometricBrownian::log_moments(with_drift(0.04, sigma), 10.0);

    EXPECT_NEAR(m.mean + m.variance / 2.0, 0.4, 1e-15);
    EXPECT_NEAR(m.variance, 10.0 * sigma * sigma, 1e-15);
  }
}

TEST(GeometricBrownian, TakesItsGrowthByYear) {
  const std::string growth =
      "model = \"geometric_brownian\", volatility = 0, median_growth = { 2026 = 0.1, 2028 = 0.2 }";
  // 2027 keeps the rate of 2026; 2029 and 2030 that of 2028.
  const std::vector<double> expected{100.0, 110.0, 121.0, 145.2, 174.24, 209.088};

  for (const char* steps : {"1", "4"}) {
    const std::vector<double> levels =
        first_path(scenario_of(one_sector(growth), {std::string("simulation.steps_per_year=") + steps}));

    for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
  }
}

TEST(GeometricBrownian, TakesAScheduleThatBeginsLateFromItsFirstValue) {
  const std::vector<double> levels = first_path(
      scenario_of(one_sector("model = \"geometric_brownian\", volatility = 0, "
                             "median_growth = { 2028 = 0.1, 2030 = 0.3, interpolate = \"linear\" }")));

  const std::vector<double> expected{100.0, 110.0, 121.0, 133.1, 159.72, 207.636};  // 2029: 20%
  for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
}

TEST(GeometricBrownian, NeedsExactlyOneTrend) {
  const std::string model = "model = \"geometric_brownian\", volatility = 0.1";

  EXPECT_THROW(scenario_of(one_sector(model)), ConfigError);
  EXPECT_THROW(scenario_of(one_sector(model + ", drift = 0.1, mean_growth = 0.1")), ConfigError);
  EXPECT_NO_THROW(scenario_of(one_sector(model + ", drift = 0.1")));
}

TEST(GeometricBrownian, RefusesNegativeVolatilityAndTotalLoss) {
  EXPECT_THROW(scenario_of(one_sector("model = \"geometric_brownian\", drift = 0, volatility = -0.1")),
               ConfigError);
  EXPECT_THROW(scenario_of(one_sector("model = \"geometric_brownian\", median_growth = -1, volatility = 0")),
               ConfigError);
}

}  // namespace secondcurve::geometric_brownian_test
