#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::stop_when_test {

using test::scenario_of;

constexpr int n_runs = 300;

/// How many of 300 seeds give a 95% interval of the mean that holds 100 exp(0.05), when each run stops as
/// soon as its error is 0.3% of the mean.
int n_covered(const std::string& drift) {
  const std::string industry =
      test::one_sector("model = \"geometric_brownian\", volatility = 0.4, drift = " + drift);
  int n = 0;
  for (int seed = 0; seed < n_runs; ++seed) {
    const Scenario scenario = scenario_of(
        industry,
        {"simulation.paths=200_000", "simulation.end_year=2026", "simulation.seed=" + std::to_string(seed),
         "simulation.stop_when={ series = \"industry\", year = 2026, statistic = \"mean\", "
         "relative_error = 0.003 }"});
    const Result result = test::simulate_on(scenario, 2);
    EXPECT_TRUE(result.stopping->met);
    const Moments& m = test::Reported(scenario, result).moments(ReportedVariable::output, "industry", 1);
    if (std::abs(m.mean - 100.0 * std::exp(0.05)) < 1.96 * m.mean_se) ++n;
  }
  return n;
}

// A run that stops when its error looks small is a little too sure of itself: its 95% intervals cover a
// little less often. Tested is that they cover with a probability of 0.93 or more. The number of 300
// independent runs that do is then binomial with a mean of 279 or more; below 253 with a chance of at
// most 8.2e-8.
constexpr int fewest = 253;
TEST(StopWhen, KeepsTheCoverageOfItsIntervals) { EXPECT_GE(n_covered("0.05"), fewest); }

// The companion: a drift of 0.06 puts the true mean 3.3 standard errors off, and the count far below.
TEST(StopWhen, DoesNotCoverTheMeanOfAnotherDrift) { EXPECT_LT(n_covered("0.06"), fewest); }

}  // namespace secondcurve::stop_when_test
