#include <array>
#include <cmath>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/block/ops.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

// Two geometric Brownian motions of the same shocks, one of a higher drift and volatility, over five years:
// E Y = 100 exp(5 drift), and Y > Y_b where the sum of shocks W, of variance 5, is above
// (v^2/2 - v_b^2/2 - d + d_b) 5 / (v - v_b). 200 seeds of 2048 paths in each of four ways of drawing paths;
// under sobol 8 replicates of 256, with inner = 4 the drift is uncertain in both, by the same draws.
//
// For the mean difference and the probability of improvement:
// - bias: the mean error over seeds may be 6 of its standard errors, Student's t with 199 degrees of freedom:
//   chance 9e-9 each;
// - the mean squared error over the mean squared standard error is about chi^2(200) / 200, with Sobol points
//   F(200, 1400): outside 0.52 and 1.75 with a chance of 3e-9, and of 2e-8.
// False alarm 8 * 9e-9 + 6 * 3e-9 + 2 * 2e-8 = 1.3e-7 for all together.

namespace secondcurve::paired_differences_statistical_test {

constexpr int n_seeds = 200;
constexpr double most_bias = 6.0, least_variance = 0.52, most_variance = 1.75;

struct Law {
  double drift, volatility;
};
constexpr Law slow{0.04, 0.10}, fast{0.05, 0.14};
constexpr double sd_of_drift = 0.02;

Scenario motion(const Law& law, const std::string& setting, bool uncertain, int seed) {
  const std::string drift = uncertain ? fmt::format("{{ normal = [{}, {}] }}", law.drift, sd_of_drift)
                                      : fmt::format("{}", law.drift);
  return test::scenario_of(
      test::one_sector(
          fmt::format("model = \"geometric_brownian\", drift = {}, volatility = {}", drift, law.volatility)),
      {"simulation.paths=2048", setting, fmt::format("simulation.seed={}", seed)});
}

/// E Y in the fifth year. @param sd of the drift.
double mean_level(const Law& law, double sd) { return 100.0 * std::exp(5.0 * law.drift + 12.5 * sd * sd); }

/// The probability that the fast one is above; drifts differ by the same on all paths.
double chance_above() {
  const double needed =
      (fast.volatility * fast.volatility - slow.volatility * slow.volatility) / 2.0 - fast.drift + slow.drift;
  return normal_cdf(-needed * 5.0 / (fast.volatility - slow.volatility) / std::sqrt(5.0));
}

/// What the estimates of a figure were over seeds.
struct Errors {
  double sum = 0.0, squares = 0.0, claimed = 0.0;

  void add(double error, double se) {
    sum += error;
    squares += error * error;
    claimed += se * se;
  }
  void expect_sound(const std::string& what) const {
    EXPECT_LT(std::abs(sum), most_bias * std::sqrt(squares)) << what;
    EXPECT_GT(squares / claimed, least_variance) << what;
    EXPECT_LT(squares / claimed, most_variance) << what;
  }
};

struct Way {
  const char* setting;
  bool uncertain;
};
constexpr std::array<Way, 4> ways{{{"simulation.sampling=\"pseudo\"", false},
                                   {"simulation.sampling=\"antithetic\"", false},
                                   {"simulation.sampling=\"sobol\"", false},
                                   {"simulation.inner=4", true}}};

TEST(PairedDifferences, HaveTheMeanChanceAndErrorsOfTheirLaw) {
  for (const auto& [setting, uncertain] : ways) {
    const double sd = uncertain ? sd_of_drift : 0.0;
    const double exact = mean_level(fast, sd) - mean_level(slow, sd);
    Errors mean, improvement;
    for (int seed = 1; seed <= n_seeds; ++seed) {
      const Scenario scenario = motion(fast, setting, uncertain, seed);
      const Result result = test::simulate_beside(scenario, motion(slow, setting, uncertain, seed), 2);
      const test::Reported reported(scenario, result);
      const Moments& m = reported.moments(ReportedVariable::difference, "industry", 5);
      const Probability& p = reported.improvement("industry", 5);
      mean.add(m.mean - exact, m.mean_se);
      improvement.add(p.value - chance_above(), p.se);
    }

    mean.expect_sound(fmt::format("mean, {}", setting));
    improvement.expect_sound(fmt::format("probability, {}", setting));
  }
}

TEST(PairedDifferences, AreKnownFarBetterThanThoseOfIndependentRuns) {
  // The difference has a standard deviation of about 14 where levels have 28 and 41: of independent runs, 50.
  const Scenario scenario = motion(fast, "simulation.inner=1", false, 1);
  const Result result = test::simulate_beside(scenario, motion(slow, "simulation.inner=1", false, 1), 2);
  const Result other = test::simulate_on(motion(slow, "simulation.inner=1", false, 2), 2);
  const test::Reported reported(scenario, result);

  const double own = reported.moments(ReportedVariable::output, "industry", 5).mean_se;
  const double independent = std::hypot(
      own, test::Reported(scenario, other).moments(ReportedVariable::output, "industry", 5).mean_se);
  EXPECT_LT(reported.moments(ReportedVariable::difference, "industry", 5).mean_se, 0.5 * independent);
}

}  // namespace secondcurve::paired_differences_statistical_test
