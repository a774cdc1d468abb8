#include "models/scenario/validate.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::validate_test {

using test::messages;
using test::sector;
using test::series;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string steady = "model = \"path\", growth = 0.1";
const std::string good = test::one_sector(steady);

std::vector<std::string> with(const std::string& setting) { return messages(good, {setting}); }

/// Sectors a (10) and b (20) with their series "all", and what follows.
std::vector<std::string> two(const std::string& more, const std::vector<std::string>& overrides = {}) {
  return messages(
      sector("a", "10", steady) + sector("b", "20", steady) + series("all", "a = 1, b = 1") + more,
      overrides);
}

TEST(ValidateSimulation, TakesStepsThatDivideTheYearIntoMonths) {
  EXPECT_THAT(with("simulation.steps_per_year=12"), IsEmpty());
  EXPECT_THAT(with("simulation.steps_per_year=3"), ElementsAre(HasSubstr("must be 1, 2, 4 or 12")));
}

TEST(ValidateSimulation, WantsAnEndAfterTheBaseYearWithinTwoHundredYears) {
  EXPECT_THAT(with("simulation.end_year=2225"), IsEmpty());
  EXPECT_THAT(with("simulation.end_year=2025"), ElementsAre(HasSubstr("after the base year 2025")));
  EXPECT_THAT(with("simulation.end_year=2226"), ElementsAre(HasSubstr("at most 200 years")));
}

TEST(ValidateEntries, WantsASectorAndASeries) {
  EXPECT_THAT(messages(good, {"sectors.industry.enabled=false", "series.industry.enabled=false"}),
              ElementsAre(HasSubstr("sectors: has no sector"), HasSubstr("series: has no series")));
}

TEST(ValidateSector, WantsAnAccountThatExists) {
  EXPECT_THAT(with("sectors.industry.account=\"outptu\""),
              ElementsAre(AllOf(HasSubstr("\"outptu\" is no account"), HasSubstr("Did you mean 'output'?"))));
}

TEST(ValidateSector, WantsLevelsOfTheBaseYear) {
  EXPECT_THAT(with("sectors.industry.base={ value = 1, year = 2024 }"),
              ElementsAre(HasSubstr("= 2024: must be the base year 2025")));
}

TEST(ValidateSector, WantsALevel) {
  EXPECT_THAT(with("sectors.industry.base={ sd = 1 }"), ElementsAre(HasSubstr("base: has no value")));
}

TEST(ValidateSector, TakesATotalWithAResidualOnly) {
  EXPECT_THAT(with("sectors.industry.base={ value = 1, total = 5 }"),
              ElementsAre(HasSubstr("total: has no residual_of")));
  EXPECT_THAT(with("sectors.industry.base={ residual_of = \"industry\" }"),
              ElementsAre(HasSubstr("base: has no total")));
}

TEST(ValidateSector, TakesNoSpreadWithAResidual) {
  EXPECT_THAT(with("sectors.industry.base={ residual_of = \"industry\", total = 5, sd = 1 }"),
              ElementsAre(HasSubstr("base.sd: cannot stand beside residual_of")));
}

TEST(ValidateSeries, WantsASum) {
  EXPECT_THAT(two(series("none", "")), ElementsAre(HasSubstr("sums nothing")));
}

TEST(ValidateSeries, WantsSectorsThatExist) {
  EXPECT_THAT(two(series("part", "c = 1")), ElementsAre(HasSubstr("series.part.sum.c: \"c\" is no sector")));
}

TEST(ValidateSeries, MixesNoAccounts) {
  const std::string other = "[accounts.sales]\ntitle = \"Sales\"\ndefinition = \"What is sold.\"\n";
  const std::string mixed = "[series.mixed]\naccount = \"sales\"\nsum = { a = 1 }\n";

  EXPECT_THAT(two(other + mixed),
              ElementsAre(AllOf(HasSubstr("series.mixed.sum.a"), HasSubstr("never mixed"))));
}

TEST(ValidateSeries, SumsTheAccountsThatItsOwnIncludes) {
  const std::string whole =
      "[accounts.all]\ntitle = \"All\"\ndefinition = \"Everything.\"\nincludes = [\"output\"]\n"
      "[series.whole]\naccount = \"all\"\nsum = { a = 1 }\n";

  EXPECT_THAT(two(whole), IsEmpty());
}

