#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/closed_forms.hpp"
#include "tests/support/integrated_rate.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

// The law of a level that is made of others with a closed form: at the end of years 1 and 5 its mean and the
// share below each quantile that is reported.
//
// n = 400,000 paths, seed fixed. Standard errors by the closed form: of the mean sd / sqrt(n), of the share
// below a quantile sqrt(p (1 - p) / n). Each of the 16 statistics of a case may be 6 of them off: false alarm
// 16 * 2e-9 = 3.2e-8 a case.

namespace secondcurve::composed_laws_test {

using test::integrate_rate;
using test::Lognormal;
using test::one_sector;
using test::Reported;
using test::scenario_of;

constexpr double tolerance = 6.0;  // standard errors

struct Law {
  std::function<double(double)> cdf;
  double mean = 0.0;
  double sd = 0.0;
};

/// A lognormal level on top of a certain one.
Law on_top(const Lognormal& level, double certain = 0.0) {
  return {[=](double x) { return level.cdf(x - certain); }, level.mean() + certain, level.sd()};
}

Scenario many(const std::string& growth, const std::string& steps_per_year) {
  return scenario_of(one_sector(growth),
                     {"simulation.paths=400000", "simulation.steps_per_year=" + steps_per_year});
}

/// The largest deviation from the law of each year [standard errors].
double largest_deviation(const Scenario& scenario, const Result& result,
                         const std::function<Law(double years)>& law) {
  const Reported reported(scenario, result);
  const auto n = static_cast<double>(result.n_paths);
  double largest = 0.0;
  for (std::size_t year : {1u, 5u}) {
    const Law exact = law(static_cast<double>(year));
    const double mean = reported.moments(ReportedVariable::output, "industry", year).mean;
    largest = std::max(largest, std::abs(mean - exact.mean) / (exact.sd / std::sqrt(n)));
    const auto& quantiles = reported.quantiles(ReportedVariable::output, "industry", year);
    for (std::size_t k = 0; k < quantiles.size(); ++k) {
      const double p = scenario.output.quantiles[k];
      largest = std::max(largest, std::abs(exact.cdf(quantiles[k].value) - p) / std::sqrt(p * (1.0 - p) / n));
    }
  }
  return largest;
}

double logistic(double initial, double capacity, double rate, double t) {
  return capacity / (1.0 + (capacity / initial - 1.0) * std::exp(-rate * t));
}

TEST(SecondCurveLaw, IsThatOfItsFirstCurveOnTopOfACertainSecond) {
  const Scenario scenario = many(
      "model = \"second_curve\", first = { model = \"mean_reverting\", initial_growth = 0.06, "
      "long_run_growth = "
      "-0.02, half_life = 2, growth_volatility = 0.04, volatility = 0.08, shock_correlation = 0.5 }, second "
      "= { "
      "share = 0.3, capacity = 1.2, takeover_years = 12, volatility = 0 }",
      "4");
  const Result result = test::simulate_on(scenario, 2);
  const auto law = [](double share, double eta, double sigma) {
    return [=](double t) {
      const test::RateMoments m =
          integrate_rate({std::log(2.0L) / 2, std::log(0.98L), std::log(1.06L), eta, sigma, 0.5L}, t);
      const double first = std::log(100.0 * (1.0 - share)) + static_cast<double>(m.mean);
      return on_top({first, static_cast<double>(m.variance)},
                    logistic(100.0 * share, 120.0, std::log(81.0) / 12.0, t));
    };
  };

  EXPECT_LT(largest_deviation(scenario, result, law(0.3, 0.04, 0.08)), tolerance);

  EXPECT_GT(largest_deviation(scenario, result, law(0.31, 0.04, 0.08)), tolerance);
  EXPECT_GT(largest_deviation(scenario, result, law(0.3, 0.042, 0.08)), tolerance);
  EXPECT_GT(largest_deviation(scenario, result, law(0.3, 0.04, 0.082)), tolerance);
}

TEST(AutoregressiveLaw, HoldsAndWouldFailForOtherParameters) {
  const Scenario scenario = many(
      "model = \"autoregressive\", initial_growth = 0.12, long_run_growth = 0.04, persistence = 0.7, "
      "volatility "
      "= 0.06",
      "1");
  const Result result = test::simulate_on(scenario, 2);
  // Growth in year k is m + gap phi^k; a shock of year j has moved the level of year t by sigma times
  // 1 + phi + ... + phi^(t-j).
  const auto law = [](double phi, double sigma) {
    return [=](double t) {
      double mean = std::log(100.0), variance = 0.0;
      for (int k = 1; k <= static_cast<int>(t); ++k) {
        mean += std::log(1.04) + std::log(1.12 / 1.04) * std::pow(phi, k);
        variance += std::pow(sigma * (1.0 - std::pow(phi, k)) / (1.0 - phi), 2);
      }
      return on_top({mean, variance});
    };
  };

  EXPECT_LT(largest_deviation(scenario, result, law(0.7, 0.06)), tolerance);

  EXPECT_GT(largest_deviation(scenario, result, law(0.69, 0.06)), tolerance);
  EXPECT_GT(largest_deviation(scenario, result, law(0.7, 0.0615)), tolerance);
}

}  // namespace secondcurve::composed_laws_test
