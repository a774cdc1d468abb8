#include "models/growth/jump_diffusion.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/closed_forms.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::jump_diffusion_test {

using test::LevelMixture;
using test::ModelBlock;
using test::one_sector;
using test::scenario_of;

constexpr double rate = 0.7, jump = -0.1, jump_sd = 0.06, sigma = 0.05;

JumpDiffusion::Params params_of(bool compensate) {
  JumpDiffusion::Params params;
  params.volatility = sigma;
  params.jump_rate = rate;
  params.jump_mean = jump;
  params.jump_volatility = jump_sd;
  params.compensate = compensate;
  return params;
}

JumpDiffusion::Params with_mean_growth(double growth, bool compensate) {
  JumpDiffusion::Params params = params_of(compensate);
  params.mean_growth = growth;
  return params;
}

/// The level relative to the base after `years`, from what the model expects without jumps.
LevelMixture law_of(const JumpDiffusion::Params& params, double years) {
  const double log_drift = JumpDiffusion::log_moments(params, 1.0).mean - rate * jump;
  return LevelMixture::with_jumps(log_drift, sigma, rate, jump, jump_sd, years);
}

TEST(JumpDiffusion, CountsJumpsByInversionOfThePoissonLaw) {
  // Rates that differ by path; each path counts as if it were alone.
  JumpDiffusion::Params params = params_of(false);
  params.median_growth = 0.0;
  params.volatility = 0.0;
  params.jump_mean = 1.0;
  params.jump_volatility = 0.0;
  const test::Lanes rates = test::random_lanes(0.0, 12.0, 1);
  params.jump_rate = test::to_column(rates);
  ModelBlock<JumpDiffusion> block(params, {1.0, 100.0});
  block.noises[1] = test::random_lanes(0.0, 1.0, 2);
  block.noises[1][0] = 0x1p-33;
  block.noises[1][1] = 1.0 - 0x1p-33;

  block.step(JumpDiffusion::prepare(params, {1.0, 100.0}));

  for (std::size_t path = 0; path < block_paths; ++path) {
    long double probability = std::exp(-static_cast<long double>(rates[path])), sum = probability;
    int count = 0;
    while (block.noises[1][path] >= sum) {
      probability *= rates[path] / ++count;
      sum += probability;
    }
    ASSERT_EQ(block.states[0][path], count) << "path " << path << ", rate " << rates[path];
  }
}

TEST(JumpDiffusion, AddsTheJumpsOfAStepAsOneNormal) {
  JumpDiffusion::Params params = params_of(false);
  params.median_growth = 0.04;
  ModelBlock<JumpDiffusion> block(params, {0.25, 100.0});
  block.set_noise(0, 1.5);
  block.set_noise(1, 0.99);  // two jumps: at most one has probability 0.9863 at 0.175 a quarter
  block.set_noise(2, -2.0);

  block.step(JumpDiffusion::prepare(params, {0.25, 100.0}));

  EXPECT_NEAR(block.states[0][9],
              std::log(1.04) / 4 + 0.05 * 0.5 * 1.5 + 2 * jump + std::sqrt(2.0) * jump_sd * -2.0, 1e-15);
}

TEST(JumpDiffusion, KeepsItsMeanPathWhereItCompensates) {
  for (double growth : {-0.1, 0.0, 0.08})
    for (double years : {0.25, 5.0}) {
      JumpDiffusion::Params by_drift = params_of(true);
      by_drift.drift = std::log1p(growth);

      EXPECT_NEAR(law_of(with_mean_growth(growth, true), years).mean(), std::pow(1.0 + growth, years), 1e-13);
      EXPECT_NEAR(law_of(by_drift, years).mean(), std::pow(1.0 + growth, years), 1e-13);
    }
}

TEST(JumpDiffusion, PutsJumpsOnTopWhereItDoesNot) {
  const double k = std::expm1(jump + jump_sd * jump_sd / 2.0);
  JumpDiffusion::Params by_median = params_of(false), compensated = params_of(true);
  by_median.median_growth = compensated.median_growth = 0.05;

  const double mean = law_of(with_mean_growth(0.05, false), 5.0).mean();

  EXPECT_NEAR(mean, std::pow(1.05, 5.0) * std::exp(rate * k * 5.0), 1e-13);
  EXPECT_NEAR(JumpDiffusion::log_moments(by_median, 1.0).mean, std::log(1.05) + rate * jump, 1e-15);
  // By the median and compensated: the mean path is that without jumps.
  EXPECT_NEAR(law_of(compensated, 5.0).mean(), std::pow(1.05, 5.0) * std::exp(sigma * sigma * 2.5), 1e-13);
}

TEST(JumpDiffusion, HasTheMomentsOfItsMixture) {
  for (double years : {0.25, 1.0, 5.0}) {
    const auto params = with_mean_growth(0.05, true);
    const LevelMixture law = law_of(params, years);

    const LogMoments moments = JumpDiffusion::log_moments(params, years);

    double mean = 0.0, square = 0.0;
    for (const auto& [weight, part] : law.parts) {
      mean += weight * part.log_mean;
      square += weight * (part.log_mean * part.log_mean + part.log_variance);
    }
    EXPECT_NEAR(moments.mean, mean, 1e-13);
    EXPECT_NEAR(moments.variance, square - mean * mean, 1e-13);
  }
}

TEST(JumpDiffusion, DrawsThePathWhateverOthersDraw) {
  // A path's draws are its own: with a rate that is drawn, each path is that of a run with its rate for all.
  const std::string growth =
      "model = \"jump_diffusion\", median_growth = 0.05, volatility = 0, jump_mean = -0.1, jump_volatility = "
      "0.02, compensate = false, jump_rate = ";
  const auto drawn =
      test::simulate_paths(scenario_of(one_sector(growth + "{ uniform = [0, 20] }")), block_paths);

  for (std::size_t path : {0u, 100u, 255u}) {
    const std::string rate_of_path = std::to_string(drawn.parameters[0][path]);
    const auto alone = test::simulate_paths(scenario_of(one_sector(growth + rate_of_path)), block_paths);
    EXPECT_NEAR(drawn.output[0][5][path], alone.output[0][5][path], 1e-9);
  }
}

}  // namespace secondcurve::jump_diffusion_test
