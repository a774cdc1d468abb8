#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/closed_forms.hpp"
#include "tests/support/integrated_rate.hpp"
#include "tests/support/level_laws.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

// The law of one sector's level against its closed form, by tests/support/level_laws.hpp: false alarm 4e-8 a
// case, 3e-7 in all.

namespace secondcurve::marginal_laws_test {

using test::agrees;
using test::integrate_rate;
using test::Law;
using test::Lognormal;
using test::million;
using test::one_sector;

Law brownian(double log_drift, double volatility) {
  return [=](double t) { return Lognormal{std::log(100.0) + log_drift * t, volatility * volatility * t}; };
}

TEST(GeometricBrownianLaw, HoldsAndWouldFailForOtherParameters) {
  const Scenario scenario =
      million(one_sector("model = \"geometric_brownian\", median_growth = 0.05, volatility = 0.2"));
  const Result result = test::simulate_on(scenario, 2);

  EXPECT_TRUE(agrees(scenario, result, brownian(std::log(1.05), 0.2)));

  EXPECT_FALSE(agrees(scenario, result, brownian(std::log(1.052), 0.2)));
  EXPECT_FALSE(agrees(scenario, result, brownian(std::log(1.05), 0.202)));
  EXPECT_FALSE(agrees(scenario, result, brownian(std::log(1.05) - 0.02, 0.2)));  // mean and median mixed up
}

TEST(GeometricBrownianLaw, HoldsInMonthlyStepsOfMeanGrowth) {
  const Scenario scenario =
      million(one_sector("model = \"geometric_brownian\", mean_growth = 0.05, volatility = 0.1"), "12");
  const Result result = test::simulate_on(scenario, 2);

  EXPECT_TRUE(agrees(scenario, result, brownian(std::log(1.05) - 0.005, 0.1)));

  EXPECT_FALSE(agrees(scenario, result, brownian(std::log(1.05), 0.1)));
  EXPECT_FALSE(agrees(scenario, result, brownian(std::log(1.05) - 0.005, 0.101)));
}

TEST(GeometricBrownianLaw, WidensByAnUncertainBase) {
  // A lognormal base of mean 100 and sd 10 times a lognormal growth.
  const Scenario scenario = million(one_sector(
      "model = \"geometric_brownian\", drift = 0.05, volatility = 0.1", "{ value = 100, sd = 10 }"));
  const Result result = test::simulate_on(scenario, 2);
  const double base_variance = std::log1p(0.01);
  const auto law = [&](double variance) -> Law {
    return [=](double t) {
      return Lognormal{std::log(100.0) - variance / 2 + 0.045 * t, variance + 0.01 * t};
    };
  };

  EXPECT_TRUE(agrees(scenario, result, law(base_variance)));

  EXPECT_FALSE(agrees(scenario, result, law(1.03 * base_variance)));
  EXPECT_FALSE(agrees(scenario, result, law(0.0)));
}

/// Growth of 15% that returns to 5%; moments by integration of their equations, not by the model's formulas.
Law reverting(double half_life, double eta, double sigma, double rho) {
  return [=](double t) {
    const test::RateMoments m =
        integrate_rate({std::log(2.0L) / half_life, std::log(1.05L), std::log(1.15L), eta, sigma, rho}, t);
    return Lognormal{std::log(100.0) + static_cast<double>(m.mean), static_cast<double>(m.variance)};
  };
}

TEST(MeanRevertingLaw, HoldsAndWouldFailForOtherParameters) {
  const Scenario scenario = million(
      one_sector("model = \"mean_reverting\", initial_growth = 0.15, long_run_growth = 0.05, half_life = 2, "
                 "growth_volatility = 0.05, volatility = 0.08, shock_correlation = 0.6"),
      "4");
  const Result result = test::simulate_on(scenario, 2);

  EXPECT_TRUE(agrees(scenario, result, reverting(2.0, 0.05, 0.08, 0.6)));

  EXPECT_FALSE(agrees(scenario, result, reverting(2.1, 0.05, 0.08, 0.6)));
  EXPECT_FALSE(agrees(scenario, result, reverting(2.0, 0.052, 0.08, 0.6)));
  EXPECT_FALSE(agrees(scenario, result, reverting(2.0, 0.05, 0.081, 0.6)));
  EXPECT_FALSE(agrees(scenario, result, reverting(2.0, 0.05, 0.08, 0.55)));
  EXPECT_FALSE(agrees(scenario, result, reverting(2.0, 0.05, 0.08, -0.6)));
}

TEST(MeanRevertingLaw, WidensByAnUncertainLongRunGrowth) {
  // Mean and variance add over the drawn rate: log(1 + g), g normal, is so nearly linear in g that the level
  // is lognormal to a tenth of a standard error. Its weight is the integral of 1 - 2^(-t/2).
  const Scenario scenario = million(one_sector(
      "model = \"mean_reverting\", initial_growth = 0.15, long_run_growth = { normal = [0.05, 0.005] }, "
      "half_life = 2, growth_volatility = 0.02, volatility = 0.04"));
  const Result result = test::simulate_on(scenario, 2);
  const auto law = [](double sd) -> Law {
    return [=](double t) {
      Lognormal known = reverting(2.0, 0.02, 0.04, 0.0)(t).parts.front().second;
      const double weight = t - (1.0 - std::pow(2.0, -t / 2.0)) * 2.0 / std::log(2.0);
      known.log_mean -= weight * sd * sd / (2.0 * 1.05 * 1.05);
      known.log_variance += weight * weight * sd * sd / (1.05 * 1.05);
      return known;
    };
  };

  EXPECT_TRUE(agrees(scenario, result, law(0.005)));

  EXPECT_FALSE(agrees(scenario, result, law(0.008)));
  EXPECT_FALSE(agrees(scenario, result, law(0.0)));
}

TEST(PathLaw, KeepsItsBand) {
  const Scenario scenario = million(one_sector("model = \"path\", growth = 0.05, spread = 0.03"), "4");
  const Result result = test::simulate_on(scenario, 2);
  const auto law = [](double growth, double spread) -> Law {
    return [=](double t) { return Lognormal{std::log(100.0) + std::log1p(growth) * t, spread * spread}; };
  };

  EXPECT_TRUE(agrees(scenario, result, law(0.05, 0.03)));

  EXPECT_FALSE(agrees(scenario, result, law(0.0502, 0.03)));
  EXPECT_FALSE(agrees(scenario, result, law(0.05, 0.0303)));
}

}  // namespace secondcurve::marginal_laws_test
