#include "models/scenario/notes.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::notes_test {

using test::scenario_of;
using test::sector;
using test::series;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string two_models =
    sector("brown", "1", "model = \"geometric_brownian\", drift = 0, volatility = 0.1") +
    sector("revert", "1",
           "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.05, growth_sd = 0.02, "
           "volatility = 0.1") +
    series("all", "brown = 1, revert = 1");

TEST(Notes, NameLoadingsOfASectorWithoutTheNoise) {
  const std::string loadings = "{ brown = { common = 0.5 }, revert = { common = 0.4 } }\n";

  EXPECT_THAT(notes(scenario_of(two_models + "[dependence.growth_rate]\nloadings = " + loadings)),
              ElementsAre("dependence.growth_rate: the loadings of brown have no effect: its model "
                          "geometric_brownian has no noise growth_rate"));
  EXPECT_THAT(notes(scenario_of(two_models + "[dependence.output]\nloadings = " + loadings)), IsEmpty());
}

TEST(Notes, TellOfARepairedMatrixInResultsToo) {
  const std::string output =
      two_models + sector("c", "1", "model = \"geometric_brownian\", drift = 0, volatility = 0.1") +
      series("c", "c = 1") + "[dependence.output]\nrepair = true\ncorrelation = \"m.csv\"\n";
  const Scenario wrong =
      scenario_of(output, {}, {{"m.csv", "sector,brown,revert,c\nbrown,1,1,0\nrevert,1,1,1\nc,0,1,1\n"}});
  const Scenario right =
      scenario_of(output, {}, {{"m.csv", "sector,brown,revert,c\nbrown,1,1,1\nrevert,1,1,1\nc,1,1,1\n"}});

  EXPECT_THAT(
      result_notes(wrong),
      ElementsAre("dependence.output: the correlations of m.csv cannot all hold; the nearest that can "
                  "take their place (repair = true), changed by 0.24 at most"));
  EXPECT_EQ(notes(wrong), result_notes(wrong));
  EXPECT_THAT(notes(right), IsEmpty());
}

TEST(Notes, NameSeriesWhoseMomentsDoNotExist) {
  const std::string revert =
      "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.05, growth_sd = 0.02, "
      "volatility = 0.1";
  const std::string sectors = sector("a", "1", revert) + sector("b", "1", revert) +
                              series("only_b", "b = 1") + series("with_a", "a = 1, b = 1") +
                              series("without_a", "a = 0, b = 1") + series("a", "a = 1") +
                              "[dependence.growth_rate]\n";

  EXPECT_THAT(result_notes(scenario_of(sectors + "heavy_tails = { a = 4 }\n")),
              ElementsAre(StartsWith("the shocks of with_a and a have heavy tails: means, ")));
  EXPECT_THAT(result_notes(scenario_of(sectors + "copula = \"student_t\"\ndegrees_of_freedom = 4\n")),
              IsEmpty());
}

TEST(Notes, NameHeavyTailsOfASectorWithoutTheNoise) {
  EXPECT_THAT(
      notes(scenario_of(two_models + "[dependence.growth_rate]\nheavy_tails = { brown = 4, revert = 4 }\n")),
      ElementsAre(StartsWith("the shocks of all have heavy tails"),
                  "dependence.growth_rate: the heavy tails of brown have no effect: its model "
                  "geometric_brownian has no noise growth_rate"));
}

TEST(Notes, NameDegreesOfFreedomThatAGaussianCopulaDoesNotHave) {
  EXPECT_THAT(
      notes(scenario_of(two_models +
                        "[dependence.output]\nloadings = { brown = { x = 0.5 } }\ncopula = \"gaussian\"\n"
                        "degrees_of_freedom = 5\n")),
      ElementsAre("dependence.output: degrees_of_freedom has no effect: the copula is gaussian"));
}

TEST(Notes, NameCorrelationsOfASectorWithoutTheNoise) {
  EXPECT_THAT(notes(scenario_of(two_models + "[dependence.growth_rate]\ncorrelation = \"c.csv\"\n", {},
                                {{"c.csv", "sector,brown,revert\nbrown,1,0\nrevert,0,1\n"}})),
              ElementsAre("dependence.growth_rate: the correlations of brown have no effect: its model "
                          "geometric_brownian has no noise growth_rate"));
}

TEST(Notes, NameASectorThatNoSeriesReports) {
  const std::string brownian = "model = \"geometric_brownian\", drift = 0, volatility = 0.1";

  EXPECT_THAT(
      notes(scenario_of(sector("seen", "1", brownian) + sector("unseen", "1", brownian) +
                        series("all", "seen = 1, unseen = 0"))),
      ElementsAre("sectors.unseen: is in no series, so it changes no figure. Add it to the sum of a series"));
}

TEST(Notes, NameAProgrammeThatHasSpentItsMoney) {
  const std::string invested =
      test::one_sector("model = \"path\", growth = 0.04") +
      "[sectors.industry.investment]\ncapital_output_ratio = 1\ndepreciation = 0.1\noutput_elasticity = 0.3\n"
      "[programmes.fund]\nallocation = { industry = 1 }\n";

  EXPECT_THAT(
      notes(scenario_of(invested + "amount = 10\nyears = [2020, 2025]")),
      ElementsAre("programmes.fund: spends nothing from 2026 to 2030, so it changes no figure: what was "
                  "spent before is in the base"));
  EXPECT_THAT(notes(scenario_of(invested + "schedule = { 2024 = 3, 2031 = 5 }")).size(), 1);
  EXPECT_THAT(notes(scenario_of(invested + "schedule = { 2024 = 3, 2030 = 5 }")), IsEmpty());
  EXPECT_THAT(notes(scenario_of(invested + "amount = 10\nyears = [2020, 2026]")), IsEmpty());
}

TEST(Notes, NamePoliciesAndEventsAfterTheSimulatedYears) {
  const std::string policy = "[policies.push]\nsectors = [\"brown\"]\nuplift = 0.01\n";
  const std::string event = "[events.strike]\nexposure = { brown = 1 }\nimpact = -0.1\n";

  EXPECT_THAT(
      notes(scenario_of(two_models + policy + "from = 2031\n")),
      ElementsAre("policies.push: begins in 2031, so it changes no figure: simulated are 2026 to 2030"));
  EXPECT_THAT(
      notes(scenario_of(two_models + event + "year = 2040\n")),
      ElementsAre("events.strike: happens in 2040, so it changes no figure: simulated are 2026 to 2030"));
  EXPECT_THAT(notes(scenario_of(two_models + policy + "from = 2030\n" + event + "year = 2026\n")), IsEmpty());
}

TEST(Notes, PointOutGrowthThatMayLackItsPercentSign) {
  const auto growing = [](const std::string& growth) {
    return notes(scenario_of(
        sector("a", "1", "model = \"geometric_brownian\", volatility = 0.1, median_growth = " + growth) +
        series("a", "a = 1")));
  };

  EXPECT_THAT(growing("2"),
              ElementsAre("sectors.a.growth.median_growth = 2 is 200% a year; 2% would be 0.02"));
  EXPECT_THAT(growing("0.5"), IsEmpty());
}

}  // namespace secondcurve::notes_test
