#include "models/growth/logistic.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::logistic_test {

using test::first_path;
using test::log_growth_after;
using test::ModelBlock;
using test::one_sector;
using test::scenario_of;

const std::string to_2045 = "simulation.end_year=2045";

Logistic::Params params_of(double rate, double capacity, double volatility, LogisticNoise noise) {
  return {.rate = rate,
          .takeover_years = {},
          .capacity = capacity,
          .capacity_level = {},
          .volatility = volatility,
          .noise = noise};
}

/// The solution of dY = r Y (1 - Y/K) dt: K / (1 + (K/Y0 - 1) exp(-r t)).
double solution(double rate, double capacity, double initial, double t) {
  return capacity / (1.0 + (capacity / initial - 1.0) * std::exp(-rate * t));
}

TEST(Logistic, FollowsTheClosedFormInStepsOfAnyLength) {
  for (const char* noise : {"level", "logit"})
    for (const char* steps : {"1", "2", "4", "12"}) {
      const std::vector<double> levels = first_path(scenario_of(
          one_sector("model = \"logistic\", takeover_years = 20, capacity = 10, volatility = 0, noise = \"" +
                     std::string(noise) + "\""),
          {to_2045, std::string("simulation.steps_per_year=") + steps}));

      ASSERT_EQ(levels.size(), 21u);
      for (std::size_t k = 0; k < levels.size(); ++k)
        EXPECT_NEAR(levels[k], solution(std::log(81.0) / 20.0, 1000.0, 100.0, static_cast<double>(k)),
                    1e-12 * levels[k])
            << noise << ", steps " << steps << ", year " << k;
    }
}

TEST(Logistic, TakesOverFromTenToNinetyPercent) {
  // By hand: a tenth of the capacity in the base year, half of it in the middle, nine tenths at the end.
  const std::vector<double> levels = first_path(scenario_of(
      one_sector("model = \"logistic\", takeover_years = 20, capacity = 10, volatility = 0"), {to_2045}));

  EXPECT_NEAR(levels[10], 500.0, 1e-12 * 500.0);
  EXPECT_NEAR(levels[20], 900.0, 1e-12 * 900.0);
}

TEST(Logistic, SaysSpeedAndCeilingInTwoWaysEach) {
  const std::vector<double> levels = first_path(
      scenario_of(one_sector("model = \"logistic\", takeover_years = 10, capacity = 4, volatility = 0.1")));
  const std::string rate = "rate = 0.43944491546724387740";  // ln(81) / 10

  for (const std::string& keys : {rate + ", capacity = 4", rate + ", capacity_level = 400",
                                  std::string("takeover_years = 10, capacity_level = 400")}) {
    const std::vector<double> same =
        first_path(scenario_of(one_sector("model = \"logistic\", volatility = 0.1, " + keys)));

    for (std::size_t k = 0; k < levels.size(); ++k)
      EXPECT_NEAR(same[k], levels[k], 1e-12 * levels[k]) << keys;
  }
}

TEST(Logistic, FallsToACapacityBelowItsBase) {
  const std::vector<double> levels = first_path(
      scenario_of(one_sector("model = \"logistic\", rate = 0.5, capacity = 0.5, volatility = 0"), {to_2045}));

  for (std::size_t k = 0; k < levels.size(); ++k)
    EXPECT_NEAR(levels[k], solution(0.5, 50.0, 100.0, static_cast<double>(k)), 1e-12 * levels[k]);
}

TEST(Logistic, StaysAtItsCapacity) {
  EXPECT_NEAR(log_growth_after<Logistic>(params_of(0.3, 1.0, 0.0, LogisticNoise::level), 40, 0.25), 0.0,
              1e-15);
}

TEST(Logistic, MultipliesTheLevelByItsShockAfterTheStep) {
  const double dt = 0.25, z = 1.5;

  const double growth = log_growth_after<Logistic>(params_of(0.3, 5.0, 0.2, LogisticNoise::level), 1, dt, z);

  EXPECT_NEAR(growth, std::log(solution(0.3, 5.0, 1.0, dt)) + 0.2 * std::sqrt(dt) * z, 1e-15);
}

TEST(Logistic, WalksInLogitByDriftAndShock) {
  const double dt = 0.25, z = 1.5;
  const double odds = 1.0 / 4.0 * std::exp(3 * (0.3 * dt + 0.2 * std::sqrt(dt) * z));  // Y / (K - Y)

  const double growth = log_growth_after<Logistic>(params_of(0.3, 5.0, 0.2, LogisticNoise::logit), 3, dt, z);

  EXPECT_NEAR(growth, std::log(5.0 * odds / (1.0 + odds)), 2e-15);
}

TEST(Logistic, NeverPassesItsCapacityWithNoiseOnTheLogit) {
  const std::string growth = "model = \"logistic\", rate = 0.4, capacity = 3, volatility = 2, noise = ";
  const auto highest = [&](const std::string& noise) {
    const auto output =
        test::simulate_paths(scenario_of(one_sector(growth + noise), {to_2045}), 2560).output.front();
    double most = 0.0;
    for (const auto& year : output) most = std::max(most, *std::max_element(year.begin(), year.end()));
    return most;
  };

  EXPECT_LE(highest("\"logit\""), 300.0 * (1.0 + 1e-15));
  EXPECT_GT(highest("\"logit\""), 299.0);
  EXPECT_GT(highest("\"level\""), 3000.0);  // the other form passes it by far
}

