#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/integrated_rate.hpp"
#include "tests/support/level_laws.hpp"

// The law of a level that is made of others with a closed form, by tests/support/level_laws.hpp: false alarm
// 4e-8 a case.

namespace secondcurve::composed_laws_test {

using test::agrees;
using test::integrate_rate;
using test::Law;
using test::LevelMixture;
using test::Lognormal;
using test::million;
using test::one_sector;

double logistic(double initial, double capacity, double rate, double t) {
  return capacity / (1.0 + (capacity / initial - 1.0) * std::exp(-rate * t));
}

TEST(SecondCurveLaw, IsThatOfItsFirstCurveOnTopOfACertainSecond) {
  const Scenario scenario = million(
      one_sector("model = \"second_curve\", first = { model = \"mean_reverting\", initial_growth = 0.06, "
                 "long_run_growth = "
                 "-0.02, half_life = 2, growth_volatility = 0.04, volatility = 0.08, shock_correlation = 0.5 "
                 "}, second "
                 "= { "
                 "share = 0.3, capacity = 1.2, takeover_years = 12, volatility = 0 }"),
      "4");
  const Result result = test::simulate_on(scenario, 2);
  const auto law = [](double share, double eta, double sigma) -> Law {
    return [=](double t) {
      const test::RateMoments m =
          integrate_rate({std::log(2.0L) / 2, std::log(0.98L), std::log(1.06L), eta, sigma, 0.5L}, t);
      const double first = std::log(100.0 * (1.0 - share)) + static_cast<double>(m.mean);
      return LevelMixture(Lognormal{first, static_cast<double>(m.variance)},
                          logistic(100.0 * share, 120.0, std::log(81.0) / 12.0, t));
    };
  };

  EXPECT_TRUE(agrees(scenario, result, law(0.3, 0.04, 0.08)));

  EXPECT_FALSE(agrees(scenario, result, law(0.31, 0.04, 0.08)));
  EXPECT_FALSE(agrees(scenario, result, law(0.3, 0.042, 0.08)));
  EXPECT_FALSE(agrees(scenario, result, law(0.3, 0.04, 0.082)));
}

TEST(AutoregressiveLaw, HoldsAndWouldFailForOtherParameters) {
  const Scenario scenario = million(one_sector(
      "model = \"autoregressive\", initial_growth = 0.12, long_run_growth = 0.04, persistence = 0.7, "
      "volatility = 0.06"));
  const Result result = test::simulate_on(scenario, 2);
  // Growth in year k is m + gap phi^k; a shock of year j has moved the level of year t by sigma times
  // 1 + phi + ... + phi^(t-j).
  const auto law = [](double phi, double sigma) -> Law {
    return [=](double t) {
      double mean = std::log(100.0), variance = 0.0;
      for (int k = 1; k <= static_cast<int>(t); ++k) {
        mean += std::log(1.04) + std::log(1.12 / 1.04) * std::pow(phi, k);
        variance += std::pow(sigma * (1.0 - std::pow(phi, k)) / (1.0 - phi), 2);
      }
      return LevelMixture(Lognormal{mean, variance});
    };
  };

  EXPECT_TRUE(agrees(scenario, result, law(0.7, 0.06)));

  EXPECT_FALSE(agrees(scenario, result, law(0.69, 0.06)));
  EXPECT_FALSE(agrees(scenario, result, law(0.7, 0.0615)));
}

}  // namespace secondcurve::composed_laws_test
