#include "models/scenario/adjustments.hpp"

#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::adjustments_test {

using test::one_sector;
using test::scenario_of;
using test::sector;
using test::series;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const std::string two_sectors = sector("a", "1", "model = \"path\", growth = 0.05") +
                                sector("b", "1", "model = \"path\", growth = \"2%\"") +
                                series("both", "a = 1, b = 1");

std::string adjustment(const std::string& name, const std::string& keys, const std::string& change) {
  return "[adjustments." + name + "]\nkeys = [" + keys + "]\n" + change + "\n";
}

const Quantity& growth_of(const Scenario& scenario, const std::string& sector_name) {
  return *growth_quantity(scenario, index_of(scenario.sectors, sector_name), "growth");
}

/// The distribution of a number of a sector's growth after an adjustment of it.
Distribution adjusted(const std::string& written, const std::string& change) {
  const Scenario scenario = scenario_of(
      one_sector("model = \"mean_reverting\", initial_growth = 0.05, half_life = 2, growth_volatility = "
                 "0.01, volatility = 0.1, long_run_growth = " +
                 written) +
      adjustment("x", "\"sectors.*.growth.long_run_growth\"", change));
  return std::get<Distribution>(growth_quantity(scenario, 0, long_run_key)->value);
}

TEST(Adjustments, ChangeEveryNumberThatMatches) {
  const Scenario scenario = scenario_of(
      two_sectors + adjustment("trend", "\"sectors.*.growth.growth\"", "times = 2\nadd = \"1%\""));

  EXPECT_DOUBLE_EQ(std::get<double>(growth_of(scenario, "a").value), 0.11);
  EXPECT_DOUBLE_EQ(std::get<double>(growth_of(scenario, "b").value), 0.05);
  EXPECT_THAT(scenario.adjustments.front().value.adjusted,
              ElementsAre("sectors.a.growth.growth", "sectors.b.growth.growth"));
}

TEST(Adjustments, FollowEachOtherAsTheyAreWritten) {
  const std::string keys = "\"sectors.a.growth.growth\"";

  const Scenario add_first =
      scenario_of(two_sectors + adjustment("x", keys, "add = 0.01") + adjustment("y", keys, "times = 2"));
  const Scenario times_first =
      scenario_of(two_sectors + adjustment("y", keys, "times = 2") + adjustment("x", keys, "add = 0.01"));

  EXPECT_DOUBLE_EQ(std::get<double>(growth_of(add_first, "a").value), 0.12);
  EXPECT_DOUBLE_EQ(std::get<double>(growth_of(times_first, "a").value), 0.11);
}

TEST(Adjustments, OfNothingKeepEveryBit) {
  const Scenario plain = scenario_of(two_sectors);
  const Scenario same =
      scenario_of(two_sectors + adjustment("x", "\"sectors.*.growth.growth\"", "times = 1\nadd = 0"));

  EXPECT_EQ(std::get<double>(growth_of(same, "a").value), std::get<double>(growth_of(plain, "a").value));
}

TEST(Adjustments, OfNothingMayNameNumbersThatAreNotThere) {
  EXPECT_NO_THROW(scenario_of(two_sectors + adjustment("x", "\"adoption.*.support\"", "times = 1")));
  EXPECT_THROW(scenario_of(two_sectors + adjustment("x", "\"adoption.*.support\"", "times = 2")),
               ConfigError);
}

TEST(Adjustments, ChangeEachYearOfASchedule) {
  const Scenario scenario = scenario_of(one_sector("model = \"path\", growth = { 2026 = 0.1, 2028 = 0.2 }") +
                                        adjustment("x", "\"sectors.industry.growth.growth\"", "add = -0.05"));

  const auto& schedule = std::get<Schedule>(growth_quantity(scenario, 0, "growth")->value);
  EXPECT_DOUBLE_EQ(schedule.at(2026), 0.05);
  EXPECT_DOUBLE_EQ(schedule.at(2028), 0.15);
}

TEST(Adjustments, ChangeTheValuesOfADistributionAndNothingElse) {
  const std::string change = "times = 0.5\nadd = 0.01";
  struct Case {
    const char* written;
    double median, sd_ratio;
  };
  for (const Case& each :
       {Case{"{ normal = [0.04, 0.02] }", 0.03, 0.5}, Case{"{ uniform = [0.02, 0.06] }", 0.03, 0.5},
        Case{"{ triangular = [0.02, 0.04, 0.06] }", 0.03, 0.5},
        Case{"{ pert = [0.02, 0.04, 0.06] }", 0.03, 0.5},
        Case{"{ student_t = [0.04, 0.001, 40] }", 0.03, 0.5},
        Case{"{ discrete = [[0.02, 1], [0.04, 2], [0.06, 1]] }", 0.03, 0.5},
        Case{"{ quantiles = { p10 = 0.02, p50 = 0.04, p90 = 0.06 } }", 0.03, 0.5}}) {
    const Distribution before = adjusted(each.written, "times = 1"), after = adjusted(each.written, change);
    EXPECT_NEAR(after.quantile(0.5), each.median, 1e-12) << each.written;
    EXPECT_NEAR(after.sd() / before.sd(), each.sd_ratio, 1e-6) << each.written;
    EXPECT_NEAR(after.quantile(0.9), 0.5 * before.quantile(0.9) + 0.01, 1e-9) << each.written;
  }
}

TEST(Adjustments, MoveTheEndsOfATruncatedDistribution) {
  const Distribution d =
      adjusted("{ normal = [0.04, 0.02], min = 0.02, max = 0.05 }", "times = 2\nadd = 0.01");

  EXPECT_DOUBLE_EQ(*d.min(), 0.05);
  EXPECT_DOUBLE_EQ(*d.max(), 0.11);
}

TEST(Adjustments, MultiplyALognormalButAddNothingToIt) {
  EXPECT_NEAR(adjusted("{ lognormal = [0.04, 0.01] }", "times = 2").mean(), 0.08, 1e-12);
  EXPECT_THAT([] { adjusted("{ lognormal = [0.04, 0.01] }", "add = 0.01"); },
              ThrowsMessage<ConfigError>(HasSubstr("cannot be changed by adjustments.x (a lognormal "
                                                   "distribution may be multiplied only)")));
}

TEST(Adjustments, ThatLeadOutOfTheRangeAreRefused) {
  const std::string too_much = adjustment("x", "\"sectors.*.growth.growth\"", "add = 4");

  EXPECT_THAT([&] { scenario_of(one_sector("model = \"path\", growth = 0.1") + too_much); },
              ThrowsMessage<ConfigError>(HasSubstr("sectors.industry.growth.growth = 0.1 becomes 4.1 by "
                                                   "adjustments.x (must be above -1 and at most 3)")));
}

}  // namespace secondcurve::adjustments_test
