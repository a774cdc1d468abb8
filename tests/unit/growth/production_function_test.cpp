// Long: one model with its steady state, its speed and both of its limits on the same helpers.
#include "models/growth/production_function.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::production_function_test {

using test::first_path;
using test::in_2025;
using test::ModelBlock;
using test::one_sector;
using test::scenario_of;
using ::testing::HasSubstr;

/// Tables that a config needs: capital with this investment, labour, steady productivity.
struct Keys {
  std::string investment = "investment_rate = 0.24";
  std::string labour_growth = "0.01";
  std::string more{};  ///< further tables and keys
};

std::string text_of(const Keys& keys, const std::string& base = "100") {
  return one_sector(
      "model = \"production_function\", capital = { output_elasticity = 0.4, "
      "capital_output_ratio = 1.5, depreciation = 0.1, " +
          keys.investment + " }, labour = { output_elasticity = 0.6, growth = " + keys.labour_growth +
          " }, productivity = { initial_growth = 0.02, long_run_growth = 0.02, volatility = 0 }" + keys.more,
      base);
}

ProductionFunction::Params params_of(double substitution = 1.0) {
  return {.capital = {.output_elasticity = 0.4,
                      .capital_output_ratio = 1.5,
                      .depreciation = 0.1,
                      .investment_rate = 0.24,
                      .investment = {}},
          .labour = {.output_elasticity = 0.6, .growth = 0.01},
          .research = {.elasticity = 0.0, .stock_output_ratio = 1.0, .intensity = {}, .spending = {}},
          .productivity = {.initial_growth = 0.02,
                           .long_run_growth = 0.02,
                           .half_life = 3.0,
                           .growth_volatility = {},
                           .growth_sd = {},
                           .volatility = 0.0,
                           .shock_correlation = 0.0},
          .elasticity_of_substitution = substitution};
}

/// A stock t years on under constant investment of `amount` a year: what is left of it, and what was added.
double stock_after(double initial, double depreciation, double amount, double t) {
  const double kept = std::pow(1.0 - depreciation, t);
  return kept * initial + (1.0 - kept) * amount / depreciation;
}

/// The bracket of the production function by its definition.
double factors(double alpha, double beta, double s, double capital, double labour) {
  if (s == 1.0) return std::pow(capital, alpha) * std::pow(labour, beta);
  const double pi = alpha / (alpha + beta), rho = (s - 1.0) / s;
  return std::pow(pi * std::pow(capital, rho) + (1.0 - pi) * std::pow(labour, rho), (alpha + beta) / rho);
}

TEST(ProductionFunction, IsExactForAnyStepWhereAmountsAreGiven) {
  for (const double s : {1.0, 0.5, 2.0})
    for (const char* steps : {"1", "2", "4", "12"}) {
      const std::vector<double> levels = first_path(scenario_of(
          text_of({.investment = "investment = 30",
                   .more = ", elasticity_of_substitution = " + std::to_string(s) +
                           ", research = { elasticity = 0.1, stock_output_ratio = 0.4, spending = 9 }"}),
          {std::string("simulation.steps_per_year=") + steps, "simulation.end_year=2045"}));

      for (std::size_t k = 0; k < levels.size(); ++k) {
        const auto t = static_cast<double>(k);
        const double capital = stock_after(150.0, 0.1, 30.0, t) / 150.0;
        const double research = stock_after(40.0, 0.15, 9.0, t) / 40.0;
        const double expected = 100.0 * std::pow(1.02, t) * std::pow(research, 0.1) *
                                factors(0.4, 0.6, s, capital, std::pow(1.01, t));
        EXPECT_NEAR(levels[k], expected, 1e-12 * expected)
            << "s " << s << ", " << steps << " steps, year " << k;
      }
    }
}

