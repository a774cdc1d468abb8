#include "engine/report/assumptions.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/report/reported.hpp"

namespace secondcurve::assumptions_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Assumption find(const std::vector<Assumption>& all, const std::string& key) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Assumption& each) { return each.key == key; });
  if (found == all.end()) throw std::out_of_range("no assumption " + key);
  return *found;
}

bool is_there(const std::vector<Assumption>& all, const std::string& key) {
  return std::any_of(all.begin(), all.end(), [&](const Assumption& each) { return each.key == key; });
}

TEST(Assumptions, HaveValueUnitSourceAndReason) {
  const ReportedScenario scenario = test::reported();
  const std::vector<Assumption> all = assumptions_of(scenario.loaded);

  const Assumption base = find(all, "sectors.cars.base");
  EXPECT_EQ(base.value, "{ value = 100, sd = 5 }");
  EXPECT_EQ(base.unit, "bn CNY");
  EXPECT_THAT(base.facts, ElementsAre("F-1"));
  EXPECT_EQ(base.why, "counted");
  EXPECT_EQ(base.where.file, "test.toml");
  EXPECT_GT(base.where.line, 0);
  const Assumption volatility = find(all, "sectors.cars.growth.volatility");
  EXPECT_EQ(volatility.value, "0.1");
  EXPECT_EQ(volatility.unit, "1/sqrt(year)");
  EXPECT_THAT(volatility.facts, IsEmpty());
}

TEST(Assumptions, SayWhatChangesThem) {
  const ReportedScenario scenario = test::reported("", {"sectors.cars.growth.volatility=0.2"});
  const std::vector<Assumption> all = assumptions_of(scenario.loaded);

  const Assumption drift = find(all, "sectors.cars.growth.drift");
  EXPECT_EQ(drift.value, "{ normal = [0.05, 0.01] }");
  ASSERT_EQ(drift.changed_by.size(), 1u);
  EXPECT_EQ(drift.changed_by[0]->key(), "adjustments.trend.add");
  EXPECT_EQ(drift.becomes, "{ normal = [0.06, 0.01] }");
  const Assumption volatility = find(all, "sectors.cars.growth.volatility");
  ASSERT_EQ(volatility.replaced.size(), 1u);
  EXPECT_EQ(volatility.replaced[0].text, "0.1");
}

TEST(Assumptions, LeaveOutWhatNamesAndReports) {
  const ReportedScenario scenario = test::reported();
  const std::vector<Assumption> all = assumptions_of(scenario.loaded);

  for (const char* key :
       {"sectors.cars.account", "series.cars.sum.cars", "simulation.paths", "output.quantiles"})
    EXPECT_FALSE(is_there(all, key)) << key;
}

TEST(Assumptions, OfATableWithASourceAreItsOwnValuesAndTablesWithinItApart) {
  const ReportedScenario scenario = test::reported(
      "[events.boom]\nprobability = 0.1\nyear = 2027\nsource = \"F-2\"\nwhy = \"seen\"\nimpact = { normal = "
      "[0.1, 0.02], "
      "source = \"F-1\" }\nexposure = { cars = 1 }\n");
  const std::vector<Assumption> all = assumptions_of(scenario.loaded);

  EXPECT_EQ(find(all, "events.boom").value, "{ probability = 0.1, year = 2027 }");
  EXPECT_EQ(find(all, "events.boom").why, "seen");
  EXPECT_EQ(find(all, "events.boom.impact").value, "{ normal = [0.1, 0.02] }");
  EXPECT_TRUE(is_there(all, "events.boom.exposure.cars"));
  EXPECT_FALSE(is_there(all, "events.boom.year"));
}

TEST(CitedFacts, AreThoseThatTheConfigCites) {
  const ReportedScenario scenario = test::reported();
  const std::vector<CitedFact> facts = cited_facts_of(scenario.loaded);

  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].id, "F-1");
  EXPECT_EQ(facts[0].text, "cars, all");
  EXPECT_EQ(facts[0].value, "95 bn");
  EXPECT_EQ(facts[1].text, "growth; page 3");
  EXPECT_EQ(facts[1].source, "Plan");
}

TEST(CitedFacts, NameTheDocumentWhereItIsListed) {
  const ReportedScenario scenario = test::reported();
  const std::vector<CitedFact> facts = cited_facts_of(scenario.loaded);

  ASSERT_EQ(facts.size(), 2u);
  ASSERT_TRUE(facts[0].document.has_value());
  EXPECT_EQ(facts[0].document->title, "Yearbook of Cars");
  EXPECT_EQ(facts[0].document->publisher, "Bureau");
  EXPECT_EQ(facts[0].document->date, "2025-03");
  EXPECT_EQ(facts[0].document->address, "");
  EXPECT_FALSE(facts[1].document.has_value());
}

}  // namespace secondcurve::assumptions_test
