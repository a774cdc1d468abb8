#include "models/economy/draws.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/economy/economy.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/plain_draws.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::draws_test {

using test::one_sector;
using test::scenario_of;

constexpr std::uint64_t seed = 20260101;

TEST(Draws, AreTheQuantilesOfTheirUniforms) {
  const Economy economy(scenario_of(
      one_sector("model = \"mean_reverting\", initial_growth = { uniform = [0.1, 0.2] }, volatility = 0.04, "
                 "long_run_growth = { normal = [0.05, 0.02] }, half_life = { triangular = [1, 2, 6] }",
                 "{ value = 100, sd = 8 }")));
  const std::vector<std::pair<std::string, Distribution>> expected{
      {"sectors.industry/base", Distribution::lognormal(100, 8)},
      {"parameters/sectors.industry.growth.initial_growth", Distribution::uniform(0.1, 0.2)},
      {"parameters/sectors.industry.growth.long_run_growth", Distribution::normal(0.05, 0.02)},
      {"parameters/sectors.industry.growth.half_life", Distribution::triangular(1, 2, 6)}};

  const test::EconomyPaths paths = test::simulate_paths(economy, block_paths);

  ASSERT_EQ(economy.parameter_streams().size(), expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const auto& [stream, distribution] = expected[k];
    EXPECT_EQ(economy.parameter_streams()[k], stream);
    const std::vector<double> u = test::uniforms_of_stream(seed, stream);
    for (std::size_t path = 0; path < block_paths; ++path)
      ASSERT_EQ(paths.parameters[k][path], distribution.quantile(u[path])) << stream << ", path " << path;
  }
}

TEST(Draws, GoByTheKeysOfTheConfig) {
  const Economy economy(scenario_of(one_sector(
      "model = \"path\", growth = { normal = [0.05, 0.02] }, spread = 0.01", "{ value = 100, sd = 8 }")));

  EXPECT_EQ(economy.parameter_keys(),
            (std::vector<std::string>{"sectors.industry.base", "sectors.industry.growth.growth"}));
}

TEST(Draws, EnterTheGrowthOfTheirOwnPath) {
  const Economy economy(scenario_of(one_sector("model = \"path\", growth = { normal = [0.05, 0.02] }")));

  const test::EconomyPaths paths = test::simulate_paths(economy, 700);

  for (std::size_t path = 0; path < 700; ++path) {
    double level = 100.0;
    for (std::size_t year = 1; year <= 5; ++year) {
      level *= 1.0 + paths.parameters[0][path];
      ASSERT_NEAR(paths.output[0][year][path], level, 1e-12 * level) << path;
    }
  }
}

}  // namespace secondcurve::draws_test
