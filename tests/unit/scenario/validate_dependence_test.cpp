#include "models/scenario/validate_dependence.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::validate_dependence_test {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pointwise;

const std::string noisy = "model = \"geometric_brownian\", drift = 0.05, volatility = 0.1";
const std::string two_sectors =
    test::sector("a", "10", noisy) + test::sector("b", "20", noisy) + test::series("all", "a = 1, b = 1");

std::vector<std::string> loadings(const std::string& lines, const std::string& noise = "output") {
  return test::messages(two_sectors + "[dependence." + noise + ".loadings]\n" + lines);
}

std::vector<std::string> correlation(const std::string& csv) {
  return test::messages(two_sectors + "[dependence.output]\ncorrelation = \"c.csv\"\n", {}, {{"c.csv", csv}});
}

TEST(ValidateLoadings, TakeSharesOfTheVariance) {
  EXPECT_THAT(loadings("a = { x = 0.6, y = 0.8 }\nb = { x = -1 }\n"), IsEmpty());
  EXPECT_THAT(loadings("a = { x = 0.7071067811865476, y = 0.7071067811865476 }\n"), IsEmpty());
  EXPECT_THAT(loadings("a = { x = 0.7, y = 0.7141428429 }\n"), ElementsAre(HasSubstr("add up to 1")));
  EXPECT_THAT(loadings("a = { x = 0.7, y = 0.8 }\n"), ElementsAre(HasSubstr("add up to 1.13")));
}

TEST(ValidateLoadings, WantSectorsThatExist) {
  EXPECT_THAT(loadings("c = { x = 0.6 }\n"), ElementsAre(HasSubstr("\"c\" is no sector")));
}

TEST(ValidateLoadings, WantANoiseThatAModelHas) {
  EXPECT_THAT(loadings("a = { x = 0.6 }\n", "outptu"),
              ElementsAre(HasSubstr("\"outptu\" is no normal noise")));
}

TEST(ValidateLoadings, WantFactorsWithProperNames) {
  EXPECT_THAT(loadings("a = { Cycle = 0.6 }\n"), ElementsAre(HasSubstr("a.Cycle: is no allowed name")));
}

std::vector<std::string> output(const std::string& lines) {
  return test::messages(two_sectors + "[dependence.output]\n" + lines);
}

TEST(ValidateDependence, SaysSomething) {
  EXPECT_THAT(output(""), ElementsAre(HasSubstr("dependence.output: says nothing of the shocks")));
  EXPECT_THAT(output("copula = \"gaussian\"\n"), ElementsAre(HasSubstr("says nothing of the shocks")));
  EXPECT_THAT(output("copula = \"student_t\"\ndegrees_of_freedom = 4\n"), IsEmpty());
}

TEST(ValidateDependence, IsOfNormalNoises) {
  const std::string sectors =
      test::sector("a", "10", "model = \"geometric_brownian\", median_growth = 0, volatility = 0.1") +
      test::series("all", "a = 1");

  EXPECT_THAT(
      test::messages(sectors + "[dependence.growth_rate]\nheavy_tails = { a = 4 }\n"),
      ElementsAre(HasSubstr("\"growth_rate\" is no normal noise of a growth model in use (known: output)")));
}

TEST(ValidateCopula, NamesItsDegreesOfFreedom) {
  EXPECT_THAT(output("copula = \"student_t\"\n"),
              ElementsAre(HasSubstr("has no degrees_of_freedom, which copula = \"student_t\" needs")));
  EXPECT_THAT(output("degrees_of_freedom = 4\nloadings = { a = { x = 0.5 } }\n"),
              ElementsAre(HasSubstr("degrees_of_freedom = 4: is of a copula that is not named")));
  EXPECT_THAT(output("copula = \"student_t\"\ndegrees_of_freedom = 0\n"),
              ElementsAre(HasSubstr("from 1 to 100")));
  EXPECT_THAT(output("copula = \"student_t\"\ndegrees_of_freedom = 2.5\n"),
              ElementsAre(HasSubstr("whole number")));
  EXPECT_THAT(output("copula = \"student\"\ndegrees_of_freedom = 2\n"),
              ElementsAre(HasSubstr("Did you mean 'student_t'?")));
}

