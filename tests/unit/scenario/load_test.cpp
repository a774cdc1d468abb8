#include "models/scenario/load.hpp"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::load_test {

using test::messages;
using test::scenario_of;
using test::sector;
using test::series;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string steady = "model = \"path\", growth = 0.1";

TEST(LoadScenario, KeepsEntriesInTheOrderOfTheFile) {
  const Scenario scenario = scenario_of(sector("zinc", "1", steady) + sector("alu", "2", steady) +
                                        series("zinc", "zinc = 1, alu = 0.5") + series("alu", "alu = 1"));

  EXPECT_EQ(scenario.sectors[0].name, "zinc");
  EXPECT_EQ(scenario.sectors[1].name, "alu");
  EXPECT_EQ(scenario.series[0].name, "zinc");
  EXPECT_THAT(scenario.series[0].value.sum, ElementsAre(std::pair("zinc", 1.0), std::pair("alu", 0.5)));
}

TEST(LoadScenario, CallsWhatHasNoTitleByItsName) {
  const Scenario scenario = scenario_of(test::one_sector(steady) +
                                        "[targets.high]\nseries = \"industry\"\nyear = 2030\nat_least = 1\n");

  EXPECT_EQ(scenario.sectors[0].value.title, "industry");
  EXPECT_EQ(scenario.series[0].value.title, "industry");
  EXPECT_EQ(scenario.targets[0].value.title, "high");
}

TEST(LoadScenario, LeavesOutEntriesThatAreSwitchedOff) {
  const Scenario scenario =
      scenario_of(test::one_sector(steady) + sector("gone", "1", steady), {"sectors.gone.enabled=false"});

  ASSERT_EQ(scenario.sectors.size(), 1u);
  EXPECT_EQ(scenario.sectors[0].name, "industry");
}

TEST(LoadScenario, ReadsALevelWithAndWithoutItsUncertainty) {
  const auto base = [](const std::string& text) {
    return scenario_of(test::one_sector(steady, text)).sectors[0].value.base;
  };

  EXPECT_EQ(base("225").value, 225.0);
  EXPECT_EQ(base("225").sd, 0.0);
  EXPECT_EQ(base("{ value = 225, sd = 15, year = 2025, why = \"x\" }").sd, 15.0);
}

TEST(LoadScenario, KeepsDefaultsOfWhatIsLeftOut) {
  const Scenario scenario = scenario_of(test::one_sector(steady));

  EXPECT_EQ(scenario.simulation.steps_per_year, 1);
  EXPECT_TRUE(scenario.simulation.uncertain_base);
  EXPECT_THAT(scenario.output.cube, IsEmpty());
  EXPECT_EQ(scenario.account.currency, "bn CNY");
}

TEST(LoadErrors, OfReadingAndOfReferencesAreReportedTogetherEachOnce) {
  const std::vector<std::string> found =
      messages(sector("cars", "100", "model = \"path\", growth = \"fast\"") + sector("chips", "-5", steady) +
               "[sectors.data]\naccount = \"outputs\"\nbase = 1\ngrowth = { " + steady + " }\n" +
               series("all", "cars = 1, chips = 1, ships = 1"));

  EXPECT_THAT(found, ElementsAre(HasSubstr("sectors.cars.growth.growth: is text \"fast\""),
                                 HasSubstr("sectors.chips.base = -5"),
                                 AllOf(HasSubstr("sectors.data.account: \"outputs\" is no account"),
                                       HasSubstr("Did you mean 'output'?")),
                                 AllOf(HasSubstr("series.all.sum.ships: \"ships\" is no sector"),
                                       HasSubstr("known: cars, chips, data"))));
}

TEST(LoadErrors, OfASectorThatCannotBeReadAreNotRepeatedWhereItIsUsed) {
  EXPECT_THAT(messages("[sectors]\nCars = { account = \"output\", base = 1 }\nships = 5\n" +
                       sector("data", "1", steady) + series("all", "Cars = 1, ships = 1, data = 1")),
              ElementsAre(HasSubstr("sectors.Cars: is no allowed name"), HasSubstr("sectors.ships: is")));
}

TEST(LoadErrors, OfSectorsThatAreMissingAreNotRepeatedInEverySum) {
  EXPECT_THAT(messages(series("all", "cars = 1, ships = 1")), ElementsAre(HasSubstr("has no sectors")));
}

TEST(LoadErrors, OfTheYearsAreNotRepeatedByTargetsAndLevels) {
  EXPECT_THAT(messages(test::one_sector(steady, "{ value = 1, year = 2025 }") +
                           "[targets.high]\nseries = \"industry\"\nyear = 2040\nat_least = 1\n",
                       {"simulation.base_year=\"soon\""}),
              ElementsAre(HasSubstr("simulation.base_year: is text")));
}