TEST(ValidateSeries, WantsIncludedAccountsThatExist) {
  const std::string whole =
      "[accounts.all]\ntitle = \"All\"\ndefinition = \"Everything.\"\nincludes = [\"output\", \"sales\"]\n";

  EXPECT_THAT(two(whole), ElementsAre(HasSubstr("includes[1]: \"sales\" is no account")));
}

TEST(ValidateSeries, IsPartOfAnotherThatExists) {
  EXPECT_THAT(two(series("part", "a = 1", "all")), IsEmpty());
  EXPECT_THAT(two(series("part", "a = 1", "al")), ElementsAre(HasSubstr("\"al\" is no series")));
  EXPECT_THAT(two(series("part", "a = 1", "part")), ElementsAre(HasSubstr("is the series itself")));
}

TEST(ValidateSeries, IsPartOfNoSeriesOfAnotherAccount) {
  const std::string other =
      "[accounts.sales]\ntitle = \"Sales\"\ndefinition = \"What is sold.\"\nincludes = [\"output\"]\n"
      "[series.sold]\naccount = \"sales\"\npart_of = \"all\"\nsum = { a = 1 }\n";

  EXPECT_THAT(two(other), ElementsAre(HasSubstr("\"all\" is of account \"output\"")));
}

TEST(ValidateSeries, IsNotPartOfItsOwnPart) {
  EXPECT_THAT(two(series("x", "a = 1", "y") + series("y", "a = 1", "x")),
              ElementsAre(HasSubstr("itself part of"), HasSubstr("itself part of")));
}

TEST(ValidateResidual, TakesWhatTheOthersLeave) {
  EXPECT_THAT(two("", {"sectors.b.base={ residual_of = \"all\", total = 30 }"}), IsEmpty());
  EXPECT_THAT(two("", {"sectors.b.base={ value = 20, residual_of = \"all\", total = 30 }"}), IsEmpty());
}

TEST(ValidateResidual, WantsASeriesThatExistsAndHoldsTheSector) {
  EXPECT_THAT(two("", {"sectors.b.base={ residual_of = \"alll\", total = 30 }"}),
              ElementsAre(HasSubstr("\"alll\" is no series")));
  EXPECT_THAT(two(series("only_a", "a = 1"), {"sectors.b.base={ residual_of = \"only_a\", total = 30 }"}),
              ElementsAre(HasSubstr("does not contain b")));
}

TEST(ValidateResidual, MustLeaveSomething) {
  EXPECT_THAT(two("", {"sectors.b.base={ residual_of = \"all\", total = 10 }"}),
              ElementsAre(HasSubstr("already add up to 10")));
}

TEST(ValidateResidual, AgreesWithAValueBesideIt) {
  EXPECT_THAT(two("", {"sectors.b.base={ value = 21, residual_of = \"all\", total = 30 }"}),
              ElementsAre(HasSubstr("leaves 20")));
}

TEST(ValidateResidual, IsTheOnlyOneOfItsSeries) {
  EXPECT_THAT(two("", {"sectors.a.base={ residual_of = \"all\", total = 30 }",
                       "sectors.b.base={ residual_of = \"all\", total = 30 }"}),
              ElementsAre(HasSubstr("is a residual, too"), HasSubstr("is a residual, too")));
}

TEST(ValidateOutput, WantsQuantilesThatRise) {
  EXPECT_THAT(with("output.quantiles=[0.1, 0.5]"), IsEmpty());
  EXPECT_THAT(with("output.quantiles=[0.5, 0.5]"), ElementsAre(HasSubstr("must rise")));
  EXPECT_THAT(with("output.quantiles=[]"), ElementsAre(HasSubstr("is empty")));
}

TEST(ValidateOutput, KeepsOutputInFullOnly) {
  EXPECT_THAT(with("output.cube=[\"output\"]"), IsEmpty());
  EXPECT_THAT(with("output.cube=[\"growth\"]"), ElementsAre(HasSubstr("cannot be kept in full")));
}

}  // namespace secondcurve::validate_test
