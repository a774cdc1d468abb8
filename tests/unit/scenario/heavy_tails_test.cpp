#include "models/scenario/heavy_tails.hpp"

#include <string>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::heavy_tails_test {

using test::scenario_of;
using test::sector;
using test::series;

constexpr double all = infinity;

Scenario economy(const std::string& dependence) {
  return scenario_of(
      sector("brown", "1", "model = \"geometric_brownian\", median_growth = 0, volatility = 0.1") +
      sector("revert", "1",
             "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.05, growth_sd = 0.02, "
             "volatility = 0.1") +
      series("both", "brown = 1, revert = 1") + series("brown", "brown = 1, revert = 0") + dependence);
}

TEST(TailDegrees, AreThoseOfTheHeaviestShock) {
  const Scenario scenario = economy(
      "[dependence.output]\nheavy_tails = { brown = 5, revert = 4 }\n"
      "[dependence.growth_rate]\nheavy_tails = { revert = 3 }\n");

  EXPECT_EQ(tail_degrees(scenario, "brown"), 5.0);
  EXPECT_EQ(tail_degrees(scenario, "revert"), 3.0);
  EXPECT_EQ(tail_degrees(scenario, *find_entry(scenario.series, "both")), 3.0);
  EXPECT_EQ(tail_degrees(scenario, *find_entry(scenario.series, "brown")), 5.0);
}

TEST(TailDegrees, AreInfiniteWhereAllShocksAreNormal) {
  const Scenario copula = economy("[dependence.output]\ncopula = \"student_t\"\ndegrees_of_freedom = 3\n");
  const Scenario without_effect = economy("[dependence.growth_rate]\nheavy_tails = { brown = 4 }\n");

  EXPECT_EQ(tail_degrees(copula, "brown"), all);
  EXPECT_EQ(tail_degrees(without_effect, "brown"), all);
  EXPECT_EQ(tail_degrees(without_effect, *find_entry(without_effect.series, "both")), all);
}

TEST(TailDegrees, ReachSectorsByLinks) {
  // The growth of revert, the buyer, moves brown, its supplier; not the other way round.
  const auto linked = [](const std::string& heavy, const std::string& strength) {
    return economy("[dependence.output]\nheavy_tails = { " + heavy +
                   " = 4 }\n[links]\nstrength = " + strength + "\ntable = { brown = { revert = 0.3 } }\n");
  };

  EXPECT_EQ(tail_degrees(linked("revert", "1"), "brown"), 4.0);
  EXPECT_EQ(tail_degrees(linked("brown", "1"), "revert"), all);
  EXPECT_EQ(tail_degrees(linked("revert", "0"), "brown"), all);
}

TEST(TailDegrees, OfARatioAreThoseOfBothItsParts) {
  const Scenario scenario = economy(
      "[series.ratio]\naccount = \"output\"\nper = \"both\"\nsum = { revert = 1 }\n"
      "[dependence.output]\nheavy_tails = { brown = 5 }\n");

  EXPECT_EQ(tail_degrees(scenario, *find_entry(scenario.series, "ratio")), 5.0);
}

}  // namespace secondcurve::heavy_tails_test
