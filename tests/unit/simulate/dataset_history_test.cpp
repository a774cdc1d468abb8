#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "tests/unit/simulate/dataset_sample.hpp"

namespace secondcurve::dataset_history_test {

using ::testing::ElementsAre;

TEST(DatasetHistory, ListsPublishedValuesOfAllSeries) {
  const Scenario scenario =
      test::scenario_of(test::one_sector("model = \"path\", growth = 0.1") +
                            "history = { 2020 = { value = 70, source = \"F-1;F-2\" }, 2024 = 90 "
                            "}\nhistory_prices = \"current\"\n" +
                            test::series("half", "industry = 0.5") + "history = { 2024 = 45 }\n",
                        {"account.facts=\"facts.csv\""}, {{"facts.csv", "id\nF-1\nF-2\n"}});

  const auto group = history_group(scenario);

  ASSERT_TRUE(group);
  const auto texts = [&](const char* name) {
    return std::get<std::vector<std::string>>(test::variable(*group, name).data);
  };
  EXPECT_THAT(texts("observation"),
              ElementsAre("industry 2020 (current)", "industry 2024 (current)", "half 2024 (constant 2025)"));
  EXPECT_THAT(texts("observed_series"), ElementsAre("industry", "industry", "half"));
  EXPECT_THAT(texts("observed_unit"), ElementsAre("bn CNY", "bn CNY", "bn CNY"));
  EXPECT_THAT(texts("observed_prices"), ElementsAre("current", "current", "constant 2025"));
  EXPECT_THAT(texts("observed_source"), ElementsAre("F-1;F-2", "", ""));
  EXPECT_THAT(std::get<std::vector<std::int64_t>>(test::variable(*group, "observed_year").data),
              ElementsAre(2020, 2024, 2024));
  EXPECT_THAT(std::get<std::vector<double>>(test::variable(*group, "observed").data),
              ElementsAre(70.0, 90.0, 45.0));
}

TEST(DatasetHistory, IsNotThereWhereNothingWasPublished) {
  EXPECT_FALSE(history_group(test::scenario_of(test::one_sector("model = \"path\", growth = 0.1"))));
}

}  // namespace secondcurve::dataset_history_test
