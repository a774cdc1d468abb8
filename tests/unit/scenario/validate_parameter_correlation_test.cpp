#include "models/scenario/validate_parameter_correlation.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::validate_parameter_correlation_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string two_sectors =
    "[parameters]\ndemand = { normal = [0.05, 0.01] }\n" +
    test::sector("a", "{ value = 10, sd = 1 }",
                 "model = \"geometric_brownian\", drift = { normal = [0.05, 0.01] }, volatility = 0.1") +
    test::sector(
        "b", "20",
        "model = \"geometric_brownian\", drift = { parameter = \"demand\" }, volatility = { uniform = "
        "[0.1, 0.2] }") +
    test::series("all", "a = 1, b = 1");

std::string entry(const std::string& name, const std::string& keys, const std::string& loadings) {
  return "[parameter_correlation." + name + "]\nkeys = [" + keys + "]\nloadings = { " + loadings + " }\n";
}

std::vector<std::string> messages_of(const std::string& text, const std::string& csv = "") {
  return test::messages(two_sectors + text, {}, {{"c.csv", csv}});
}

TEST(ParameterCorrelation, GovernsTheKeysThatItsPatternsMatch) {
  const Scenario scenario = test::scenario_of(
      two_sectors +
      entry("x", "'sectors.*.growth.*', 'parameters.demand', 'sectors.a.growth.drift'", "f = 0.5") +
      entry("y", "'sectors.b.growth.volatility', 'sectors.*.base'", "g = 1"));
  const auto& entries = scenario.parameter_correlation;

  EXPECT_THAT(entries[0].value.governed, ElementsAre("sectors.a.growth.drift", "parameters.demand"));
  EXPECT_THAT(entries[1].value.governed, ElementsAre("sectors.b.growth.volatility", "sectors.a.base"));
}

TEST(ParameterCorrelation, ReadsAMatrixByKeys) {
  const Scenario scenario =
      test::scenario_of(two_sectors + "[parameter_correlation.x]\ncorrelation = \"c.csv\"\n", {},
                        {{"c.csv",
                          "key, parameters.demand, sectors.a.base\nparameters.demand, 1, 0.4\n"
                          "sectors.a.base, 0.4, 1\n"}});
  const ParameterCorrelation& entry = scenario.parameter_correlation.front().value;

  EXPECT_THAT(entry.matrix.names, ElementsAre("parameters.demand", "sectors.a.base"));
  EXPECT_THAT(entry.matrix.values, ElementsAre(1.0, 0.4, 0.4, 1.0));
  EXPECT_EQ(entry.governed, entry.matrix.names);
}

TEST(ParameterCorrelation, RefusesAKeyThatIsNoUncertainNumberAndSaysWhatIs) {
  EXPECT_THAT(
      messages_of(entry("x", "'sectors.a.growth.volatility'", "f = 0.5")),
      ElementsAre(AllOf(HasSubstr("parameter_correlation.x.keys[0]: \"sectors.a.growth.volatility\" is no "
                                  "uncertain number (known: "),
                        HasSubstr("parameters.demand, sectors.a.base"))));
  EXPECT_THAT(messages_of(entry("x", "'sectors.a.growth.drfit'", "f = 0.5")),
              ElementsAre(HasSubstr("Did you mean 'sectors.a.growth.drift'?")));
  EXPECT_THAT(messages_of(entry("x", "'sectors.b.growth.drift'", "f = 0.5")),
              ElementsAre(HasSubstr("It takes the draw of parameters.demand: name \"parameters.demand\"")));
}

TEST(ParameterCorrelation, RefusesAPatternThatMatchesNothing) {
  EXPECT_THAT(messages_of(entry("x", "'sectors.*.growth.half_life'", "f = 0.5")),
              ElementsAre(HasSubstr("\"sectors.*.growth.half_life\" matches no uncertain number")));
}

TEST(ParameterCorrelation, SaysWhatAPatternMatchesThatIsNoLongerUncertain) {
  EXPECT_THAT(
      test::messages(test::one_sector("model = \"geometric_brownian\", drift = 0.05, volatility = 0.1") +
                     entry("x", "'sectors.*.growth.drift'", "f = 0.5")),
      ElementsAre(HasSubstr("\"sectors.*.growth.drift\" matches no uncertain number (there is none). It "
                            "matches 1 number without a distribution here: "
                            "sectors.industry.growth.drift")));
}

TEST(ParameterCorrelation, WantsKeysBesideLoadingsAndNoneBesideAMatrix) {
  EXPECT_THAT(messages_of("[parameter_correlation.x]\nloadings = { f = 0.5 }\n"),
              ElementsAre(HasSubstr("x: names no key")));
  EXPECT_THAT(messages_of("[parameter_correlation.x]\nkeys = ['sectors.a.base']\ncorrelation = 'c.csv'\n",
                          "key,sectors.a.base\nsectors.a.base,1\n"),
              ElementsAre(HasSubstr("keys: cannot stand beside correlation")));
  EXPECT_THAT(messages_of("[parameter_correlation.x]\nkeys = ['sectors.a.base']\n"),
              ElementsAre(HasSubstr("has no loadings or correlation")));
}

TEST(ParameterCorrelation, TakesSharesOfTheVariance) {
  EXPECT_THAT(messages_of(entry("x", "'sectors.a.base'", "f = 0.6, g = -0.8")), IsEmpty());
  EXPECT_THAT(messages_of(entry("x", "'sectors.a.base'", "f = 0.7, g = 0.8")),
              ElementsAre(HasSubstr("squares of the loadings add up to 1.13")));
  EXPECT_THAT(messages_of(entry("x", "'sectors.a.base'", "Trend = 0.7")),
              ElementsAre(HasSubstr("loadings.Trend: is no allowed name")));
}

TEST(ParameterCorrelation, RefusesAMatrixThatIsNone) {
  const std::string text = "[parameter_correlation.x]\ncorrelation = 'c.csv'\n";
  EXPECT_THAT(messages_of(text, "key,sectors.b.base\nsectors.b.base,1\n"),
              ElementsAre(HasSubstr("\"sectors.b.base\" is no uncertain number (known: ")));
  EXPECT_THAT(
      messages_of(text,
                  "key,parameters.demand,sectors.a.base\nparameters.demand,1,0.5\nsectors.a.base,0.4,1\n"),
      ElementsAre(HasSubstr("must be 0.5, as row parameters.demand has it")));
}

TEST(ParameterCorrelation, AddsNoErrorThatFollowsFromAnother) {
  EXPECT_THAT(messages_of(test::sector("c", "20", "model = \"path\", growth = { normal = [0.1] }") +
                          entry("x", "'sectors.c.growth.growth', 'sectors.*.growth.growth'", "f = 0.5")),
              ElementsAre(HasSubstr("sectors.c.growth.growth")));
}

}  // namespace secondcurve::validate_parameter_correlation_test
