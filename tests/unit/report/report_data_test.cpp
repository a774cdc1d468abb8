#include "engine/report/report_data.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/simulate/pairing.hpp"
#include "tests/unit/report/reported.hpp"

namespace secondcurve::report_data_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::ordered_json;

Report report_of(ReportedScenario scenario) {
  Report report{.title = "A report", .scenarios = {}, .comparisons = {}};
  report.scenarios.push_back(std::move(scenario));
  return report;
}

/// The data of the small scenario, read back.
const Json& small() {
  static const Json json = Json::parse(report_data(report_of(test::reported())));
  return json;
}

TEST(ReportData, SaysWhatTheRunWas) {
  const Json& scenario = small()["scenarios"][0];

  EXPECT_EQ(small()["format"], 1);
  EXPECT_EQ(small()["title"], "A report");
  EXPECT_EQ(scenario["name"], "test");
  EXPECT_EQ(scenario["title"], "A test");
  EXPECT_EQ(scenario["base_year"], 2025);
  EXPECT_EQ(scenario["years"], Json({2025, 2026, 2027, 2028, 2029, 2030}));
  EXPECT_EQ(scenario["paths"], 300);
  EXPECT_EQ(scenario["seed"], "20260101");
  EXPECT_EQ(scenario["accounts"][0]["definition"], "Gross output of invented industries.");
  EXPECT_THAT(scenario["provenance"]["config_toml"].get<std::string>(), HasSubstr("[sectors.cars]"));
  EXPECT_EQ(scenario["provenance"]["overrides"].size(), 3u);
}

TEST(ReportData, HoldsTheStatisticsOfTheFileToNineDigits) {
  const ReportedScenario scenario = test::reported();
  const Json& cars = small()["scenarios"][0]["series"][0];

  EXPECT_EQ(cars["name"], "cars");
  EXPECT_EQ(cars["part_of"], "all");
  EXPECT_EQ(cars["sum"], Json({{"cars", 1.0}}));
  const double mean = scenario.result.value("output_mean", 0, 5);
  EXPECT_NEAR(cars["output"]["mean"][5].get<double>(), mean, 1e-8 * mean);
  const double high = scenario.result.value("growth_quantile", 0, 3, 6);
  EXPECT_NEAR(cars["growth"]["quantile"][6][3].get<double>(), high, 1e-8 * std::abs(high));
  EXPECT_TRUE(cars["growth"]["mean"][0].is_null());  // there is no growth in the base year
  EXPECT_FALSE(small()["scenarios"][0]["series"][1].contains("share"));  // it is part of nothing
  EXPECT_FALSE(cars.contains("difference"));
}

TEST(ReportData, ShowsPublishedValuesWithTheirSources) {
  const Json& history = small()["scenarios"][0]["series"][0]["history"];

  EXPECT_EQ(history, Json::parse(R"([{"year": 2023, "value": 90.0, "prices": "current", "source": ["F-1"]},
                                     {"year": 2024, "value": 95.0, "prices": "current", "source": []}])"));
  EXPECT_TRUE(small()["scenarios"][0]["series"][1]["history"].empty());
}

TEST(ReportData, HoldsEachFactOnceWithItsDocument) {
  Report report = report_of(test::reported());
  report.scenarios.push_back(test::reported("", {"account.sources=\"documents.csv\""}, "again"));
  const Json json = Json::parse(report_data(report));

  ASSERT_EQ(json["facts"].size(), 2u);
  for (const Json& scenario : json["scenarios"]) EXPECT_EQ(scenario["facts"], Json({{"F-1", 0}, {"F-2", 1}}));
  EXPECT_EQ(json["facts"][0]["id"], "F-1");
  EXPECT_EQ(
      json["facts"][0]["document"],
      Json({{"title", "Yearbook of Cars"}, {"publisher", "Bureau"}, {"date", "2025-03"}, {"address", ""}}));
  EXPECT_FALSE(json["facts"][1].contains("document"));
}

