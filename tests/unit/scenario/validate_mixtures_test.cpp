#include "models/scenario/validate_mixtures.hpp"

#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::validate_mixtures_test {

using test::messages;
using test::one_sector;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string slow = "slow = { weight = 0.6, model = \"path\", growth = 0.02 }";

/// A mixture of `slow` and this one, "fast".
std::string with(const std::string& fast, const std::string& more = "") {
  return one_sector("model = \"mixture\", components = { " + slow + ", fast = { " + fast + " } }") + more;
}

TEST(ValidateMixtures, SaysWhatWeightsAddUpTo) {
  EXPECT_THAT(messages(with("weight = 0.4, model = \"path\", growth = 0.1")), IsEmpty());
  EXPECT_THAT(messages(with("weight = 0.3999995, model = \"path\", growth = 0.1")), IsEmpty());
  EXPECT_THAT(
      messages(with("weight = 0.39, model = \"path\", growth = 0.1")),
      ElementsAre(HasSubstr("sectors.industry.growth.components: has weights that add up to 0.99 (")));
}

TEST(ValidateMixtures, LeavesOutAComponentThatIsSwitchedOff) {
  EXPECT_THAT(messages(with("weight = 0.4, model = \"path\", growth = 0.1, enabled = false")),
              ElementsAre(HasSubstr("components: has 1 component (at least 2")));
}

TEST(ValidateMixtures, ReportsAnUnknownKeyOnceAndNamesThoseOfTableAndModel) {
  EXPECT_THAT(
      messages(with("weight = 0.4, model = \"path\", growth = 0.1, spraed = 0.1")),
      ElementsAre(HasSubstr("components.fast.spraed: unknown key (allowed: enabled, weight, model, growth, "
                            "spread). Did you mean 'spread'?")));
}

TEST(ValidateMixtures, ReportsAMissingModelWithThoseThereAre) {
  EXPECT_THAT(messages(with("weight = 0.4, growth = 0.1")),
              ElementsAre(HasSubstr("components.fast: has no model (allowed: geometric_brownian, ")));
}

TEST(ValidateMixtures, RefusesAMixtureInAMixture) {
  EXPECT_THAT(messages(with("weight = 0.4, model = \"mixture\", components = { " + slow + " }")),
              ElementsAre(HasSubstr("components.fast.model = \"mixture\": is not known here (allowed: ")));
}

TEST(ValidateMixtures, RefusesComponentsThatDrawFromDifferentHistories) {
  const std::map<std::string, std::string> files{{"past.csv", "year,industry\n2020,0.1\n2021,0.2\n2022,0\n"}};
  const std::string histories =
      "[histories.a]\ngrowth = \"past.csv\"\nmean_block = 2\n[histories.b]\ngrowth = "
      "\"past.csv\"\nmean_block = 4\n";
  const auto found = [&](const std::string& second) {
    return messages(one_sector("model = \"mixture\", components = { x = { weight = 0.5, model = "
                               "\"historical_bootstrap\", history = \"a\" }, y = { weight = 0.5, model = "
                               "\"historical_bootstrap\", history = \"" +
                               second + "\" } }") +
                        histories,
                    {}, files);
  };

  EXPECT_THAT(found("a"), IsEmpty());
  EXPECT_THAT(found("b"),
              ElementsAre(HasSubstr("components.y.history = \"b\": component x has history = \"a\" (the same "
                                    "history: components of a mixture share their draws)")));
}

TEST(ValidateMixtures, RefusesComponentsThatFollowDifferentChains) {
  const std::string regimes =
      "weight = 0.5, model = \"regime_switching\", regimes = { good = { growth = 0.1, volatility = 0 }, bad "
      "= { "
      "growth = -0.1, volatility = 0 } }, transition = [[0.6, 0.4], [0.5, 0.5]]";
  const auto found = [&](const std::string& first, const std::string& second) {
    return messages(one_sector("model = \"mixture\", components = { x = { " + regimes + first + " }, y = { " +
                               regimes + second + " } }"));
  };

  EXPECT_THAT(found("", ""), IsEmpty());
  EXPECT_THAT(found(", chain = \"cycle\"", ", chain = \"cycle\""), IsEmpty());
  EXPECT_THAT(
      found(", chain = \"cycle\"", ", chain = \"other\""),
      ElementsAre(HasSubstr("components.y.chain = \"other\": component x has chain = \"cycle\" (the same")));
  EXPECT_THAT(
      found("", ", chain = \"cycle\""),
      ElementsAre(HasSubstr("components.y.chain = \"cycle\": component x has no chain (the same chain")));
  EXPECT_THAT(
      found(", chain = \"cycle\"", ""),
      ElementsAre(HasSubstr("components.y: has no chain: component x has chain = \"cycle\" (the same")));
}

TEST(ValidateMixtures, ReportsWhatIsWrongWithAComponentAtItsPlace) {
  EXPECT_THAT(
      messages(with("weight = 0.4, model = \"logistic\", rate = 0.1, capacity = 0.5, volatility = 0.1, "
                    "noise = \"logit\"")),
      ElementsAre(HasSubstr("components.fast.capacity = 0.5: must be above 1 with noise = \"logit\"")));
  EXPECT_THAT(messages(with("weight = 0.4, model = \"historical_bootstrap\", history = \"none\"")),
              ElementsAre(HasSubstr("components.fast.history: \"none\" is no history")));
  EXPECT_THAT(
      messages(with("weight = 0.4, model = \"autoregressive\", initial_growth = 0.1, long_run_growth = "
                    "0.05, persistence = 0.5, volatility = 0.1"),
               {"simulation.steps_per_year=4"}),
      ElementsAre(HasSubstr("components.fast: model = \"autoregressive\" is defined on whole years")));
}

TEST(ValidateMixtures, KnowsWhichShocksComponentsTake) {
  const Scenario scenario = test::scenario_of(
      with("weight = 0.4, model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = "
           "0.05, volatility = 0.1"));
  const Growth& growth = scenario.sectors.front().value.growth;

  EXPECT_TRUE(has_shocks(growth, "output"));
  EXPECT_TRUE(has_shocks(growth, "growth_rate"));
  EXPECT_FALSE(has_shocks(growth, "second_output"));
  EXPECT_FALSE(has_shocks(growth, "jump_size"));
}

}  // namespace secondcurve::validate_mixtures_test