TEST(ProductionFunction, InvestsTheAmountsOfEachYear) {
  const std::vector<double> levels = first_path(scenario_of(
      text_of({.investment = "investment = { 2026 = 40, 2028 = 10 }"}), {"simulation.steps_per_year=4"}));

  double capital = 150.0;
  for (std::size_t k = 1; k < levels.size(); ++k) {
    const double amount = k == 1 ? 40.0 : k == 3 ? 10.0 : 0.0;
    capital = 0.9 * capital + amount;
    const auto t = static_cast<double>(k);
    EXPECT_NEAR(levels[k],
                100.0 * std::pow(1.02, t) * factors(0.4, 0.6, 1.0, capital / 150.0, std::pow(1.01, t)),
                1e-11);
  }
}

TEST(ProductionFunction, InvestsItsShareOfOutputAtTheStartOfEachStep) {
  const std::vector<double> levels =
      first_path(scenario_of(text_of({.more = ", research = { elasticity = 0.1, stock_output_ratio = 0.4, "
                                              "depreciation = 0.2, intensity = 0.07 }"})));

  double capital = 150.0, research = 40.0, output = 100.0;
  for (std::size_t k = 1; k < levels.size(); ++k) {
    capital = 0.9 * capital + 0.24 * output;
    research = 0.8 * research + 0.07 * output;
    const auto t = static_cast<double>(k);
    output = 100.0 * std::pow(1.02, t) * std::pow(research / 40.0, 0.1) *
             factors(0.4, 0.6, 1.0, capital / 150.0, std::pow(1.01, t));
    EXPECT_NEAR(levels[k], output, 1e-11);
  }
}

TEST(ProductionFunction, ComesToASteadyState) {
  // Growth (g_A + beta n) / (1 - alpha) in logs. Capital then grows by that, too: G K = q K + (1 - q) i Y /
  // d.
  for (const int steps : {1, 4}) {
    const ProductionFunction::Params params = params_of();
    const double dt = 1.0 / steps;
    const auto coefficients = ProductionFunction::prepare(params, in_2025(dt));
    ModelBlock<ProductionFunction> block(params, in_2025(dt));
    for (int i = 0; i < 600 * steps; ++i) block.step(coefficients);

    const double before = block.states[0][0];
    const double capital = 1.5 * block.states[3][0], output = std::exp(before);
    block.step(coefficients);

    const double growth = (std::log(1.02) + 0.6 * std::log(1.01)) / 0.6 * dt;
    const double q = std::pow(0.9, dt), ratio = (1.0 - q) * 0.24 / (0.1 * (std::exp(growth) - q));
    EXPECT_NEAR(block.states[0][0] - before, growth, 1e-12);
    EXPECT_NEAR(capital / output, ratio, 1e-9);
  }
}

TEST(ProductionFunction, ConvergesToItsSteadyStateAtTheKnownSpeed) {
  // Near the steady state the log distance of capital shrinks by [q + (G - q) alpha] / G a step, which is
  // 1 - (1 - alpha)(n + g + delta) dt to first order.
  const double dt = 1.0 / 12, growth = (std::log(1.02) + 0.6 * std::log(1.01)) / 0.6 * dt;
  const double q = std::pow(0.9, dt), g = std::exp(growth);
  ProductionFunction::Params params = params_of();
  const double ratio = (1.0 - q) * 0.24 / (0.1 * (g - q));
  params.capital.capital_output_ratio = 1.001 * ratio;  // close to the steady state
  const auto coefficients = ProductionFunction::prepare(params, in_2025(dt));
  ModelBlock<ProductionFunction> block(params, in_2025(dt));
  // A capital-output ratio 0.1% off is (1 - alpha) times the distance of capital.
  const double start = std::log(1.001) / 0.6;
  double distance = start;

  for (int step = 1; step <= 120; ++step) {
    block.step(coefficients);
    // Relative to the steady state, output moves by alpha times what capital does.
    distance = start + (block.states[0][0] - step * growth) / 0.4;
  }

  const double speed = std::pow((q + (g - q) * 0.4) / g, 120.0);
  EXPECT_NEAR(distance / start, speed, 1e-3 * speed);
  EXPECT_NEAR(speed, std::exp(-10.0 * 0.6 * (growth / dt - std::log(0.9))), 2e-3);
}