TEST(Logistic, NeverPassesItsCapacityByABit) {
  const auto coefficients = Logistic::prepare(params_of(0.4, 3.0, 2.0, LogisticNoise::logit), {1.0, 100.0});
  ModelBlock<Logistic> block(params_of(0.4, 3.0, 2.0, LogisticNoise::logit), {1.0, 100.0});
  block.noises[0] = test::random_lanes(0.0, 300.0, 1);

  block.step(coefficients);

  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_LE(block.states[0][path], coefficients.log_capacity.value());
}

TEST(Logistic, FailsEveryPathOfALogitAboveItsCapacity) {
  const auto paths =
      test::simulate_paths(scenario_of(one_sector("model = \"logistic\", rate = 0.4, capacity = { uniform = "
                                                  "[0.8, 0.9] }, volatility = 0.1, noise = \"logit\"")),
                           3);

  EXPECT_EQ(paths.failed, (std::vector<bool>{true, true, true}));
}

TEST(Logistic, JudgesACapacityInMoneyAgainstTheBaseOfEachPath) {
  // An S-curve towards 400 wherever it starts: after 200 years every path is there.
  const std::string base = "{ value = 100, sd = 20 }";
  const auto last = [&](const std::string& capacity) {
    return test::simulate_paths(
               scenario_of(one_sector("model = \"logistic\", rate = 0.4, volatility = 0, " + capacity, base),
                           {"simulation.end_year=2225"}),
               256)
        .output.front();
  };

  const auto level = last("capacity_level = 400"), multiple = last("capacity = 4");
  for (std::size_t path = 0; path < 256; ++path) {
    EXPECT_NEAR(level.back()[path], 400.0, 1e-10);
    EXPECT_NEAR(multiple.back()[path], 4.0 * multiple.front()[path], 1e-10);
  }
}

TEST(Logistic, TakesItsSpeedByYear) {
  const std::vector<double> levels = first_path(
      scenario_of(one_sector("model = \"logistic\", rate = { 2026 = 0.2, 2028 = 0.6 }, capacity = 5, "
                             "volatility = 0"),
                  {"simulation.steps_per_year=4"}));

  std::vector<double> expected{100.0};
  for (double rate : {0.2, 0.2, 0.6, 0.6, 0.6})
    expected.push_back(solution(rate, 500.0, expected.back(), 1.0));
  for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
}

TEST(Logistic, NeedsOneSpeedAndOneCeiling) {
  const std::string model = "model = \"logistic\", volatility = 0.1";

  EXPECT_THROW(scenario_of(one_sector(model + ", rate = 0.1")), ConfigError);
  EXPECT_THROW(scenario_of(one_sector(model + ", capacity = 3")), ConfigError);
  EXPECT_THROW(scenario_of(one_sector(model + ", rate = 0.1, takeover_years = 9, capacity = 3")),
               ConfigError);
  EXPECT_THROW(scenario_of(one_sector(model + ", rate = 0.1, capacity = 3, capacity_level = 300")),
               ConfigError);
  EXPECT_THROW(scenario_of(one_sector(model + ", rate = 0.1, capacity = { 2026 = 3 }")), ConfigError);
  EXPECT_NO_THROW(scenario_of(one_sector(model + ", rate = 0.1, capacity = 3, noise = \"logit\"")));
}

/// Root mean square over paths of how far n steps end from dx = r (1 - e^x / k) dt + sigma dW solved by
/// Euler's method in 8192 steps, on the same Brownian paths over 4 years.
std::vector<double> strong_errors(const std::vector<std::size_t>& step_counts) {
  constexpr std::size_t n_fine = 8192;
  const double years = 4.0, r = 0.8, k = 3.0, sigma = 0.3;
  plain::Draws draws(5);
  std::vector<std::array<double, block_paths>> increments(n_fine);
  std::array<double, block_paths> exact{};
  for (auto& dw : increments)
    for (std::size_t path = 0; path < block_paths; ++path) {
      dw[path] = std::sqrt(years / n_fine) * draws.normal();
      exact[path] += r * (1.0 - std::exp(exact[path]) / k) * years / n_fine + sigma * dw[path];
    }
  std::vector<double> errors;
  for (std::size_t n : step_counts) {
    const StepContext context{years / static_cast<double>(n), 100.0};
    const Logistic::Params params = params_of(r, k, sigma, LogisticNoise::level);
    const auto coefficients = Logistic::prepare(params, context);
    ModelBlock<Logistic> block(params, context);
    for (std::size_t step = 0; step < n; ++step) {
      block.set_noise(0, 0.0);
      for (std::size_t i = step * n_fine / n; i < (step + 1) * n_fine / n; ++i)
        for (std::size_t path = 0; path < block_paths; ++path)
          block.noises[0][path] += increments[i][path] / std::sqrt(context.dt);
      block.step(coefficients);
    }
    double sum = 0.0;
    for (std::size_t path = 0; path < block_paths; ++path)
      sum += std::pow(block.states[0][path] - exact[path], 2);
    errors.push_back(std::sqrt(sum / block_paths));
  }
  return errors;
}

TEST(Logistic, ConvergesWithOrderOneWithNoiseOnTheLevel) {
  const std::vector<double> errors = strong_errors({16, 32, 64});

  EXPECT_LT(errors[2], 0.02);
  for (std::size_t i = 1; i < errors.size(); ++i) {
    EXPECT_GT(errors[i - 1] / errors[i], 1.8);  // 2 for order 1, 1.4 for order 1/2
    EXPECT_LT(errors[i - 1] / errors[i], 2.3);
  }
}

}  // namespace secondcurve::logistic_test
