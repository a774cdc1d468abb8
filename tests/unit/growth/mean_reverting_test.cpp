#include "models/growth/mean_reverting.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/integrated_rate.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::mean_reverting_test {

using test::first_path;
using test::integrate_rate;
using test::LinearResponse;
using test::one_sector;
using test::RateLaw;
using test::RateMoments;
using test::scenario_of;

/// Growth of 15% that returns to 5%, with the rest given.
MeanReverting::Params params_of(double half_life, double eta, double sigma, double rho) {
  return {.initial_growth = 0.15,
          .long_run_growth = 0.05,
          .half_life = half_life,
          .growth_volatility = eta,
          .growth_sd = {},
          .volatility = sigma,
          .shock_correlation = rho};
}

RateLaw law_of(double half_life, double eta, double sigma, double rho) {
  return {std::log(2.0L) / half_life, std::log(1.05L), std::log(1.15L), eta, sigma, rho};
}

/// One step's transition against the moment equations, errors in units of the standard deviations.
void expect_transition(double half_life, double eta, double sigma, double rho, double dt, double tolerance) {
  const RateMoments exact = integrate_rate(law_of(half_life, eta, sigma, rho), dt);

  const LinearResponse<MeanReverting> step(params_of(half_life, eta, sigma, rho), 1, dt);

  SCOPED_TRACE(testing::Message() << "half-life " << half_life << ", rho " << rho << ", dt " << dt);
  const auto sd_x = static_cast<double>(std::sqrt(exact.variance));
  const auto sd_g = static_cast<double>(std::sqrt(exact.rate_variance));
  EXPECT_NEAR(step.mean[0], static_cast<double>(exact.mean), 1e-14);
  EXPECT_NEAR(step.mean[1], static_cast<double>(exact.rate_mean), 1e-14);
  EXPECT_NEAR(step.covariance[0][0], static_cast<double>(exact.variance), tolerance * sd_x * sd_x);
  EXPECT_NEAR(step.covariance[0][1], static_cast<double>(exact.covariance), tolerance * sd_x * sd_g);
  EXPECT_NEAR(step.covariance[1][1], static_cast<double>(exact.rate_variance), tolerance * sd_g * sd_g);
}

TEST(MeanReverting, TransitsByTheIntegratedMomentEquations) {
  for (double half_life : {0.01, 0.25, 3.0, 20.0, 200.0})
    for (double rho : {-1.0, -0.5, 0.0, 0.7, 1.0})
      for (double dt : {1.0, 1.0 / 12})
        expect_transition(half_life, 0.02, 0.05, rho, dt, half_life > 100.0 ? 2e-11 : 1e-12);
}

TEST(MeanReverting, TransitsExactlyWithoutNoiseOfTheLevel) {
  // Without noise of the level the variance is a difference of nearly equal terms, eta^2 dt^3 / 3 from
  // terms of order dt / kappa^2: a half-life of many steps costs digits, (half-life / dt)^2 ulps or so.
  for (double half_life : {0.01, 0.25, 3.0}) expect_transition(half_life, 0.02, 0.0, 0.0, 1.0, 1e-13);
  expect_transition(20.0, 0.02, 0.0, 0.0, 1.0 / 12, 1e-9);
  expect_transition(200.0, 0.02, 0.0, 0.0, 1.0 / 12, 1e-7);
}

TEST(MeanReverting, FeelsEachOfItsParameters) {
  // The comparison above can fail: a parameter off by 1% moves the moments by far more than 1e-12.
  const RateMoments exact = integrate_rate(law_of(3.0, 0.02, 0.05, 0.7), 1.0);

  for (const auto& wrong : {params_of(3.03, 0.02, 0.05, 0.7), params_of(3.0, 0.0202, 0.05, 0.7),
                            params_of(3.0, 0.02, 0.0505, 0.7), params_of(3.0, 0.02, 0.05, 0.707)}) {
    const LinearResponse<MeanReverting> step(wrong, 1, 1.0);

    EXPECT_GT(std::abs(step.covariance[0][0] - static_cast<double>(exact.variance)),
              1e-5 * static_cast<double>(exact.variance));
  }
}

TEST(MeanReverting, KnowsItsMomentsAfterManyYears) {
  for (double half_life : {0.1, 2.0, 50.0}) {
    const RateMoments exact = integrate_rate(law_of(half_life, 0.02, 0.04, -0.3), 10.0L);

    const LogMoments m = MeanReverting::log_moments(params_of(half_life, 0.02, 0.04, -0.3), 10.0);

    EXPECT_NEAR(m.mean, static_cast<double>(exact.mean), 1e-13);
    EXPECT_NEAR(m.variance, static_cast<double>(exact.variance), 1e-12 * m.variance);
  }
}