TEST(LoadErrors, OfAModelAreNotRepeatedByTheDependenceOfItsNoise) {
  EXPECT_THAT(messages(test::one_sector("model = \"gompertz\"") +
                       "[dependence.growth.loadings]\nindustry = { cycle = 0.5 }\n"),
              ElementsAre(HasSubstr("growth.model = \"gompertz\"")));
}

TEST(LoadErrors, OfAListAreNotFollowedByComplaintsAboutItsLength) {
  EXPECT_THAT(messages(test::one_sector(steady) + "[output]\nquantiles = [\"half\"]\n"),
              ElementsAre(HasSubstr("output.quantiles[0]")));
}

TEST(LoadErrors, OfASumAreNotFollowedByComplaintsThatItIsEmpty) {
  EXPECT_THAT(messages(sector("cars", "1", steady) + series("all", "cars = \"one\"")),
              ElementsAre(HasSubstr("series.all.sum.cars: is text")));
}

TEST(LoadErrors, OfAResidualsNeighboursAreNotFollowedByWrongSums) {
  EXPECT_THAT(messages(sector("cars", "\"many\"", steady) +
                       sector("rest", "{ value = 40, residual_of = \"all\", total = 140 }", steady) +
                       series("all", "cars = 1, rest = 1")),
              ElementsAre(HasSubstr("sectors.cars.base: is text")));
}

TEST(LoadErrors, OfCitationsAreReportedBesideOthers) {
  const std::vector<std::string> found = messages(
      sector("cars", "{ value = 100, source = \"F-1; F-9\" }", steady) + series("all", "cars = 1, ships = 1"),
      {"account.facts=\"facts.csv\""}, {{"facts.csv", "id,text\nF-1,known\nF-2,known\n"}});

  EXPECT_THAT(found,
              ElementsAre(AllOf(HasSubstr("sectors.cars.base.source"), HasSubstr("\"F-9\" is no fact")),
                          HasSubstr("\"ships\" is no sector")));
}

TEST(LoadErrors, AskForTheFileOfFactsOnce) {
  EXPECT_THAT(
      messages(sector("cars", "{ value = 100, source = \"F-1; F-2\" }", steady) + series("all", "cars = 1")),
      ElementsAre(AllOf(HasSubstr("cites fact \"F-1\""), HasSubstr("account.facts"))));
}

TEST(LoadErrors, OfTheFileOfDocuments) {
  const std::map<std::string, std::string> files{{"facts.csv", "id\nF-1\n"},
                                                 {"documents.csv", "id,title\nD-1,Yearbook\n"},
                                                 {"numbers.csv", "id\nD-1\n"}};
  const auto found = [&](const std::vector<std::string>& settings) {
    return messages(test::one_sector(steady), settings, files);
  };

  EXPECT_THAT(found({"account.facts=\"facts.csv\"", "account.sources=\"documents.csv\""}), ElementsAre());
  EXPECT_THAT(found({"account.facts=\"facts.csv\"", "account.sources=\"numbers.csv\""}),
              ElementsAre(AllOf(HasSubstr("account.sources"), HasSubstr("no column \"title\""))));
  EXPECT_THAT(
      found({"account.sources=\"documents.csv\""}),
      ElementsAre(AllOf(HasSubstr("account.sources"), HasSubstr("account.facts must name the file"))));
}

TEST(LoadErrors, NameAFactOfATarget) {
  EXPECT_THAT(messages(test::one_sector(steady) + "[targets.high]\nseries = \"industry\"\nyear = 2030\n" +
                           "at_least = 1\nsource = \"F-3\"\nwhy = 5\n",
                       {"account.facts=\"facts.csv\""}, {{"facts.csv", "id\nF-1\n"}}),
              ElementsAre(HasSubstr("\"F-3\" is no fact"), HasSubstr("targets.high.why: is a whole number")));
}

TEST(LoadErrors, OfATableThatASettingMakesAskWhetherAnotherWasMeant) {
  const std::string text =
      test::one_sector(steady) + "[adjustments.growth]\nkeys = [\"sectors.*.growth.growth\"]\nadd = 0\n";

  EXPECT_THAT([&] { scenario_of(text, {"adjustments.grwth.add=0.1"}); },
              ::testing::ThrowsMessage<ConfigError>(
                  AllOf(HasSubstr("adjustments.grwth: has no keys"), HasSubstr("Did you mean 'growth'?"))));
  EXPECT_THAT([&] { scenario_of(text, {"adjustments.other.add=0.1"}); },
              ::testing::ThrowsMessage<ConfigError>(::testing::Not(HasSubstr("Did you mean"))));
}

}  // namespace secondcurve::load_test
