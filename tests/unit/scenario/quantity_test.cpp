#include "models/scenario/quantity.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::quantity_test {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string path_model(const std::string& growth) {
  return test::one_sector("model = \"path\", growth = " + growth);
}

/// The growth of a given path, whose range is above -1.
Quantity read(const std::string& growth, const std::map<std::string, std::string>& files = {}) {
  const Scenario scenario = test::scenario_of(path_model(growth), {}, files);
  return *std::get<GrowthSpec<Path>>(scenario.sectors.front().value.growth).quantities.front();
}

std::vector<std::string> errors(const std::string& growth,
                                const std::map<std::string, std::string>& files = {}) {
  return test::messages(path_model(growth), {}, files);
}

TEST(NumberHint, SaysHowADecimalCommaOrAPercentSignIsWritten) {
  EXPECT_EQ(number_hint("0,05"), "Write 0.05: a table has a point before decimals");
  EXPECT_EQ(number_hint("5%"), "Write 0.05: a table has rates as decimals");
  EXPECT_EQ(number_hint("-2,5 %"), "Write -0.025: a table has rates as decimals");
  for (const char* other : {"fast", "", "1,234,567", "8.1", "%"}) EXPECT_EQ(number_hint(other), "") << other;
}

TEST(Quantities, OfATableHaveHintsBesideCellsThatCannotBeUsed) {
  EXPECT_THAT(
      errors("{ csv = \"g.csv\", column = \"cars\" }", {{"g.csv", "year,cars\n2026,5%\n2027,\"0,05\"\n"}}),
      ElementsAre(HasSubstr("g.csv:2:1: sectors.industry.growth.growth: \"5%\" cannot be used (a number: "
                            "above -1 and at most 3). Write 0.05: a table has rates as decimals"),
                  HasSubstr("Write 0.05: a table has a point before decimals")));
}

TEST(Schedule, HoldsEachValueUntilTheNextYear) {
  const Schedule schedule{{{2026, 0.1}, {2028, 0.2}}, Interpolation::steps};

  EXPECT_EQ(schedule.at(2026), 0.1);
  EXPECT_EQ(schedule.at(2027), 0.1);
  EXPECT_EQ(schedule.at(2028), 0.2);
}

TEST(Schedule, RunsStraightBetweenYearsWhereAskedTo) {
  const Schedule schedule{{{2026, 0.1}, {2030, 0.3}}, Interpolation::linear};

  EXPECT_DOUBLE_EQ(schedule.at(2027), 0.15);
  EXPECT_DOUBLE_EQ(schedule.at(2028), 0.2);
  EXPECT_DOUBLE_EQ(schedule.at(2030), 0.3);
}

TEST(Schedule, HoldsItsFirstValueBeforeAndItsLastAfterItsYears) {
  for (const Interpolation way : {Interpolation::steps, Interpolation::linear}) {
    const Schedule schedule{{{2026, 0.1}, {2028, 0.2}}, way};

    EXPECT_EQ(schedule.at(2020), 0.1);
    EXPECT_EQ(schedule.at(2040), 0.2);
  }
}

TEST(Quantity, ReadsANumber) {
  const Quantity quantity = read("0.05");

  EXPECT_EQ(std::get<double>(quantity.value), 0.05);
  EXPECT_FALSE(quantity.uncertain());
  EXPECT_FALSE(quantity.scheduled());
  EXPECT_EQ(quantity.key, "sectors.industry.growth.growth");
}

TEST(Quantity, ReadsAPercentage) { EXPECT_DOUBLE_EQ(std::get<double>(read("\"5%\"").value), 0.05); }

TEST(Quantity, ReadsANumberWithItsReason) {
  EXPECT_EQ(std::get<double>(read("{ value = 0.05, why = \"a guess\" }").value), 0.05);
}

TEST(Quantity, ReadsATableByYearInAnyOrder) {
  const Quantity quantity = read("{ 2028 = \"20%\", 2026 = 0.1 }");

  ASSERT_TRUE(quantity.scheduled());
  const Schedule& schedule = std::get<Schedule>(quantity.value);
  EXPECT_EQ(schedule.interpolation, Interpolation::steps);
  EXPECT_THAT(schedule.points, ElementsAre(std::pair(2026, 0.1), std::pair(2028, 0.2)));
}

TEST(Quantity, ReadsALineThroughYears) {
  const Quantity quantity = read("{ 2026 = 0.1, 2030 = 0.3, interpolate = \"linear\", why = \"a plan\" }");

  EXPECT_DOUBLE_EQ(std::get<Schedule>(quantity.value).at(2028), 0.2);
  EXPECT_EQ(quantity.citation.why, "a plan");
}

