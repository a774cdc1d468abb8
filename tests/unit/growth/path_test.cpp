#include "models/growth/path.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::path_test {

using test::first_path;
using test::ModelBlock;
using test::one_sector;
using test::scenario_of;

TEST(Path, MultipliesTheGivenRates) {
  // 100 * 1.06 * 1.05 * 0.99 * 1.06 * 1.05, worked out by hand.
  const std::vector<double> expected{100.0, 106.0, 111.3, 110.187, 116.79822, 122.638131};
  const std::string growth =
      "model = \"path\", growth = { 2026 = \"6%\", 2027 = \"5%\", 2028 = \"-1%\", 2029 = \"6%\", 2030 = "
      "\"5%\" }";

  for (const char* steps : {"1", "2", "4", "12"}) {
    const std::vector<double> levels =
        first_path(scenario_of(one_sector(growth), {std::string("simulation.steps_per_year=") + steps}));

    ASSERT_EQ(levels.size(), expected.size());
    for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
  }
}

TEST(Path, ReadsItsRatesFromAColumn) {
  const std::string csv = "year,other,industry\n2026,0.5,0.1\n2027,0.5,0.2\n2030,0.5,-0.5\n";

  const std::vector<double> levels = first_path(
      scenario_of(one_sector("model = \"path\", growth = { csv = \"plan.csv\", column = \"industry\" }"), {},
                  {{"plan.csv", csv}}));

  const std::vector<double> expected{100.0, 110.0, 132.0, 158.4, 190.08, 95.04};
  for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
}

TEST(Path, SetsEachShockAroundThePathAndForgetsIt) {
  const Path::Params params{.growth = 0.05, .spread = 0.03};
  const auto coefficients = Path::prepare(params, {0.25, 100.0});
  ModelBlock<Path> block(params, {0.25, 100.0});
  const double quarter = std::log(1.05) / 4.0;

  // The band has the same width at any step length and after any number of steps.
  int steps = 0;
  for (double z : {2.0, -1.0, 0.5, 0.0, 0.0}) {
    block.set_noise(0, z);
    block.step(coefficients);

    EXPECT_NEAR(block.states[0][7], quarter * ++steps + 0.03 * z, 1e-15);
  }
}

TEST(Path, HasNoBandUnlessTold) {
  const std::vector<std::vector<double>> output =
      test::simulate_paths(scenario_of(one_sector("model = \"path\", growth = 0.04")), 256).output.front();

  for (double level : output.back()) EXPECT_EQ(level, output.back().front());
}

TEST(Path, KnowsItsMoments) {
  const LogMoments m = Path::log_moments({.growth = 0.04, .spread = 0.03}, 7.0);

  EXPECT_NEAR(m.mean, 7.0 * std::log(1.04), 1e-15);
  EXPECT_NEAR(m.variance, 0.0009, 1e-18);
}

TEST(Path, NeedsItsGrowth) {
  EXPECT_THROW(scenario_of(one_sector("model = \"path\", spread = 0.1")), ConfigError);
  EXPECT_THROW(scenario_of(one_sector("model = \"path\", growth = 0.1, volatility = 0.1")), ConfigError);
}

}  // namespace secondcurve::path_test
