#include "engine/simulate/target_counter.hpp"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::target_counter_test {

using test::EconomyPaths;
using test::Reported;
using test::scenario_of;
using test::sector;
using test::series;

constexpr std::size_t n_paths = 3333;

Scenario two_series() {
  return scenario_of(
      sector("a", "{ value = 100, sd = 5 }",
             "model = \"geometric_brownian\", drift = 0.04, volatility = 0.1") +
          sector("b", "200", "model = \"geometric_brownian\", drift = 0.01, volatility = 0.1") +
          series("a", "a = 1") + series("all", "a = 1, b = 1") +
          "[targets.level]\nseries = \"a\"\nyear = 2028\nat_least = 110\n"
          "[targets.ceiling]\nseries = \"all\"\nyear = 2030\nat_most = 330\n"
          "[targets.growth]\nseries = \"all\"\nyear = 2029\naverage_growth_at_least = 0.02\n"
          "[targets.joint]\nall_of = [\"level\", \"growth\"]\n"
          "[targets.triple]\nall_of = [\"ceiling\", \"level\", \"growth\"]\n"
          "[targets.certain]\nseries = \"a\"\nyear = 2030\nat_least = 1\n"
          "[targets.impossible]\nseries = \"a\"\nyear = 2030\nat_least = 1e6\n",
      {"simulation.paths=" + std::to_string(n_paths)});
}

/// By how much a path meets a condition in a year (0: 2025).
using Margin = std::function<double(std::size_t path, std::size_t year)>;

class Targets : public testing::Test {
 protected:
  Scenario scenario = two_series();
  EconomyPaths paths = test::simulate_paths(scenario, n_paths);
  Result result = test::simulate_on(scenario, 2);

  Margin level = [this](std::size_t p, std::size_t y) { return paths.output[0][y][p] - 110.0; };
  Margin ceiling = [this](std::size_t p, std::size_t y) { return 330.0 - paths.output[1][y][p]; };
  Margin growth = [this](std::size_t p, std::size_t y) {
    return y == 0 ? -1.0
                  : paths.output[1][y][p] - paths.output[1][0][p] * std::pow(1.02, static_cast<double>(y));
  };

  /// Checks a single target against plain loops over all paths.
  void expect_target(const std::string& name, std::size_t year, const Margin& margin) {
    std::size_t n_met = 0;
    long double shortfall = 0.0L, squares = 0.0L;
    std::vector<double> first(6, 0.0);
    for (std::size_t path = 0; path < n_paths; ++path) {
      n_met += margin(path, year) >= 0.0 ? 1u : 0u;
      const long double missing = std::max(-margin(path, year), 0.0);
      shortfall += missing;
      squares += missing * missing;
      for (std::size_t y = 0; y < 6; ++y)
        if (margin(path, y) >= 0.0) {
          first[y] += 1.0;
          break;
        }
    }
    const auto n = static_cast<long double>(n_paths);
    const auto mean = static_cast<double>(shortfall / n);
    const auto se = static_cast<double>(std::sqrt((squares - shortfall * shortfall / n) / (n - 1) / n));

    const TargetResult& target = Reported(scenario, result).target(name);

    EXPECT_EQ(target.probability.value, static_cast<double>(n_met) / n_paths) << name;
    EXPECT_NEAR(target.shortfall.mean, mean, 1e-12 * mean) << name;
    EXPECT_NEAR(target.shortfall.se, se, 1e-9 * se + 1e-12 * mean) << name;
    ASSERT_EQ(target.first_reached.size(), 6u);
    for (std::size_t y = 0; y < 6; ++y) EXPECT_EQ(target.first_reached[y], first[y] / n_paths) << name << y;
  }
};

TEST_F(Targets, CountPathsThatReachALevel) { expect_target("level", 3, level); }
TEST_F(Targets, CountPathsThatStayBelowALevel) { expect_target("ceiling", 5, ceiling); }
TEST_F(Targets, CountPathsThatGrowFastEnoughOnAverage) { expect_target("growth", 4, growth); }
TEST_F(Targets, AreReachedByAllOrNone) {
  expect_target("certain", 5, [this](std::size_t p, std::size_t y) { return paths.output[0][y][p] - 1.0; });
  expect_target("impossible", 5,
                [this](std::size_t p, std::size_t y) { return paths.output[0][y][p] - 1e6; });

  const Reported reported(scenario, result);
  EXPECT_EQ(reported.target("certain").probability.value, 1.0);
  EXPECT_EQ(reported.target("impossible").probability.value, 0.0);
}

TEST_F(Targets, AreNeitherAllNorNoneInThisTest) {
  const Reported reported(scenario, result);
  for (const char* name : {"level", "ceiling", "growth", "joint", "triple"}) {
    EXPECT_GT(reported.target(name).probability.value, 0.02) << name;
    EXPECT_LT(reported.target(name).probability.value, 0.98) << name;
  }
  EXPECT_GT(reported.target("level").first_reached[0], 0.001);  // some start there: the base is uncertain
}

TEST_F(Targets, AreMetTogetherOnTheSamePath) {
  std::size_t n_joint = 0, n_triple = 0;
  std::vector<double> first(6, 0.0);
  for (std::size_t path = 0; path < n_paths; ++path) {
    const bool joint = level(path, 3) >= 0.0 && growth(path, 4) >= 0.0;  // each in its own year
    n_joint += joint ? 1u : 0u;
    n_triple += joint && ceiling(path, 5) >= 0.0 ? 1u : 0u;
    for (std::size_t y = 0; y < 6; ++y)
      if (level(path, y) >= 0.0 && growth(path, y) >= 0.0) {  // both in the same year
        first[y] += 1.0;
        break;
      }
  }

  const Reported reported(scenario, result);

  EXPECT_EQ(reported.target("joint").probability.value, static_cast<double>(n_joint) / n_paths);
  EXPECT_EQ(reported.target("triple").probability.value, static_cast<double>(n_triple) / n_paths);
  EXPECT_TRUE(std::isnan(reported.target("joint").shortfall.mean));
  for (std::size_t y = 0; y < 6; ++y)
    EXPECT_EQ(reported.target("joint").first_reached[y], first[y] / n_paths) << y;
}

TEST_F(Targets, AreMetByALevelThatIsJustReached) {
  const Scenario exact = scenario_of(test::one_sector("model = \"path\", growth = 0") +
                                     "[targets.least]\nseries = \"industry\"\nyear = 2030\nat_least = 100\n"
                                     "[targets.most]\nseries = \"industry\"\nyear = 2030\nat_most = 100\n");

  const Result met = test::simulate_on(exact, 1);

  for (const char* name : {"least", "most"}) {
    const TargetResult& target = Reported(exact, met).target(name);
    EXPECT_EQ(target.probability.value, 1.0) << name;
    EXPECT_EQ(target.shortfall.mean, 0.0) << name;
    EXPECT_EQ(target.first_reached, (std::vector<double>{1, 0, 0, 0, 0, 0})) << name;
  }
}

}  // namespace secondcurve::target_counter_test