/// Solow's model in continuous time, Cobb-Douglas with alpha + beta = 1: u = (K/K0)^(1 - alpha) obeys
/// u' = (1 - alpha) (b exp(h t) - delta u) with h the log growth of A L^beta and b = delta i / (d v).
double solow(double t) {
  const double delta = -std::log(0.9), h = std::log(1.02) + 0.6 * std::log(1.01);
  const double b = delta * 0.24 / (0.1 * 1.5), c = 0.6 * delta;
  const double forced = 0.6 * b / (h + c);
  const double u = forced * std::exp(h * t) + (1.0 - forced) * std::exp(-c * t);
  return std::exp(h * t) * std::pow(u, 0.4 / 0.6);
}

TEST(ProductionFunction, IsOfOrderOneWhereSharesOfOutputAreInvested) {
  std::vector<double> errors;
  for (const int steps : {1, 2, 4, 8, 16}) {
    const double growth = test::log_growth_after<ProductionFunction>(params_of(), 10 * steps, 1.0 / steps);
    errors.push_back(std::abs(growth - std::log(solow(10.0))));
  }

  EXPECT_LT(errors.front(), 0.02);
  for (std::size_t i = 1; i < errors.size(); ++i) {
    EXPECT_GT(errors[i - 1] / errors[i], 1.85);  // 2 for order 1
    EXPECT_LT(errors[i - 1] / errors[i], 2.15);
  }
}

TEST(ProductionFunction, ReplacesFactorsAsEasilyAsItsElasticitySays) {
  // Capital 1.8 times, labour 0.9 times the base, by hand; no productivity, one step of a year.
  for (const double s : {0.05, 0.3, 0.999999, 1.0, 1.000001, 2.0, 20.0}) {
    ProductionFunction::Params params = params_of(s);
    params.capital.investment_rate.reset();
    params.capital.investment = 100.0 * 1.5 * 0.9;  // K' = 0.9 K0 + 0.9 K0
    params.labour.growth = -0.1;
    params.productivity.initial_growth = params.productivity.long_run_growth = 0.0;

    const double level = std::exp(test::log_growth_after<ProductionFunction>(params, 1, 1.0));

    EXPECT_NEAR(level, factors(0.4, 0.6, s, 1.8, 0.9), 1e-9 * level)
        << s;  // the plain form loses digits near 1
  }
}

TEST(ProductionFunction, TakesPathsAtAndBesideCobbDouglasTogether) {
  test::Lanes lanes;
  for (std::size_t path = 0; path < block_paths; ++path)
    lanes[path] = path % 3 == 0 ? 1.0 : path % 3 == 1 ? 0.6 : 1.7;
  ProductionFunction::Params params = params_of();
  params.elasticity_of_substitution = test::to_column(lanes);
  const auto coefficients = ProductionFunction::prepare(params, in_2025(1.0));
  ModelBlock<ProductionFunction> block(params, in_2025(1.0));
  auto expected = ProductionFunction::start(params, in_2025(1.0), nullptr);

  for (int step = 0; step < 8; ++step) {
    block.step(coefficients);
    ProductionFunction::trend(coefficients, expected);
  }

  for (std::size_t path = 0; path < block_paths; ++path) {
    const double alone = test::log_growth_after<ProductionFunction>(params_of(lanes[path]), 8, 1.0);
    EXPECT_EQ(block.states[0][path], alone);
    EXPECT_NEAR(expected[0].at(path), alone, 1e-14);
  }
}

