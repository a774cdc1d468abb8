#include "models/growth/autoregressive.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::autoregressive_test {

using test::first_path;
using test::in_2025;
using test::LinearResponse;
using test::one_sector;
using test::scenario_of;
using ::testing::HasSubstr;

/// Growth of 12% in the base year that returns to 4%.
Autoregressive::Params params_of(double persistence, double volatility) {
  return {
      .initial_growth = 0.12, .long_run_growth = 0.04, .persistence = persistence, .volatility = volatility};
}

TEST(Autoregressive, ClosesItsGapByTheSameShareEachYear) {
  // Growth in year t is m + gap phi^t; their sum is a geometric series.
  for (const double phi : {0.6, -0.3, 0.0, 0.95}) {
    const std::vector<double> levels = first_path(scenario_of(
        one_sector("model = \"autoregressive\", initial_growth = \"12%\", long_run_growth = \"4%\", "
                   "volatility = 0, persistence = " +
                   std::to_string(phi)),
        {"simulation.end_year=2045"}));

    ASSERT_EQ(levels.size(), 21u);
    for (std::size_t k = 0; k < levels.size(); ++k) {
      const auto t = static_cast<double>(k);
      const double gap = std::log(1.12 / 1.04) * phi * (1.0 - std::pow(phi, t)) / (1.0 - phi);
      EXPECT_NEAR(levels[k], 100.0 * std::pow(1.04, t) * std::exp(gap), 1e-12 * levels[k]) << phi;
    }
  }
}

TEST(Autoregressive, PassesAShockOnToLaterYears) {
  // One unit of noise in year j moves the level of year t by sigma (1 - phi^(t-j+1)) / (1 - phi).
  const double phi = 0.7, sigma = 0.05;
  const Autoregressive::Params params = params_of(phi, sigma);

  double variance = 0.0;
  for (const std::size_t years : {1u, 2u, 7u, 30u}) {
    const LinearResponse<Autoregressive> after(params, years, 1.0);

    const auto t = static_cast<double>(years);
    const double p = std::pow(phi, t);
    variance = sigma * sigma / std::pow(1.0 - phi, 2) *
               (t - 2.0 * phi * (1.0 - p) / (1.0 - phi) + phi * phi * (1.0 - p * p) / (1.0 - phi * phi));
    EXPECT_NEAR(after.covariance[0][0], variance, 1e-12 * variance);
    EXPECT_NEAR(Autoregressive::log_moments(params, t, 1.0).variance, variance, 1e-12 * variance);
    EXPECT_NEAR(Autoregressive::log_moments(params, t, 1.0).mean, after.mean[0], 1e-14 * t);
  }
}

TEST(Autoregressive, RemembersTheGrowthOfTheCore) {
  // What links or events added last year counts as the model's own growth does.
  const double phi = 0.7, m = std::log(1.04);
  const auto coefficients = Autoregressive::prepare(params_of(phi, 0.05), in_2025(1.0));
  test::Lanes growth = test::random_lanes(-0.2, 0.2, 1), core = test::random_lanes(-0.3, 0.3, 2);
  const test::Lanes z = test::random_lanes(-2.0, 2.0, 3), before = growth;
  double* states[] = {growth.data()};
  const ColumnView noises[] = {z.data()};

  Autoregressive::step({.index = 3, .starts_year = true, .core_growth = core.data()}, coefficients, states,
                       noises);

  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_NEAR(growth[path] - before[path], m + phi * (core[path] - m) + 0.05 * z[path], 1e-15);
}

TEST(Autoregressive, FollowsALongRunRateThatChangesByYear) {
  double last = std::log(1.12), growth = 0.0;
  std::vector<double> expected{100.0};
  for (double m : {std::log(1.04), std::log(1.04), std::log(1.08), std::log(1.08), std::log(0.97)}) {
    last = m + 0.5 * (last - m);
    growth += last;
    expected.push_back(100.0 * std::exp(growth));
  }

  const std::vector<double> levels = first_path(scenario_of(
      one_sector("model = \"autoregressive\", initial_growth = 0.12, persistence = 0.5, volatility = "
                 "0, long_run_growth = { 2026 = 0.04, 2028 = 0.08, 2030 = -0.03 }")));

  for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
}

TEST(Autoregressive, TakesUncertainParameters) {
  const auto paths = test::simulate_paths(
      scenario_of(
          one_sector("model = \"autoregressive\", initial_growth = { normal = [0.1, 0.02] }, "
                     "long_run_growth = { normal = [0.04, 0.01] }, persistence = { uniform = [0.2, 0.8] "
                     "}, volatility = 0")),
      256);

  for (std::size_t path = 0; path < 256; ++path) {
    const double m = std::log1p(paths.parameters[1][path]), phi = paths.parameters[2][path];
    double last = std::log1p(paths.parameters[0][path]), growth = 0.0;
    for (int year = 0; year < 5; ++year) growth += last = m + phi * (last - m);
    EXPECT_NEAR(paths.output.front().back()[path], 100.0 * std::exp(growth), 1e-11);
  }
}

TEST(Autoregressive, IsRefusedOnStepsThatAreNotYears) {
  const std::string text = one_sector(
      "model = \"autoregressive\", initial_growth = 0.1, long_run_growth = 0.05, persistence = 0.5, "
      "volatility = "
      "0.1");
  const auto error_of = [&](const char* steps) -> std::string {
    try {
      scenario_of(text, {std::string("simulation.steps_per_year=") + steps});
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "";
  };

  EXPECT_EQ(error_of("1"), "");
  for (const char* steps : {"2", "4", "12"})
    EXPECT_THAT(error_of(steps), HasSubstr("simulation.steps_per_year must be 1")) << steps;
}

TEST(Autoregressive, RefusesGrowthThatWouldNotReturn) {
  const std::string keys =
      "model = \"autoregressive\", initial_growth = 0.1, long_run_growth = 0.05, volatility = 0.1, "
      "persistence = ";

  EXPECT_NO_THROW(scenario_of(one_sector(keys + "0.99")));
  EXPECT_THROW(scenario_of(one_sector(keys + "1")), ConfigError);
  EXPECT_THROW(scenario_of(one_sector(keys + "-1")), ConfigError);
}

}  // namespace secondcurve::autoregressive_test
