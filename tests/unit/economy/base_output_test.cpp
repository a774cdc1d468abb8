#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::base_output_test {

using test::EconomyPaths;
using test::output_of;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_paths;

const std::string brownian = "model = \"geometric_brownian\", drift = 0.02, volatility = 0.05";

/// Two known sectors with errors; the rest of 4070 is the third's, with weight 0.5 in the total.
std::string residual(const std::string& sd_cars) {
  return sector("chips", "{ value = 225, sd = 15 }", brownian) +
         sector("cars", "{ value = 530, sd = " + sd_cars + " }", brownian) +
         sector("other", "{ residual_of = \"all\", total = 4070 }", brownian) +
         series("all", "chips = 1, cars = 2, other = 0.5") + series("other", "other = 1") +
         series("cars", "cars = 1") + series("chips", "chips = 1");
}

TEST(BaseOutput, KeepsAPublishedTotalOnEveryPath) {
  const Scenario scenario = scenario_of(residual("25"));

  const EconomyPaths paths = simulate_paths(scenario, 2000);

  const auto& all = output_of(scenario, paths, "all")[0];
  const auto& chips = output_of(scenario, paths, "chips")[0];
  const auto& cars = output_of(scenario, paths, "cars")[0];
  const auto& other = output_of(scenario, paths, "other")[0];
  for (std::size_t path = 0; path < 2000; ++path) {
    ASSERT_EQ(all[path], 4070.0);
    ASSERT_NEAR(other[path], (4070.0 - chips[path] - 2.0 * cars[path]) / 0.5, 1e-12 * other[path]);
  }
  EXPECT_GT(plain::central_moment(other, 2), 1e3L);  // it does vary
}

TEST(BaseOutput, GivesTheResidualItsPublishedValueWhereNothingIsUncertain) {
  const Scenario scenario = scenario_of(residual("25"), {"simulation.uncertain_base=false"});

  const EconomyPaths paths = simulate_paths(scenario, 300);

  EXPECT_TRUE(paths.parameters.empty());
  for (std::size_t path = 0; path < 300; ++path) {
    EXPECT_EQ(output_of(scenario, paths, "chips")[0][path], 225.0);
    EXPECT_EQ(output_of(scenario, paths, "other")[0][path], (4070.0 - 225.0 - 2.0 * 530.0) / 0.5);
    EXPECT_EQ(output_of(scenario, paths, "all")[0][path], 4070.0);
  }
}

TEST(BaseOutput, ChangesNoGrowthByBeingUncertain) {
  const Scenario uncertain = scenario_of(residual("25"));
  const Scenario known = scenario_of(residual("25"), {"simulation.uncertain_base=false"});
  const EconomyPaths a = simulate_paths(uncertain, 300), b = simulate_paths(known, 300);

  for (const char* name : {"chips", "cars", "other"})
    for (std::size_t path = 0; path < 300; ++path) {
      const auto& x = output_of(uncertain, a, name);
      const auto& y = output_of(known, b, name);
      EXPECT_NEAR(x[5][path] / x[0][path], y[5][path] / y[0][path], 1e-12);
    }
}

TEST(BaseOutput, IsLognormalOfTheGivenMeanAndSd) {
  // n = 100,000. Mean: se 30 / sqrt(n) = 0.095. Sd: log-sd s with s^2 = ln(1 + 0.06^2); the kurtosis of so
  // narrow a lognormal is 3.06, so se = 30 sqrt(2.06 / (4 n)) = 0.068. Mean of the log: se 0.06 / sqrt(n).
  // 6 standard errors each: false alarm 6e-9 in all.
  constexpr std::size_t n = 100'000;
  const Scenario scenario =
      scenario_of(sector("chips", "{ value = 500, sd = 30 }", brownian) + series("c", "chips = 1"),
                  {"simulation.end_year=2026"});

  const std::vector<double> base = simulate_paths(scenario, n).output[0][0];

  double mean = 0.0, log_mean = 0.0;
  for (double x : base) {
    mean += x / n;
    log_mean += std::log(x) / n;
  }
  EXPECT_NEAR(mean, 500.0, 6 * 0.095);
  EXPECT_NEAR(std::sqrt(static_cast<double>(plain::central_moment(base, 2))), 30.0, 6 * 0.068);
  EXPECT_NEAR(log_mean, std::log(500.0) - 0.5 * std::log1p(0.0036), 6 * 0.06 / std::sqrt(double{n}));
}

TEST(BaseOutput, IsolatesAndCountsPathsOnWhichNothingIsLeft) {
  // Cars of 530 with an sd of 2000, twice in the total: on some paths more than all of it.
  const Scenario scenario = scenario_of(residual("2000"));
  const Economy economy(scenario);
  Economy::Workspace workspace(economy);

  const BlockView block = economy.simulate(0, 200, workspace);

  std::size_t n_failed = 0;
  for (std::size_t path = 0; path < 200; ++path) {
    const double left = 4070.0 - block.parameter(0)[path] - 2.0 * block.parameter(1)[path];
    EXPECT_EQ(block.failed(path), !(left > 0.0)) << path;
    n_failed += left > 0.0 ? 0 : 1;
    EXPECT_EQ(std::isfinite(block.output(0, 5)[path]), left > 0.0) << path;
    EXPECT_TRUE(std::isfinite(block.output(3, 5)[path])) << path;  // chips know nothing of it
  }
  EXPECT_GT(n_failed, 3u);
  EXPECT_LT(n_failed, 100u);
  EXPECT_EQ(block.n_failed(), n_failed);
}

TEST(BaseOutput, ForgetsFailuresOfTheBlockBefore) {
  const Economy economy(scenario_of(residual("2000")));
  Economy::Workspace used(economy), fresh(economy);
  economy.simulate(0, block_paths, used);

  const BlockView a = economy.simulate(1, block_paths, used), b = economy.simulate(1, block_paths, fresh);

  EXPECT_EQ(a.n_failed(), b.n_failed());
  for (std::size_t path = 0; path < block_paths; ++path) EXPECT_EQ(a.failed(path), b.failed(path));
}

TEST(EconomyLevels, FailWhereTheyLeaveTheRangeOfNumbers) {
  // Volatility 200: after a year the log level is 200 z. Levels below 1e-120 or above 1e120 are outside:
  // growth rates between such levels would be infinite or nothing at all.
  const Scenario scenario =
      scenario_of(sector("a", "100", "model = \"geometric_brownian\", median_growth = 0, volatility = 200") +
                  sector("b", "100", brownian) + series("a", "a = 1") + series("b", "b = 1"));
  const Economy economy(scenario);
  Economy::Workspace workspace(economy);
  const EconomyPaths paths = simulate_paths(economy, block_paths);

  std::size_t n_failed = 0;
  for (std::size_t path = 0; path < block_paths; ++path) {
    PathRecorder recorder(path);
    economy.simulate(0, block_paths, workspace, &recorder);
    bool left = false;
    for (const PathRecorder::SectorStep& step : recorder.steps()) {
      const double exponent = step.states[0] / std::log(10.0) + 2.0;  // of ten; the base is 100
      const bool outside = std::abs(exponent) > 120.0;
      EXPECT_EQ(std::isfinite(step.output), !outside);
      left = left || outside;
    }
    EXPECT_EQ(paths.failed[path], left) << path;
    n_failed += left ? 1 : 0;
    EXPECT_TRUE(std::isfinite(paths.output[1][5][path]));
  }
  EXPECT_GT(n_failed, 20u);
  EXPECT_LT(n_failed, 250u);
}

}  // namespace secondcurve::base_output_test