TEST(Quantity, ReadsAColumnOfAFile) {
  const Quantity quantity = read("{ csv = \"plan.csv\", column = \"chips\" }",
                                 {{"plan.csv", "chips,year,other\n0.2,2028,9\n0.1,2026,9\n"}});

  EXPECT_THAT(std::get<Schedule>(quantity.value).points,
              ElementsAre(std::pair(2026, 0.1), std::pair(2028, 0.2)));
}

TEST(Quantity, ReadsADistributionWithItsBounds) {
  const Quantity quantity = read("{ normal = [0.05, 0.02], min = 0, max = \"10%\", why = \"spread\" }");

  ASSERT_TRUE(quantity.uncertain());
  const Distribution& distribution = std::get<Distribution>(quantity.value);
  EXPECT_STREQ(distribution.name(), "normal");
  EXPECT_EQ(std::get<NormalShape>(distribution.shape()).mean, 0.05);
  EXPECT_EQ(std::get<NormalShape>(distribution.shape()).sd, 0.02);
  EXPECT_EQ(distribution.min(), 0.0);
  EXPECT_EQ(distribution.max(), 0.1);
  EXPECT_EQ(quantity.citation.why, "spread");
}

TEST(Quantity, KeepsASingleBoundSingle) {
  const Quantity quantity = read("{ normal = [0.05, 0.02], max = 0.2 }");

  EXPECT_EQ(std::get<Distribution>(quantity.value).min(), std::nullopt);
  EXPECT_EQ(std::get<Distribution>(quantity.value).max(), 0.2);
}

TEST(Quantity, CutsADistributionOffAtTheRangeOfItsKey) {
  // Growth is above -1, five and a half standard deviations below the mean: probability 2e-8.
  const Quantity quantity = read("{ normal = [0.1, 0.2] }");
  const Distribution& cut = std::get<Distribution>(quantity.value);
  const Distribution whole = Distribution::normal(0.1, 0.2);

  ASSERT_LT(whole.quantile(1e-9), -1.0);
  EXPECT_GT(cut.quantile(1e-9), -1.0);
  EXPECT_GT(cut.quantile(0x1p-53), -1.0);
  EXPECT_EQ(cut.max(), std::nullopt);
  for (const double u : {0.01, 0.3, 0.5, 0.9, 0.999})
    EXPECT_NEAR(cut.quantile(u), whole.quantile(u), 1e-6 * 0.2) << u;
}

TEST(Quantity, CutsADistributionOffBesideABoundOfItsOwn) {
  const Distribution cut = std::get<Distribution>(read("{ normal = [0.1, 0.2], min = -3, max = 0.5 }").value);

  EXPECT_GT(cut.quantile(0x1p-53), -1.0);
  EXPECT_EQ(cut.max(), 0.5);
}

TEST(Quantity, DropsListedValuesThatAreOutsideTheRangeOfItsKeyWithNegligibleProbability) {
  const Distribution cut =
      std::get<Distribution>(read("{ discrete = [[-2, 1e-9], [0.1, 1], [0.2, 1]] }").value);

  EXPECT_EQ(cut.quantile(0x1p-53), 0.1);
}

TEST(QuantityErrors, NameANumberOutsideItsRange) {
  EXPECT_THAT(errors("-1.5"),
              ElementsAre(AllOf(HasSubstr("sectors.industry.growth.growth = -1.5"), HasSubstr("above -1"))));
}

TEST(QuantityErrors, NameEachYearOutsideTheRange) {
  EXPECT_THAT(errors("{ 2026 = -2, 2027 = 0.1, 2028 = -3 }"),
              ElementsAre(HasSubstr("growth.2026 = -2"), HasSubstr("growth.2028 = -3")));
}

TEST(QuantityErrors, NameAKeyThatIsNoYear) {
  EXPECT_THAT(errors("{ 2026 = 0.1, later = 0.2 }"), ElementsAre(HasSubstr("growth.later: is no year")));
}

TEST(QuantityErrors, NameRowsOfAFileByTheirLine) {
  const std::vector<std::string> found =
      errors("{ csv = \"plan.csv\", column = \"chips\" }",
             {{"plan.csv", "year,chips\n2026,-2\n2027,0.1\nnext,0.1\n2028,x\n2029,nan\n2027,0.2\n"}});

  EXPECT_THAT(found,
              ElementsAre(HasSubstr("plan.csv:2:1"), HasSubstr("plan.csv:4:1"), HasSubstr("plan.csv:5:1"),
                          HasSubstr("plan.csv:6:1"), AllOf(HasSubstr("plan.csv:7:1"), HasSubstr("2027"))));
}