TEST(ReportData, TellsFactsOfOneIdApart) {
  Report report = report_of(test::reported());
  report.scenarios.push_back(test::reported("", {"account.sources=\"other.csv\""}, "other"));
  const Json json = Json::parse(report_data(report));

  EXPECT_EQ(json["facts"].size(), 3u);
  EXPECT_EQ(json["scenarios"][1]["facts"], Json({{"F-1", 2}, {"F-2", 1}}));
  EXPECT_EQ(json["facts"][2]["document"]["title"], "Another yearbook");
}

TEST(ReportData, SaysTargetsInWords) {
  const Json& targets = small()["scenarios"][0]["targets"];

  EXPECT_EQ(targets[0]["text"], "growth of at least 6% a year");
  EXPECT_EQ(targets[0]["rule"], "average_growth_at_least");
  EXPECT_EQ(targets[0]["level"], 0.06);
  EXPECT_EQ(targets[1]["text"], "at most 100.5 bn CNY");
  EXPECT_EQ(targets[1]["rule"], "at_most");
  EXPECT_EQ(targets[2]["all_of"], Json({"high", "low"}));
  EXPECT_TRUE(targets[2]["series"].is_null());
  EXPECT_TRUE(targets[2]["shortfall"].is_null());
  EXPECT_GE(targets[0]["probability"].get<double>(), targets[2]["probability"].get<double>());
}

TEST(ReportData, SplitsGrowthByCauseAndShowsProgrammes) {
  const Json& scenario = small()["scenarios"][0];

  const Json& causes = scenario["growth_by_cause"];
  EXPECT_EQ(causes["causes"].size(), causes["values"][0][1].size());
  EXPECT_EQ(causes["sectors"][0]["name"], "cars");
  EXPECT_TRUE(causes["values"][0][0][0].is_null());
  EXPECT_EQ(scenario["change_by_cause"]["series"], Json({"cars", "all"}));
  EXPECT_EQ(scenario["programmes"][0]["figures"][1]["mean"], Json({0.0, 5.0, 10.0, 10.0, 10.0, 10.0}));
  EXPECT_FALSE(scenario.contains("variance"));
}

TEST(ReportData, NeverHoldsAnOpeningBracketOfATag) {
  const std::string hostile = "</script><img src=x onerror=alert(1)>";

  const std::string data = report_data(report_of(
      test::reported("", {"scenario.title=\"" + hostile + "\"", "series.cars.title='" + hostile + "'"})));

  EXPECT_THAT(data, Not(HasSubstr("<")));
  EXPECT_EQ(Json::parse(data)["scenarios"][0]["title"], hostile);
}

TEST(ReportData, ComparesOrSaysWhyNot) {
  const ReportedScenario slow = test::reported();
  ReportedScenario fast = test::reported("", {"sectors.data.growth.growth=0.2"}, "fast");
  const Result beside = test::simulate_beside(fast.loaded.scenario, slow.loaded.scenario, 1);
  Report report = report_of(test::reported());
  report.comparisons.push_back(
      {.scenario = 1,
       .baseline = 0,
       .paired = ResultView("fast", root_group(fast.loaded), summary_group(fast.loaded.scenario, beside)),
       .notes = {}});
  report.comparisons.push_back(
      {.scenario = 2, .baseline = 0, .paired = {}, .notes = {"another seed", "and more"}});
  report.scenarios.push_back(std::move(fast));

  const Json comparisons = Json::parse(report_data(report))["comparisons"];

  EXPECT_EQ(comparisons[0]["paired"], true);
  EXPECT_EQ(comparisons[0]["paths_paired"], 300);
  const Json& all = comparisons[0]["series"][1];
  EXPECT_NEAR(all["difference"]["mean"][1].get<double>(), 40.0 * 0.1, 1e-6);  // 40 grow by 20% and not by 10%
  EXPECT_EQ(all["improvement_probability"][1], 1.0);
  EXPECT_TRUE(all["average_growth_difference"]["mean"][0].is_null());
  EXPECT_EQ(comparisons[1]["paired"], false);
  EXPECT_EQ(comparisons[1]["note"], "another seed\nand more");
  EXPECT_TRUE(comparisons[1]["series"].empty());
}

}  // namespace secondcurve::report_data_test