TEST(MeanReverting, TakesTheStationarySpreadOfTheRate) {
  for (double half_life : {0.5, 3.0, 30.0}) {
    MeanReverting::Params params = params_of(half_life, 0.0, 0.04, 0.2);
    params.growth_volatility.reset();
    params.growth_sd = 0.017;

    const LinearResponse<MeanReverting> after(params, 1, 60.0 * half_life);

    EXPECT_NEAR(std::sqrt(after.covariance[1][1]), 0.017, 1e-15);
    const double kappa = std::log(2.0) / half_life;
    params.growth_sd.reset();
    params.growth_volatility = 0.017 * std::sqrt(2.0 * kappa);
    const LinearResponse<MeanReverting> same(params, 1, 60.0 * half_life);
    EXPECT_NEAR(after.covariance[0][0], same.covariance[0][0], 1e-13 * same.covariance[0][0]);
  }
}

TEST(MeanReverting, HoldsTheRateStillWithoutItsOwnNoise) {
  MeanReverting::Params params = params_of(3.0, 0.0, 0.04, 0.5);
  params.growth_volatility.reset();

  const LinearResponse<MeanReverting> step(params, 1, 1.0);

  EXPECT_EQ(step.covariance[1][1], 0.0);
  EXPECT_NEAR(step.covariance[0][0], 0.04 * 0.04, 1e-16);
}

TEST(MeanReverting, ClosesHalfTheGapEachHalfLife) {
  // g(t) = ln 1.05 + (ln 1.15 - ln 1.05) 2^(-t/2), and its integral.
  const double gap = std::log(1.15 / 1.05);

  for (const char* steps : {"1", "2", "4", "12"}) {
    const std::vector<double> levels = first_path(scenario_of(
        one_sector("model = \"mean_reverting\", initial_growth = \"15%\", long_run_growth = \"5%\", "
                   "half_life = 2, volatility = 0"),
        {std::string("simulation.steps_per_year=") + steps}));

    for (std::size_t k = 0; k < levels.size(); ++k) {
      const auto t = static_cast<double>(k);
      const double integral = gap * (1.0 - std::pow(2.0, -t / 2.0)) * 2.0 / std::log(2.0);
      EXPECT_NEAR(levels[k], 100.0 * std::pow(1.05, t) * std::exp(integral), 1e-12 * levels[k]) << steps;
    }
  }
}

TEST(MeanReverting, HasAHalfLifeOfThreeYearsUnlessTold) {
  const std::string growth =
      "model = \"mean_reverting\", initial_growth = 0.2, long_run_growth = 0, volatility = 0";

  EXPECT_EQ(first_path(scenario_of(one_sector(growth))),
            first_path(scenario_of(one_sector(growth + ", half_life = 3"))));
}

TEST(MeanReverting, FollowsALongRunRateThatChangesByYear) {
  const double phi = std::pow(2.0, -0.5), carry = (1.0 - phi) * 2.0 / std::log(2.0);
  double rate = std::log(1.15), growth = 0.0;
  std::vector<double> expected{100.0};
  for (double target : {std::log(1.05), std::log(1.05), std::log(1.08), std::log(1.08), std::log(0.97)}) {
    growth += target + (rate - target) * carry;
    rate = target + (rate - target) * phi;
    expected.push_back(100.0 * std::exp(growth));
  }

  const std::vector<double> levels = first_path(scenario_of(
      one_sector("model = \"mean_reverting\", initial_growth = 0.15, half_life = 2, volatility = 0, "
                 "long_run_growth = { 2026 = 0.05, 2028 = 0.08, 2030 = -0.03 }"),
      {"simulation.steps_per_year=4"}));

  for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
}

TEST(MeanReverting, TakesAtMostOneNoiseOfTheRate) {
  const std::string growth =
      "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0, volatility = 0.1";

  EXPECT_NO_THROW(scenario_of(one_sector(growth)));
  EXPECT_NO_THROW(scenario_of(one_sector(growth + ", growth_sd = 0.01")));
  EXPECT_THROW(scenario_of(one_sector(growth + ", growth_sd = 0.01, growth_volatility = 0.01")), ConfigError);
}

TEST(MeanReverting, RefusesACorrelationBeyondOneAndAnInitialGrowthByYear) {
  const std::string growth = "model = \"mean_reverting\", long_run_growth = 0, volatility = 0.1, ";

  EXPECT_THROW(scenario_of(one_sector(growth + "initial_growth = 0, shock_correlation = 1.1")), ConfigError);
  EXPECT_THROW(scenario_of(one_sector(growth + "initial_growth = { 2026 = 0.1 }")), ConfigError);
}

}  // namespace secondcurve::mean_reverting_test
