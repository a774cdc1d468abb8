#include "models/growth/regime_switching.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::regime_switching_test {

using test::ModelBlock;
using test::one_sector;
using test::scenario_of;

/// Three regimes of different growth and volatility, in regime 1 in the base year.
RegimeSwitching::Params three_regimes() {
  RegimeSwitching::Params params;
  params.regimes = {{"boom", {.growth = 0.12, .volatility = 0.03, .mean_duration = {}, .next = {}}},
                    {"calm", {.growth = 0.05, .volatility = 0.02, .mean_duration = {}, .next = {}}},
                    {"bust", {.growth = -0.05, .volatility = 0.1, .mean_duration = {}, .next = {}}}};
  params.derived = chain_of({4.0, 3.0, 1.5}, {{0.0, 0.7, 0.3}, {1.0, 0.0, 0.0}, {0.4, 0.6, 0.0}}, {0, 1, 0});
  return params;
}

/// Mean and variance of the log growth, by every sequence of regimes there is.
LogMoments by_sequences(const RegimeSwitching::Params& p, int n_steps, double dt) {
  const TransitionMatrix& transition = p.derived.over(dt);
  const std::size_t n = p.regimes.size();
  std::size_t n_sequences = n;  // the regime of the base year, then one a step
  for (int i = 0; i < n_steps; ++i) n_sequences *= n;
  long double mean = 0.0, square = 0.0;
  for (std::size_t code = 0; code < n_sequences; ++code) {
    std::size_t rest = code / n, regime = code % n;
    long double probability = p.derived.initial[regime], m = 0.0, v = 0.0;
    for (int i = 0; i < n_steps; ++i, rest /= n) {
      probability *= transition[regime][rest % n];
      regime = rest % n;
      const Regime& in = p.regimes[regime].value;
      m += std::log1p(in.growth.value()) * dt;
      v += in.volatility.value() * in.volatility.value() * dt;
    }
    mean += probability * m;
    square += probability * (m * m + v);
  }
  return {static_cast<double>(mean), static_cast<double>(square - mean * mean)};
}

TEST(RegimeSwitching, HasTheMomentsOfAllItsSequencesOfRegimes) {
  auto drawn_start = three_regimes();
  drawn_start.derived.initial = {0.5, 0.2, 0.3};
  for (const auto& params : {three_regimes(), drawn_start})
    for (const auto& [n_steps, dt] : {std::pair{5, 1.0}, std::pair{8, 0.25}, std::pair{9, 1.0 / 12}}) {
      const LogMoments exact = by_sequences(params, n_steps, dt);

      const LogMoments moments = RegimeSwitching::log_moments(params, n_steps * dt, dt);

      EXPECT_NEAR(moments.mean, exact.mean, 1e-15) << n_steps << " steps of " << dt;
      EXPECT_NEAR(moments.variance, exact.variance, 1e-15) << n_steps << " steps of " << dt;
    }
}

TEST(RegimeSwitching, ExpectsTheGrowthOfAllItsSequencesOfRegimes) {
  const auto params = three_regimes();
  const auto coefficients = RegimeSwitching::prepare(params, {0.25, 100.0});
  auto expected = RegimeSwitching::expect(params, {0.25, 100.0});

  double growth = 0.0;
  for (int step = 1; step <= 8; ++step) {
    growth += RegimeSwitching::trend(coefficients, expected).value();

    EXPECT_NEAR(growth, by_sequences(params, step, 0.25).mean, 1e-15) << "step " << step;
  }
}

TEST(RegimeSwitching, MovesBeforeItGrows) {
  const auto params = three_regimes();
  const auto coefficients = RegimeSwitching::prepare(params, {1.0, 100.0});
  const TransitionMatrix& transition = params.derived.over(1.0);
  ModelBlock<RegimeSwitching> block(params, {1.0, 100.0});
  block.noises[0].values.fill(0.5);
  block.noises[1] = test::random_lanes(0.0, 1.0, 3);

  for (int step = 0; step < 4; ++step) {
    const auto before = block.states;
    block.step(coefficients);
    for (std::size_t path = 0; path < block_paths; ++path) {
      const std::vector<double>& row = transition[static_cast<std::size_t>(before[1][path])];
      const double u = block.noises[1][path];
      const std::size_t regime = u < row[0] ? 0 : u < row[0] + row[1] ? 1 : 2;
      const Regime& in = params.regimes[regime].value;
      ASSERT_EQ(block.states[1][path], static_cast<double>(regime)) << "path " << path;
      ASSERT_NEAR(block.states[0][path] - before[0][path],
                  std::log1p(in.growth.value()) + in.volatility.value() * 0.5, 1e-15);
    }
  }
}