TEST(ProductionFunction, ShakesProductivityAsMeanRevertingGrowth) {
  ProductionFunction::Params params = params_of(0.7);
  params.capital.investment_rate.reset();
  params.capital.investment = 30.0;
  params.productivity.growth_volatility = 0.03;
  params.productivity.volatility = 0.06;
  params.productivity.shock_correlation = -0.4;
  const StepContext context = in_2025(0.25);
  ModelBlock<ProductionFunction> block(params, context);
  ModelBlock<MeanReverting> productivity(params.productivity, context);

  for (unsigned step = 1; step <= 8; ++step) {
    for (std::size_t k = 0; k < 2; ++k) block.noises[k] = test::random_lanes(-2.0, 2.0, 2 * step + k);
    productivity.noises = block.noises;
    block.step(ProductionFunction::prepare(params, context));
    productivity.step(MeanReverting::prepare(params.productivity, context));

    const double t = 0.25 * step, capital = stock_after(150.0, 0.1, 30.0, t) / 150.0;
    for (std::size_t path = 0; path < block_paths; ++path)
      ASSERT_NEAR(block.states[0][path],
                  productivity.states[0][path] + std::log(factors(0.4, 0.6, 0.7, capital, std::pow(1.01, t))),
                  1e-14);
  }
}

TEST(ProductionFunction, GivesExtraCapitalItsMarginalEffect) {
  for (const double s : {1.0, 0.5, 3.0}) {
    const ProductionFunction::Params params = params_of(s);
    const auto coefficients = ProductionFunction::prepare(params, in_2025(1.0));
    ModelBlock<ProductionFunction> block(params, in_2025(1.0));
    for (int i = 0; i < 5; ++i) block.step(coefficients);
    std::array<const double*, 6> states;
    for (std::size_t k = 0; k < states.size(); ++k) states[k] = block.states[k].data();
    const test::Lanes extra = test::random_lanes(0.0, 0.5, 1);
    test::Lanes effect = extra;

    ProductionFunction::capital_effect(coefficients, states.data(), effect.data());

    const double capital = block.states[3][0], labour = std::pow(1.01, 5.0);
    for (std::size_t path = 0; path < block_paths; ++path)
      EXPECT_NEAR(effect[path],
                  std::log(factors(0.4, 0.6, s, capital + extra[path], labour) /
                           factors(0.4, 0.6, s, capital, labour)),
                  1e-13);
  }
}

TEST(ProductionFunction, JudgesAmountsAgainstTheBaseOfEachPath) {
  const auto paths = test::simulate_paths(
      scenario_of(text_of({.investment = "investment = 30"}, "{ value = 100, sd = 20 }")), 256);

  const auto& output = paths.output.front();
  for (std::size_t path = 0; path < 256; ++path) {
    const double base = output.front()[path];
    const double capital = stock_after(1.5 * base, 0.1, 30.0, 5.0) / (1.5 * base);
    EXPECT_NEAR(output.back()[path],
                base * std::pow(1.02, 5.0) * factors(0.4, 0.6, 1.0, capital, std::pow(1.01, 5.0)),
                1e-11 * base);
  }
}

TEST(ProductionFunction, NeedsOneWayToInvestAndASourceOfResearch) {
  const auto error_of = [](const Keys& keys) -> std::string {
    try {
      scenario_of(text_of(keys));
    } catch (const ConfigError& error) {
      return error.what();
    }
    return "";
  };

  EXPECT_EQ(error_of({}), "");
  EXPECT_THAT(error_of({.investment = "investment_rate = 0.2, investment = 30"}),
              HasSubstr("only one of them"));
  EXPECT_THAT(error_of({.more = ", research = { elasticity = 0.1, stock_output_ratio = 0.3 }"}),
              HasSubstr("has no intensity or spending"));
  EXPECT_THAT(error_of({.more = ", research = { stock_output_ratio = 0.3, spending = 3 }"}),
              HasSubstr("has no elasticity"));
  EXPECT_THAT(error_of({.more = ", elasticity_of_substitution = 0"}), HasSubstr("from 0.05 to 20"));
}

}  // namespace secondcurve::production_function_test
