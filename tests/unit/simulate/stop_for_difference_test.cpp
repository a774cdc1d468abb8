// A rule to stop that asks for the mean difference from a baseline.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/simulated.hpp"
#include "tests/unit/simulate/pair_of_scenarios.hpp"

namespace secondcurve::stop_for_difference_test {

using test::city;
using test::fast;
using test::Reported;
using test::scenario_of;
using test::simulate_beside;
using test::simulate_on;
using test::slow;
using ::testing::HasSubstr;

const std::string rule =
    "simulation.stop_when={ series = \"chips\", year = 2030, statistic = \"mean_difference\", ";

TEST(StopWhenMeanDifference, EndsWhenTheDifferenceIsKnown) {
  const Scenario scenario = fast({"simulation.paths=524_288", rule + "relative_error = 0.001 }"});
  const Result result = simulate_beside(scenario, slow({"simulation.paths=524_288"}), 2);

  ASSERT_TRUE(result.stopping);
  EXPECT_TRUE(result.stopping->met);
  EXPECT_GT(result.n_paths, 8192u);
  EXPECT_LT(result.n_paths, 524'288u);
  EXPECT_EQ(result.pairs->n_pairs, result.n_paths);
  const Moments& m = Reported(scenario, result).moments(ReportedVariable::difference, "chips", 5);
  EXPECT_EQ(result.stopping->reached, m.mean_se / m.mean);
  EXPECT_LE(result.stopping->reached, 0.001);
  EXPECT_EQ(
      result.stopping->rule,
      "relative standard error of the mean difference of chips in 2030 from the baseline at most 0.001");
}

TEST(StopWhenMeanDifference, CountsThePathsThatBothHave) {
  const Scenario scenario = fast({"simulation.paths=40_000", rule + "relative_error = 0.001 }"});
  const Result result = simulate_beside(scenario, slow({"simulation.paths=10_000"}), 2);

  EXPECT_FALSE(result.stopping->met);
  EXPECT_EQ(result.pairs->n_pairs, 10'000u);
  const double excess = result.stopping->reached / result.stopping->asked;
  ASSERT_TRUE(result.stopping->n_paths_needed);
  EXPECT_NEAR(static_cast<double>(*result.stopping->n_paths_needed), 10'000 * excess * excess,
              0.1 * 10'000 * excess * excess);
}

/// The message with which a run is refused.
template <class Run>
std::string refusal(const Run& run) {
  try {
    run();
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "not refused";
}

TEST(StopWhenMeanDifference, IsRefusedWhereThereIsNone) {
  const std::string one_percent = rule + "relative_error = 0.01 }";
  const std::string heavy = "[dependence.output]\nheavy_tails = { chips = 4 }\n";
  const Scenario scenario = fast({one_percent});

  EXPECT_THAT(refusal([&] { simulate_on(scenario, 1); }),
              ::testing::AllOf(
                  HasSubstr("simulation.stop_when.statistic = \"mean_difference\": this run has no baseline"),
                  HasSubstr("compare"), HasSubstr("batch")));
  EXPECT_THAT(refusal([&] { simulate_beside(scenario, slow({"simulation.end_year=2029"}), 1); }),
              HasSubstr("the baseline has no such series chips in 2030"));
  EXPECT_THAT(refusal([&] { simulate_beside(scenario, scenario_of(city("0.06") + heavy), 1); }),
              HasSubstr("chips has heavy tails in the baseline, and so no mean"));
}

}  // namespace secondcurve::stop_for_difference_test
