#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/plain_draws.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::parameters_test {

using test::scenario_of;
using test::sector;
using test::series;

const std::string two_sectors = sector("a", "100", "model = \"path\", growth = { parameter = \"demand\" }") +
                                sector("b", "200", "model = \"path\", growth = { parameter = \"demand\" }") +
                                series("a", "a = 1") + series("b", "b = 1");

TEST(Parameters, AreOneDrawWhereverTheyAreUsed) {
  const Economy economy(scenario_of("[parameters]\ndemand = { normal = [0.05, 0.02] }\n" + two_sectors));

  const auto paths = test::simulate_paths(economy, 256);

  EXPECT_THAT(economy.parameter_keys(), testing::ElementsAre("parameters.demand"));
  EXPECT_THAT(economy.parameter_streams(), testing::ElementsAre("parameters/demand"));
  const auto u = test::uniforms_of_stream(20260101, "parameters/demand");
  for (std::size_t path = 0; path < 256; ++path) {
    EXPECT_EQ(paths.parameters[0][path], Distribution::normal(0.05, 0.02).quantile(u[path]));
    EXPECT_EQ(2.0 * paths.output[0][5][path], paths.output[1][5][path]);
  }
}

TEST(Parameters, MayBeOneNumber) {
  const Economy economy(scenario_of("[parameters]\ndemand = 0.05\n" + two_sectors));

  EXPECT_TRUE(economy.parameter_keys().empty());
  EXPECT_NEAR(test::simulate_paths(economy, 1).output[0][1][0], 105.0, 1e-12);
}

TEST(Parameters, MayChangeByYear) {
  const Economy economy(scenario_of("[parameters]\ndemand = { 2026 = 0.05, 2027 = 0.1 }\n" + two_sectors));

  EXPECT_NEAR(test::simulate_paths(economy, 1).output[0][2][0], 100.0 * 1.05 * 1.1, 1e-12);
}

TEST(Parameters, AreCutOffAtTheRangeOfAKeyThatUsesThem) {
  const Scenario scenario = scenario_of(
      "[parameters]\nspread = { normal = [0.06, 0.01] }\n" +
      test::one_sector(
          "model = \"path\", growth = { parameter = \"spread\" }, spread = { parameter = \"spread\" }"));

  const auto& distribution = std::get<Distribution>(scenario.parameters.front().value.value);

  EXPECT_EQ(distribution.min(), 0.0);  // spread is not negative
}

}  // namespace secondcurve::parameters_test