TEST(QuantityErrors, NameAColumnThatTheFileLacks) {
  EXPECT_THAT(errors("{ csv = \"plan.csv\", column = \"chip\" }", {{"plan.csv", "year,chips\n2026,0.1\n"}}),
              ElementsAre(AllOf(HasSubstr("\"chip\""), HasSubstr("year, chips"))));
}

TEST(QuantityErrors, NameAFileThatIsNotThereAndGoOn) {
  EXPECT_THAT(errors("{ csv = \"plan.csv\", column = \"chips\" }, spread = -1"),
              ElementsAre(HasSubstr("plan.csv"), HasSubstr("growth.spread = -1")));
}

TEST(QuantityErrors, NameADamagedFileAndGoOn) {
  EXPECT_THAT(
      errors("{ csv = \"plan.csv\", column = \"chips\" }, spread = -1", {{"plan.csv", "year,chips\n2026\n"}}),
      ElementsAre(HasSubstr("plan.csv:2"), HasSubstr("growth.spread = -1")));
}

TEST(QuantityErrors, RefuseADistributionOfTooFewNumbers) {
  EXPECT_THAT(errors("{ normal = [0.05] }"), ElementsAre(HasSubstr("normal = [mean, sd]")));
}

TEST(QuantityErrors, RefuseADistributionThatIsNone) {
  EXPECT_THAT(errors("{ normal = [0.05, -0.1] }"), ElementsAre(HasSubstr("sd = -0.1")));
  EXPECT_THAT(errors("{ uniform = [0.2, 0.1] }"), ElementsAre(HasSubstr("low must be below high")));
  EXPECT_THAT(errors("{ normal = [0.05, 0.1], min = 1, max = 0 }"),
              ElementsAre(HasSubstr("min must be below max")));
}

TEST(QuantityErrors, RefuseAListThatHoldsNoValuesWithWeights) {
  EXPECT_THAT(errors("{ discrete = [] }"), ElementsAre(HasSubstr("[[value, weight], ...]")));
  EXPECT_THAT(errors("{ discrete = [0.1, 0.2] }"),
              ElementsAre(HasSubstr("0.1: needs a list of 2 numbers"), HasSubstr("0.2: needs a list")));
  EXPECT_THAT(errors("{ discrete = [[0.1, 1], [0.2, -1]] }"),
              ElementsAre(HasSubstr("weight -1 of value 0.2")));
  EXPECT_THAT(errors("{ discrete = [[0.1, 1]] }"), ElementsAre(HasSubstr("two values or more")));
}

TEST(QuantityErrors, RefuseQuantilesThatAreNone) {
  EXPECT_THAT(errors("{ quantiles = [0.1, 0.2] }"), ElementsAre(HasSubstr("p10 = 0.02, p50 = 0.05")));
  EXPECT_THAT(errors("{ quantiles = {} }"), ElementsAre(HasSubstr("holds no quantile")));
  EXPECT_THAT(
      errors("{ quantiles = { p0 = 0.1, p50_ = 0.2, q9 = 0.3, p = 0.4, p1_2_3 = 0.5, p100 = 0.6 } }"),
      ElementsAre(HasSubstr("p0: names no quantile"), HasSubstr("p50_: names"), HasSubstr("q9: names"),
                  HasSubstr("p: names"), HasSubstr("p1_2_3: names"), HasSubstr("p100: names")));
  EXPECT_THAT(errors("{ quantiles = { p10 = 0.1, p50 = 0.05 } }"),
              ElementsAre(HasSubstr("values must rise")));
  EXPECT_THAT(errors("{ quantiles = { p5 = 0.1, p05 = 0.2 } }"), ElementsAre(HasSubstr("0.05 follows 0.05")));
}

TEST(QuantityErrors, RefuseADistributionThatOftenLeavesTheRange) {
  EXPECT_THAT(errors("{ normal = [0.0, 0.5] }"),
              ElementsAre(AllOf(HasSubstr("outside the allowed range"), HasSubstr("min = -1"))));
  EXPECT_THAT(errors("{ normal = [0.0, 0.5], min = -0.9 }"), IsEmpty());
  EXPECT_THAT(errors("{ normal = [0.0, 0.1] }"), IsEmpty());
}

TEST(QuantityErrors, RefuseAnUnknownKeyBesideADistribution) {
  EXPECT_THAT(errors("{ normal = [0.05, 0.02], minimum = 0 }"), Contains(HasSubstr("growth.minimum")));
}

TEST(QuantityErrors, RefuseWhatIsNoNumberInAnyForm) {
  EXPECT_THAT(errors("\"five\""), ElementsAre(HasSubstr("is text \"five\"")));
  EXPECT_THAT(errors("{ gamma = [1, 2] }"), ElementsAre(HasSubstr("is no number")));
}

}  // namespace secondcurve::quantity_test
