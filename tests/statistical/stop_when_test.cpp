#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve {
namespace {

using test::scenario_of;

constexpr int n_runs = 300;

/// How many of 300 seeds give a 95% interval of the mean that holds the true one, 100 exp(0.05), when each run
/// stops as soon as the mean is known to a relative error.
int n_covered(const std::string& relative_error) {
  const std::string industry =
      test::one_sector("model = \"geometric_brownian\", drift = 0.05, volatility = 0.4");
  int n = 0;
  for (int seed = 0; seed < n_runs; ++seed) {
    const Scenario scenario = scenario_of(
        industry, {"simulation.paths=200_000", "simulation.end_year=2026",
                   "simulation.seed=" + std::to_string(seed),
                   "simulation.stop_when={ series = \"industry\", year = 2026, statistic = \"mean\", "
                   "relative_error = " + relative_error + " }"});
    const Result result = test::simulate_on(scenario, 2);
    EXPECT_TRUE(result.stopping->met);
    const Moments& m = test::Reported(scenario, result).moments(ReportedVariable::output, "industry", 1);
    if (std::abs(m.mean - 100.0 * std::exp(0.05)) < 1.96 * m.mean_se) ++n;
  }
  return n;
}

// A run that stops when its error looks small is a little too sure of itself. Of 300 independent runs the
// number that covers is binomial with mean 285 and standard deviation 3.8; 264 is 5.6 of them below, and a true
// coverage of 94% (mean 282, sd 4.1) would still fall below it with a probability of 1e-5 only. The seeds are
// fixed.
TEST(StopWhen, KeepsTheCoverageOfItsIntervals) {
  EXPECT_GE(n_covered("0.003"), 264);  // stops at 24,576 paths or thereabouts
}

// The companion: the same count with half of the interval must fail the bound.
TEST(StopWhen, WouldNotCoverWithHalfTheInterval) {
  const std::string industry =
      test::one_sector("model = \"geometric_brownian\", drift = 0.06, volatility = 0.4");
  const Scenario scenario = scenario_of(
      industry, {"simulation.paths=200_000", "simulation.end_year=2026",
                 "simulation.stop_when={ series = \"industry\", year = 2026, statistic = \"mean\", "
                 "relative_error = 0.001 }"});
  const Result result = test::simulate_on(scenario, 2);

  const Moments& m = test::Reported(scenario, result).moments(ReportedVariable::output, "industry", 1);
  EXPECT_GT(std::abs(m.mean - 100.0 * std::exp(0.05)), 5.0 * m.mean_se);
}

}  // namespace
}  // namespace secondcurve
