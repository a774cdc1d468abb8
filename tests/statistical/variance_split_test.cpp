#include <array>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

// Paths in groups of 16 with one draw of the parameters each: what splits the variance, and errors that know
// it. The sector is geometric Brownian motion with an uncertain drift mu, normal with mean m and standard
// deviation s, so that after t years, with level 100 in the base year,
//
//     Var E[Y | mu] = 100^2 exp(2 m t + s^2 t^2) (exp(s^2 t^2) - 1)
//     E Var[Y | mu] = 100^2 exp(2 m t + 2 s^2 t^2) (exp(sigma^2 t) - 1)
//
// Figures of 200 seeds are compared with these and with each other. A mean of 200 runs may be 6 of its
// standard errors off: Student's t with 199 degrees of freedom, chance 9.2e-9. The variance over 200 runs
// divided by the one that the runs claim is about chi^2(199) / 199: outside 0.52 and 1.7 with a chance of
// 5.2e-9. Of 200 intervals of 95%, 169 hold the truth or more but for a chance of 6.8e-9. Two means, seven
// variances and six coverages are tested, and a long run: false alarm 1.0e-7 in all.

namespace secondcurve::variance_split_test {

using test::Reported;
using test::scenario_of;

constexpr int n_seeds = 200;
constexpr double m = 0.03, s = 0.025, sigma = 0.05, t = 5.0;
constexpr double enough = 169.0 / n_seeds;
constexpr double least_variance = 0.52, most_variance = 1.7;  // over the one claimed

Scenario industry(std::uint64_t paths, int inner, int seed) {
  return scenario_of(
      test::one_sector(fmt::format(
          "model = \"geometric_brownian\", drift = {{ normal = [{}, {}] }}, volatility = {}", m, s, sigma)) +
          "[targets.high]\nseries = \"industry\"\nyear = 2030\nat_least = 130\n"
          "[output]\nquantiles = [0.1, 0.5]\n",
      {fmt::format("simulation.paths={}", paths), fmt::format("simulation.inner={}", inner),
       fmt::format("simulation.seed={}", seed)});
}

double exact_between() { return 1e4 * std::exp(2 * m * t + s * s * t * t) * std::expm1(s * s * t * t); }
double exact_within() {
  return 1e4 * std::exp(2 * m * t + 2 * s * s * t * t) * std::expm1(sigma * sigma * t);
}

/// Y is lognormal: ln Y is normal with this mean and standard deviation.
double log_mean() { return std::log(100.0) + (m - sigma * sigma / 2) * t; }
double log_sd() { return std::sqrt(s * s * t * t + sigma * sigma * t); }
double normal_tail(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

/// A figure over all seeds.
class Over final {
 public:
  void add(double value, double se, double lower, double upper, double exact) {
    sum_ += value / n_seeds;
    squares_ += value * value / n_seeds;
    claimed_ += se * se / n_seeds;
    held_ += lower <= exact && exact <= upper ? 1.0 / n_seeds : 0.0;
  }
  void add(double value, double se, double exact, double reach) {
    add(value, se, value - reach * se, value + reach * se, exact);
  }
  double mean() const { return sum_; }
  double variance() const { return (squares_ - sum_ * sum_) * n_seeds / (n_seeds - 1.0); }
  double claimed() const { return claimed_; }
  double held() const { return held_; }
  double tolerance() const { return 6.0 * std::sqrt(variance() / n_seeds); }

 private:
  double sum_ = 0.0, squares_ = 0.0, claimed_ = 0.0, held_ = 0.0;
};

struct Runs {
  Over between, within, share, mean, sd, low, median, probability, shortfall;
  double naive_variance = 0.0;  ///< of the mean, were all paths independent

  Runs() {
    constexpr std::uint64_t paths = 8192;
    constexpr int inner = 16;
    const double reach = SampleDesign::groups(inner, paths / inner).interval_reach();
    const double total = exact_between() + exact_within();
    for (int seed = 1; seed <= n_seeds; ++seed) {
      const Scenario scenario = industry(paths, inner, seed);
      const Result result = test::simulate_on(scenario, 2);
      const Reported reported(scenario, result);
      const VarianceSplit& split = result.splits[*Cells(scenario).find(ReportedVariable::output, 0, 5)];
      between.add(split.between, 0.0, exact_between(), reach);
      within.add(split.within, 0.0, exact_within(), reach);
      share.add(split.share, split.share_se, exact_between() / total, reach);
      const Moments& moments = reported.moments(ReportedVariable::output, "industry", 5);
      mean.add(moments.mean, moments.mean_se, 100.0 * std::exp(m * t + s * s * t * t / 2), reach);
      sd.add(moments.sd, moments.sd_se, std::sqrt(total), reach);
      naive_variance += moments.sd * moments.sd / paths / n_seeds;
      const auto& q = reported.quantiles(ReportedVariable::output, "industry", 5);
      constexpr double z10 = -1.2815515655446004;
      low.add(q[0].value, (q[0].upper - q[0].lower) / 2 / reach, q[0].lower, q[0].upper,
              std::exp(log_mean() + z10 * log_sd()));
      median.add(q[1].value, (q[1].upper - q[1].lower) / 2 / reach, q[1].lower, q[1].upper,
                 std::exp(log_mean()));
      const TargetResult& target = reported.target("high");
      probability.add(target.probability.value, target.probability.se, target.probability.lower,
                      target.probability.upper, normal_tail((std::log(130.0) - log_mean()) / log_sd()));
      shortfall.add(target.shortfall.mean, target.shortfall.se, 0.0, reach);
    }
  }

  static const Runs& get() {
    static const Runs runs;
    return runs;
  }
};

TEST(SplitOfAnUncertainDrift, IsOnAverageThatOfTheLognormalLaw) {
  const Runs& runs = Runs::get();

  EXPECT_NEAR(runs.between.mean(), exact_between(), runs.between.tolerance());
  EXPECT_NEAR(runs.within.mean(), exact_within(), runs.within.tolerance());
  EXPECT_LT(runs.between.tolerance(), 0.04 * exact_between());
  EXPECT_LT(runs.within.tolerance(), 0.01 * exact_within());
}

// Without the correction by what shocks make of the mean of 16 paths, parameters would have MSB / 16.
TEST(SplitOfAnUncertainDrift, IsNotTheVarianceOfTheMeansOfGroups) {
  const Runs& runs = Runs::get();

  EXPECT_GT(std::abs(runs.between.mean() + runs.within.mean() / 16 - exact_between()),
            runs.between.tolerance());
}

TEST(SplitOfAnUncertainDrift, KnowsHowWellItsShareIsKnown) {
  const Over& share = Runs::get().share;

  EXPECT_GT(share.variance() / share.claimed(), least_variance);
  EXPECT_LT(share.variance() / share.claimed(), most_variance);
  EXPECT_GE(share.held(), enough);
}

TEST(PathsInGroups, KnowHowWellTheirFiguresAreKnown) {
  const Runs& runs = Runs::get();
  const std::array<std::pair<const char*, const Over*>, 6> figures{{{"mean", &runs.mean},
                                                                    {"sd", &runs.sd},
                                                                    {"10%", &runs.low},
                                                                    {"median", &runs.median},
                                                                    {"probability", &runs.probability},
                                                                    {"shortfall", &runs.shortfall}}};
  for (const auto& [name, of] : figures) {
    EXPECT_GT(of->variance() / of->claimed(), least_variance) << name;
    EXPECT_LT(of->variance() / of->claimed(), most_variance) << name;
    if (of == &runs.shortfall) continue;  // its exact value is not worked out here
    EXPECT_GE(of->held(), enough) << name;
  }
}

TEST(PathsInGroups, AreNotIndependent) {
  const Runs& runs = Runs::get();

  EXPECT_GT(runs.mean.variance() / runs.naive_variance, most_variance);
}

// One long run: 2^14 draws of the drift. The share's standard error is 0.003, the tolerance 6 of them:
// false alarm 2e-9.
TEST(SplitOfAnUncertainDrift, ComesCloseInALongRun) {
  const Scenario scenario = industry(1 << 18, 16, 20260101);
  const Result result = test::simulate_on(scenario, 2);
  const VarianceSplit& split = result.splits[*Cells(scenario).find(ReportedVariable::output, 0, 5)];

  EXPECT_NEAR(split.share, exact_between() / (exact_between() + exact_within()), 6.0 * split.share_se);
  EXPECT_LT(split.share_se, 0.005);
}

}  // namespace secondcurve::variance_split_test