TEST(ValidateHeavyTails, AreOfSectorsThatExist) {
  EXPECT_THAT(output("heavy_tails = { c = 4 }\n"), ElementsAre(HasSubstr("\"c\" is no sector")));
}

TEST(ValidateHeavyTails, HaveAVariance) {
  EXPECT_THAT(output("heavy_tails = { a = 2 }\n"), ElementsAre(HasSubstr("above 2")));
}

TEST(ValidateHeavyTails, LeaveNoMeanToBeGiven) {
  const std::string series =
      test::series("all", "a = 1") + "[dependence.output]\nheavy_tails = { a = 2.5 }\n";
  const auto growth = [&](const std::string& key) {
    return test::messages(
        test::sector("a", "10", "model = \"geometric_brownian\", volatility = 0.1, " + key + " = 0.05") +
        series);
  };

  EXPECT_THAT(growth("drift"), ElementsAre(HasSubstr("sectors.a.growth.drift: is of the mean")));
  EXPECT_THAT(growth("mean_growth"), ElementsAre(HasSubstr("sectors.a.growth.mean_growth: is of the mean")));
  EXPECT_THAT(growth("median_growth"), IsEmpty());
}

TEST(ValidateCorrelation, IsReadRowByRow) {
  const Scenario scenario = test::scenario_of(two_sectors + "[dependence.output]\ncorrelation = \"c.csv\"\n",
                                              {}, {{"c.csv", "sector,b,a\nb,1,0.25\na,0.25,1\n"}});
  const Dependence& dependence = scenario.dependence.front().value;

  EXPECT_THAT(dependence.correlation_sectors, ElementsAre("b", "a"));
  EXPECT_THAT(dependence.correlation_matrix, ElementsAre(1.0, 0.25, 0.25, 1.0));
}

TEST(ValidateCorrelation, IsSquareWithRowsInTheOrderOfItsColumns) {
  EXPECT_THAT(correlation("sector,a,b\na,1,0\n"), ElementsAre(HasSubstr("as many rows as columns")));
  EXPECT_THAT(correlation("sector,a,b\nb,1,0\na,0,1\n"),
              Contains(HasSubstr("row \"b\" where \"a\" is expected")));
}

TEST(ValidateCorrelation, IsSymmetricWithOnesOnItsDiagonal) {
  EXPECT_THAT(correlation("sector,a,b\na,1,0.2\nb,0.3,1\n"), ElementsAre(HasSubstr("must be 0.2")));
  EXPECT_THAT(correlation("sector,a,b\na,0.9,0.2\nb,0.2,1\n"), ElementsAre(HasSubstr("must be 1")));
}

TEST(ValidateCorrelation, MayBeSingular) {
  EXPECT_THAT(correlation("sector,a,b\na,1,1\nb,1,1\n"), IsEmpty());
  EXPECT_THAT(correlation("sector,a,b\na,1,-1\nb,-1,1\n"), IsEmpty());
}

const std::string three_sectors = two_sectors + test::sector("c", "5", noisy);
const std::string repaired = "[dependence.output]\nrepair = true\ncorrelation = \"c.csv\"\n";
/// Higham's example (2002, section 1): the nearest has the correlations 0.7607 and 0.1573.
const std::string impossible = "sector,a,b,c\na,1,1,0\nb,1,1,1\nc,0,1,1\n";

TEST(ValidateCorrelation, HasNoEigenvalueBelowZero) {
  EXPECT_THAT(test::messages(three_sectors + "[dependence.output]\ncorrelation = \"c.csv\"\n", {},
                             {{"c.csv", impossible}}),
              ElementsAre(AllOf(HasSubstr("its smallest eigenvalue is -0.414 ("),
                                HasSubstr("changes one by 0.24 at most"),
                                EndsWith("\n    sector,         a,         b,         c"
                                         "\n    a,       1.000000,  0.760689,  0.157298"
                                         "\n    b,       0.760689,  1.000000,  0.760689"
                                         "\n    c,       0.157298,  0.760689,  1.000000"))));
}

