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
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
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
              ThrowsMessage<ConfigError>(HasSubstr(
                  "adjustments.x: moves sectors.industry.growth.growth from 0.1 to 4.1 (must be above "
                  "-1 and at most 3)")));
}

TEST(Adjustments, ThatLeadOutOfTheRangeTogetherAreNamedAtTheLast) {
  const std::string keys = "\"sectors.*.growth.growth\"";

  EXPECT_THAT(
      [&] {
        scenario_of(one_sector("model = \"path\", growth = { 2026 = 0.1, 2028 = 0.2, 2029 = 0.3 }") +
                    adjustment("x", keys, "add = 2") + adjustment("none", keys, "times = 1") +
                    adjustment("y", keys, "add = 1"));
      },
      ThrowsMessage<ConfigError>(AllOf(
          HasSubstr(
              "adjustments.y: moves sectors.industry.growth.growth from 0.1 to 3.1 in 2026 (adjustments.x "
              "and adjustments.y together) (must be above -1 and at most 3)"),
          Not(HasSubstr("2028")), Not(HasSubstr("adjustments.none")))));
}

TEST(Adjustments, ThatMoveADistributionOutOfTheRangeNameBoth) {
  EXPECT_THAT([] { adjusted("{ normal = [0.04, 0.02], max = 0.5, why = \"a reason\" }", "add = 4"); },
              ThrowsMessage<ConfigError>(HasSubstr(
                  "adjustments.x: moves sectors.industry.growth.long_run_growth from { normal = [0.04, "
                  "0.02], max = 0.5 } to { normal = [4.04, 0.02], max = 4.5 }, which lies outside the "
                  "allowed range with probability 1 (must be above -1 and at most 3)")));
}

TEST(Adjustments, OfASharedParameterAreNamedWhereItIsUsed) {
  EXPECT_THAT(
      [] {
        scenario_of(one_sector("model = \"path\", growth = { parameter = \"world\" }") +
                    "[parameters]\nworld = 0.1\n" + adjustment("x", "\"parameters.world\"", "add = 4"));
      },
      ThrowsMessage<ConfigError>(HasSubstr("parameter \"world\" = 4.1: is outside the range of this key, as "
                                           "changed by adjustments.x")));
}

/// What adjustments make of a sector's growth, as it is noted for people.
std::string noted(const std::string& written, const std::string& change) {
  const MemoryFiles files(
      {{"test.toml", std::string(test::scenario_head) + one_sector("model = \"path\", growth = " + written) +
                         adjustment("x", "\"sectors.*.growth.growth\"", change)}});
  const LoadedScenario loaded = load_scenario("test.toml", {}, files);
  EXPECT_EQ(loaded.adjusted.size(), 1U);
  EXPECT_EQ(loaded.adjusted.at(0).key, "sectors.industry.growth.growth");
  return loaded.adjusted.at(0).value;
}

TEST(Adjustments, AreNotedWithWhatTheyMakeOfANumber) {
  EXPECT_EQ(noted("0.05", "add = 0.01"), "0.06");
  EXPECT_EQ(noted("{ 2026 = 0.1, 2028 = \"20%\", interpolate = \"linear\" }", "times = 2"),
            "{ 2026 = 0.2, 2028 = 0.4, interpolate = \"linear\" }");
  EXPECT_EQ(noted("{ normal = [0.05, 0.02], min = 0 }", "times = 2\nadd = 0.01"),
            "{ normal = [0.11, 0.04], min = 0.01 }");
  EXPECT_EQ(noted("{ discrete = [[0.02, 1], [0.05, 2]] }", "add = 0.01"),
            "{ discrete = [[0.03, 1], [0.06, 2]] }");
  EXPECT_EQ(noted("{ quantiles = { p2_5 = 0.02, p50 = 0.05 }, min = 0, max = 0.1 }", "add = 0.01"),
            "{ quantiles = { p2_5 = 0.03, p50 = 0.06 }, min = 0.01, max = 0.11 }");
}

}  // namespace secondcurve::adjustments_test