TEST(RegimeSwitching, DrawsTheRegimeOfTheBaseYearByItsProbability) {
  auto params = three_regimes();
  params.derived.initial = {0.2, 0.5, 0.3};
  ModelBlock<RegimeSwitching>::Noises noises;
  noises[2] = test::random_lanes(0.0, 1.0, 4);

  const ModelBlock<RegimeSwitching> block(params, {1.0, 100.0}, noises);

  for (std::size_t path = 0; path < block_paths; ++path) {
    const double u = noises[2][path];
    ASSERT_EQ(block.states[1][path], u < 0.2 ? 0.0 : u < 0.7 ? 1.0 : 2.0) << "path " << path;
  }
}

TEST(RegimeSwitching, DrawsNoRegimeOfTheBaseYearThatIsGiven) {
  const auto draws_once = [](const std::string& initial) {
    return Economy(scenario_of(one_sector("model = \"regime_switching\", regimes = { good = { growth = 0.1, "
                                          "volatility = 0 }, bad = { growth = -0.1, volatility = 0 } }, "
                                          "transition = [[0.6, 0.4], [0.5, 0.5]]" +
                                          initial)))
        .draws_once();
  };

  EXPECT_TRUE(draws_once(""));
  EXPECT_FALSE(draws_once(", initial_regime = \"good\""));
}

/// Two regimes without noise, so that output tells the regime.
std::string plain_regimes(const std::string& rest) {
  return "model = \"regime_switching\", regimes = { good = { growth = 0.1, volatility = 0 }, bad = { growth "
         "= "
         "-0.1, volatility = 0 } }" +
         rest;
}

TEST(RegimeSwitching, IsInTheSameRegimeInAllSectorsOfAChain) {
  const std::string chance = ", transition = [[0.6, 0.4], [0.5, 0.5]]";
  const Scenario scenario =
      scenario_of(test::sector("a", "100", plain_regimes(chance + ", chain = \"cycle\"")) +
                  test::sector("b", "100", plain_regimes(chance + ", chain = \"cycle\"")) +
                  test::sector("alone", "100", plain_regimes(chance)) + test::series("a", "a = 1") +
                  test::series("b", "b = 1") + test::series("alone", "alone = 1"));

  const auto paths = test::simulate_paths(scenario, 4 * block_paths);

  EXPECT_EQ(paths.output[0], paths.output[1]);
  EXPECT_NE(paths.output[0], paths.output[2]);
}

TEST(RegimeSwitching, TakesGrowthThatIsDrawnOrChangesByYear) {
  // The regime of the base year is never left.
  const std::string kept = ", transition = [[1, 0], [0, 1]], initial_regime = \"bad\"";
  const Scenario by_year =
      scenario_of(one_sector(plain_regimes(kept)),
                  {"sectors.industry.growth.regimes.bad.growth={ 2026 = 0.5, 2028 = 0 }"});
  const Scenario drawn = scenario_of(one_sector(plain_regimes(kept)),
                                     {"sectors.industry.growth.regimes.bad.growth={ uniform = [0.1, 0.3] }"});

  const std::vector<double> levels = test::first_path(by_year);
  const auto paths = test::simulate_paths(drawn, block_paths);

  const std::vector<double> expected{100.0, 150.0, 225.0, 225.0, 225.0, 225.0};
  for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(levels[k], expected[k], 1e-12 * expected[k]);
  for (std::size_t path = 0; path < block_paths; ++path)
    EXPECT_NEAR(paths.output[0][2][path], 100.0 * std::pow(1.0 + paths.parameters[0][path], 2),
                1e-12 * 200.0);
}

}  // namespace secondcurve::regime_switching_test