TEST(ValidateCorrelation, TakesTheMatrixThatTheMessageOffers) {
  const std::vector<std::string> said = test::messages(
      three_sectors + "[dependence.output]\ncorrelation = \"c.csv\"\n", {}, {{"c.csv", impossible}});
  const std::string offered = said.at(0).substr(said.at(0).find('\n') + 1);

  const Scenario scenario = test::scenario_of(
      three_sectors + "[dependence.output]\ncorrelation = \"c.csv\"\n", {}, {{"c.csv", offered}});

  EXPECT_EQ(scenario.dependence.front().value.correlation_matrix.at(1), 0.760689);
  EXPECT_EQ(scenario.dependence.front().value.repaired_by, 0.0);
}

TEST(ValidateCorrelation, IsRepairedOnRequest) {
  const Scenario scenario = test::scenario_of(three_sectors + repaired, {}, {{"c.csv", impossible}});
  const Dependence& dependence = scenario.dependence.front().value;

  EXPECT_THAT(dependence.correlation_matrix,
              Pointwise(DoubleNear(1e-4), {1.0, 0.7607, 0.1573, 0.7607, 1.0, 0.7607, 0.1573, 0.7607, 1.0}));
  EXPECT_NEAR(dependence.repaired_by, 0.2393, 1e-4);
}

TEST(ValidateCorrelation, IsLeftAsItIsWhereItNeedsNoRepair) {
  const Scenario scenario =
      test::scenario_of(two_sectors + repaired, {}, {{"c.csv", "sector,a,b\na,1,0.3\nb,0.3,1\n"}});

  EXPECT_THAT(scenario.dependence.front().value.correlation_matrix, ElementsAre(1.0, 0.3, 0.3, 1.0));
  EXPECT_EQ(scenario.dependence.front().value.repaired_by, 0.0);
}

TEST(ValidateCorrelation, RepairIsForAMatrix) {
  EXPECT_THAT(
      test::messages(two_sectors + "[dependence.output]\nrepair = true\nloadings = { a = { x = 0.5 } }\n"),
      ElementsAre(HasSubstr("dependence.output.repair = true: is for a correlation matrix")));
  EXPECT_THAT(
      test::messages(two_sectors + "[dependence.output]\nrepair = false\nloadings = { a = { x = 0.5 } }\n"),
      IsEmpty());
}

TEST(ValidateCorrelation, MayStandInAlignedColumns) {
  const Scenario scenario =
      test::scenario_of(two_sectors + "[dependence.output]\ncorrelation = \"c.csv\"\n", {},
                        {{"c.csv", "  sector,    b,    a\n  b,      1.00, 0.25\n  a,      0.25, 1.00\n"}});

  EXPECT_THAT(scenario.dependence.front().value.correlation_sectors, ElementsAre("b", "a"));
  EXPECT_THAT(scenario.dependence.front().value.correlation_matrix, ElementsAre(1.0, 0.25, 0.25, 1.0));
}

TEST(ValidateCorrelation, HoldsNumbersFromMinusOneToOne) {
  EXPECT_THAT(correlation("sector,a,b\na,1,1.5\nb,1.5,1\n"),
              ElementsAre(HasSubstr("c.csv:2:1"), HasSubstr("c.csv:3:1")));
  EXPECT_THAT(correlation("sector,a,b\na,1,nan\nb,x,1\n"),
              ElementsAre(HasSubstr("\"nan\" is no correlation"), HasSubstr("\"x\" is no correlation")));
}

TEST(ValidateCorrelation, NamesSectors) {
  EXPECT_THAT(correlation("sector,a,c\na,1,0\nc,0,1\n"), ElementsAre(HasSubstr("\"c\" is no sector")));
}

TEST(ValidateCorrelation, MayNameASectorThatCouldNotBeRead) {
  EXPECT_THAT(test::messages(two_sectors + "[sectors]\nc = 5\n[dependence.output]\ncorrelation = \"c.csv\"\n",
                             {}, {{"c.csv", "sector,a,c\na,1,0\nc,0,1\n"}}),
              ElementsAre(HasSubstr("sectors.c: is")));
}

}  // namespace secondcurve::validate_dependence_test
