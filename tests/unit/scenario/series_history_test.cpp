#include "models/scenario/series_history.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::series_history_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string with(const std::string& history) {
  return test::one_sector("model = \"path\", growth = 0.1") + history + "\n";
}

TEST(SeriesHistory, ReadsValuesByYearWithTheirFacts) {
  const Scenario scenario = test::scenario_of(
      with("history = { 2024 = { value = 90, source = \"F-2;F-3\" }, 2022 = 80, source = \"F-1\" }"),
      {"account.facts=\"facts.csv\""}, {{"facts.csv", "id\nF-1\nF-2\nF-3\n"}});

  const std::vector<PublishedValue>& values = scenario.series[0].value.history.values;
  ASSERT_EQ(values.size(), 2u);
  EXPECT_EQ(values[0].year, 2022);
  EXPECT_EQ(values[0].value, 80.0);
  EXPECT_THAT(values[0].facts, ElementsAre("F-1"));
  EXPECT_EQ(values[1].year, 2024);
  EXPECT_THAT(values[1].facts, ElementsAre("F-2", "F-3"));
}

TEST(SeriesHistory, ReadsAColumnOfAFile) {
  const Scenario scenario = test::scenario_of(with("history = { csv = \"past.csv\", column = \"cars\" }"), {},
                                              {{"past.csv", "year,cars\n2020,70\n2021,75\n"}});

  ASSERT_EQ(scenario.series[0].value.history.values.size(), 2u);
  EXPECT_EQ(scenario.series[0].value.history.values[1].value, 75.0);
}

TEST(SeriesHistory, WantsYearsBeforeTheBaseYearEachOnce) {
  EXPECT_THAT(test::messages(with("history = { 2024 = 1 }")), IsEmpty());
  EXPECT_THAT(test::messages(with("history = { 2024 = 1, 2025 = 2, 2026 = 3 }")),
              ElementsAre(HasSubstr("history.2025: 2025 is not before the base year 2025")));
  EXPECT_THAT(test::messages(with("history = { csv = \"past.csv\", column = \"cars\" }"), {},
                             {{"past.csv", "year,cars\n2020,70\n2020,75\n"}}),
              ElementsAre(HasSubstr("year 2020 stands twice")));
}

TEST(SeriesHistory, RefusesWhatIsNoTableOfNumbersByYear) {
  EXPECT_THAT(test::messages(with("history = 100")), ElementsAre(HasSubstr("is no table by year")));
  EXPECT_THAT(test::messages(with("history = { 2024 = -1 }")), ElementsAre(HasSubstr("must be at least 0")));
  EXPECT_THAT(test::messages(with("history = { 2024 = { normal = [1, 2] } }")),
              ElementsAre(HasSubstr("is no number")));
  EXPECT_THAT(test::messages(with("history = { 2024 = 1, interpolate = \"linear\" }")),
              ElementsAre(HasSubstr("is of no use here")));
  EXPECT_THAT(test::messages(with("history = { year = 2024, value = 1 }")), ElementsAre(HasSubstr("year")));
}

TEST(SeriesHistory, WantsFactsThatExistAndPricesOfSomething) {
  EXPECT_THAT(test::messages(with("history = { 2024 = { value = 90, source = \"F-9\" } }"),
                             {"account.facts=\"facts.csv\""}, {{"facts.csv", "id\nF-1\n"}}),
              ElementsAre(HasSubstr("\"F-9\" is no fact")));
  EXPECT_THAT(test::messages(with("history_prices = \"current\"")),
              ElementsAre(HasSubstr("history_prices: has no history beside it")));
}

}  // namespace secondcurve::series_history_test
