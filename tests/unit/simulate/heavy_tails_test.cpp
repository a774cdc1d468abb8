#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/simulate/simulate.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::heavy_tails_test {

using test::Reported;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_on;
using test::simulate_paths;

constexpr std::array levels{ReportedVariable::output, ReportedVariable::growth,
                            ReportedVariable::average_growth, ReportedVariable::contribution};

/// One sector with heavy tails, one without; `outside` is no part of the whole whose share it is given as.
Scenario city(const std::string& degrees, const std::string& more = "") {
  const std::string brownian = "model = \"geometric_brownian\", median_growth = 0.04, volatility = 0.1";
  return scenario_of(sector("heavy", "100", brownian) + sector("plain", "100", brownian) +
                         sector("other", "50", brownian) + series("heavy", "heavy = 1", "all") +
                         series("plain", "plain = 1", "all") + series("outside", "other = 1", "all") +
                         series("all", "heavy = 1, plain = 2") +
                         "[dependence.output]\nheavy_tails = { heavy = " + degrees + " }\n" + more,
                     {"simulation.paths=3000"});
}

bool has_none(const Moments& m) {
  return std::isnan(m.mean) && std::isnan(m.mean_se) && std::isnan(m.sd) && std::isnan(m.sd_se) &&
         std::isnan(m.skewness) && std::isnan(m.skewness_se);
}
bool has_all(const Moments& m) {
  return std::isfinite(m.mean) && std::isfinite(m.mean_se) && std::isfinite(m.sd) && std::isfinite(m.sd_se) &&
         std::isfinite(m.skewness) && std::isfinite(m.skewness_se);
}

TEST(HeavyTails, LeaveNoMomentsOfLevels) {
  const Scenario scenario = city("3");
  const Result result = simulate_on(scenario, 1);
  const Reported reported(scenario, result);

  for (const ReportedVariable variable : levels) {
    EXPECT_TRUE(has_none(reported.moments(variable, "heavy", 3)));
    EXPECT_TRUE(has_all(reported.moments(variable, "plain", 3)));
    if (variable != ReportedVariable::contribution) {
      EXPECT_TRUE(has_none(reported.moments(variable, "all", 3)));
    }
  }
  EXPECT_EQ(reported.moments(ReportedVariable::output, "heavy", 0).mean, 100.0);
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(result.notes.front().find("the shocks of heavy and all have heavy tails: "), 0u);
}

TEST(HeavyTails, LeaveTheMomentsOfSharesThatAreBounded) {
  const Scenario scenario = city("3");
  const Result result = simulate_on(scenario, 1);
  const Reported reported(scenario, result);

  EXPECT_TRUE(has_all(reported.moments(ReportedVariable::share, "heavy", 3)));
  EXPECT_TRUE(has_all(reported.moments(ReportedVariable::share, "plain", 3)));
  EXPECT_TRUE(has_none(reported.moments(ReportedVariable::share, "outside", 3)));
  EXPECT_TRUE(has_none(reported.moments(ReportedVariable::contribution, "outside", 3)));
  EXPECT_TRUE(has_all(reported.moments(ReportedVariable::output, "outside", 3)));
}

TEST(HeavyTails, LeaveTheMomentsOfLogOutputBelowTheirDegrees) {
  const auto log_output = [](const std::string& degrees) {
    const Scenario scenario = city(degrees);
    const Result result = simulate_on(scenario, 1);
    return Reported(scenario, result).moments(ReportedVariable::log_output, "all", 5);
  };

  const Moments three = log_output("3"), five = log_output("5"), seven = log_output("7");

  EXPECT_TRUE(std::isfinite(three.mean) && std::isfinite(three.mean_se) && std::isfinite(three.sd));
  EXPECT_TRUE(std::isnan(three.skewness) && std::isnan(three.sd_se) && std::isnan(three.skewness_se));
  EXPECT_TRUE(std::isfinite(five.skewness) && std::isfinite(five.sd_se) && std::isnan(five.skewness_se));
  EXPECT_TRUE(has_all(seven));
}

TEST(HeavyTails, GiveTheLogMomentsOfTheirPaths) {
  const Scenario scenario = city("4");
  const Result result = simulate_on(scenario, 1);
  const Reported reported(scenario, result);
  const std::vector<double> levels_of_all = simulate_paths(scenario, 3000).output[3][5];
  std::vector<double> logs;
  for (const double level : levels_of_all) logs.push_back(std::log(level));

  const Moments& m = reported.moments(ReportedVariable::log_output, "all", 5);

  const double n = static_cast<double>(logs.size());
  EXPECT_NEAR(m.mean, std::accumulate(logs.begin(), logs.end(), 0.0) / n, 1e-12);
  EXPECT_NEAR(m.sd, std::sqrt(static_cast<double>(plain::central_moment(logs, 2)) * n / (n - 1.0)), 1e-12);
  EXPECT_EQ(reported.quantiles(ReportedVariable::output, "all", 5)[3].value,
            plain::quantile(levels_of_all, 0.5));
}

TEST(HeavyTails, LeaveTheShortfallsThatAreBounded) {
  const Scenario scenario = city("3",
                                 "[targets.least]\nseries = \"heavy\"\nyear = 2030\nat_least = 120\n"
                                 "[targets.most]\nseries = \"heavy\"\nyear = 2030\nat_most = 120\n"
                                 "[targets.plain]\nseries = \"plain\"\nyear = 2030\nat_most = 120\n");
  const Result result = simulate_on(scenario, 1);
  const Reported reported(scenario, result);

  EXPECT_GT(reported.target("least").shortfall.mean, 0.0);
  EXPECT_TRUE(std::isnan(reported.target("most").shortfall.mean));
  EXPECT_TRUE(std::isnan(reported.target("most").shortfall.se));
  EXPECT_GT(reported.target("plain").shortfall.mean, 0.0);
  EXPECT_GT(reported.target("most").probability.value, 0.0);
}

TEST(HeavyTails, LeaveLogGrowthByCauseAndNotTheChangeInYuan) {
  const Scenario scenario = city("3");
  const Result result = simulate_on(scenario, 1);

  for (const GrowthTerm& term : result.growth_terms) {
    EXPECT_TRUE(std::isfinite(term.growth[3]));
    EXPECT_EQ(std::isfinite(term.change[3]), scenario.sectors[term.sector].name != "heavy");
  }
}

TEST(HeavyTails, AreNotConfusedWithSumsThatOverflowed) {
  // With 2.01 degrees of freedom some shocks are hundreds of standard deviations.
  const Result result = simulate_on(city("2.01"), 1);

  for (const std::string& note : result.notes)
    EXPECT_EQ(note.find("too large to be summed"), std::string::npos);
}

}  // namespace secondcurve::heavy_tails_test
