#include "models/growth/second_curve.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::second_curve_test {

using test::first_path;
using test::ModelBlock;
using test::one_sector;
using test::scenario_of;
using ::testing::HasSubstr;

/// The level of a logistic curve t years after it was at `initial`.
double logistic(double initial, double capacity, double rate, double t) {
  return capacity / (1.0 + (capacity / initial - 1.0) * std::exp(-rate * t));
}

double rate_of(double takeover_years) { return std::log(81.0) / takeover_years; }

const std::string flat =
    "model = \"mean_reverting\", initial_growth = 0, long_run_growth = 0, volatility = 0";

/// One sector of 100 in 2025.
std::string curves(const std::string& first, const std::string& second, const std::string& base = "100") {
  return one_sector(
      "model = \"second_curve\", first = { " + first + " }, second = { volatility = 0, " + second + " }",
      base);
}

std::string digits(double x) {
  std::ostringstream text;
  text << std::setprecision(17) << x;
  return text.str();
}

std::string error_of(const std::string& text) {
  try {
    scenario_of(text);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(SecondCurve, AddsUpItsCurvesInStepsOfAnyLength) {
  // First: growth of 10% that returns to 2%, half of the gap every two years.
  const std::string first =
      "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.02, half_life = 2, volatility = "
      "0";
  const double gap = std::log(1.1 / 1.02);

  for (const char* steps : {"1", "2", "4", "12"}) {
    const std::vector<double> levels = first_path(
        scenario_of(curves(first, "share = 0.2, capacity = 1.5, takeover_years = 20"),
                    {std::string("simulation.steps_per_year=") + steps, "simulation.end_year=2055"}));

    ASSERT_EQ(levels.size(), 31u);
    for (std::size_t k = 0; k < levels.size(); ++k) {
      const auto t = static_cast<double>(k);
      const double integral = gap * (1.0 - std::pow(2.0, -t / 2.0)) * 2.0 / std::log(2.0);
      const double mature = 80.0 * std::pow(1.02, t) * std::exp(integral);
      const double young = logistic(20.0, 150.0, rate_of(20.0), t);
      EXPECT_NEAR(levels[k], mature + young, 1e-12 * levels[k]) << steps << " steps a year, year " << k;
    }
  }
}

TEST(SecondCurve, KnowsTheFourthFromAnyThree) {
  const std::string share = "share = 0.2", capacity = "capacity = 1.5", takeover = "takeover_years = 20";
  const std::string midpoint = "midpoint = " + digits(2025.0 + std::log(1.5 / 0.2 - 1.0) / rate_of(20.0));
  const std::vector<double> levels =
      first_path(scenario_of(curves(flat, share + ", " + capacity + ", " + takeover)));

  for (const std::string& three :
       {share + ", " + capacity + ", " + midpoint, share + ", " + midpoint + ", " + takeover,
        capacity + ", " + midpoint + ", " + takeover}) {
    const std::vector<double> same = first_path(scenario_of(curves(flat, three)));

    for (std::size_t k = 0; k < levels.size(); ++k) EXPECT_NEAR(same[k], levels[k], 1e-10) << three;
  }
}

TEST(SecondCurve, HasHalfItsCapacityAtTheEndOfItsMidpoint) {
  // The first curve stays at what the second leaves of 100.
  const double share = 0.8 / (1.0 + std::exp(5.0 * rate_of(12.0)));

  const std::vector<double> levels =
      first_path(scenario_of(curves(flat, "capacity = 0.8, midpoint = 2030, takeover_years = 12")));

  EXPECT_NEAR(levels[5], 100.0 * (1.0 - share) + 40.0, 1e-11);
}

TEST(SecondCurve, MayBePastItsMidpoint) {
  // 0.4 of 0.65 five years after the middle: r = ln(0.4 / 0.25) / 5.
  const double rate = std::log(0.4 / 0.25) / 5.0;

  const std::vector<double> levels =
      first_path(scenario_of(curves(flat, "share = 0.4, capacity = 0.65, midpoint = 2020")));

  for (std::size_t k = 0; k < levels.size(); ++k)
    EXPECT_NEAR(levels[k], 60.0 + logistic(40.0, 65.0, rate, static_cast<double>(k)), 1e-11);
}

TEST(SecondCurve, GrowsALogisticFirstCurveAsASectorOfItsOwn) {
  const std::string second = "share = 0.25, capacity = 1.5, takeover_years = 20";
  const auto levels = [&](const std::string& capacity) {
    return first_path(
        scenario_of(curves("model = \"logistic\", rate = 0.3, volatility = 0, " + capacity, second)));
  };

  const std::vector<double> multiple = levels("capacity = 1.6"), level = levels("capacity_level = 120");

  for (std::size_t k = 0; k < multiple.size(); ++k) {
    const auto t = static_cast<double>(k);
    const double expected = logistic(75.0, 120.0, 0.3, t) + logistic(25.0, 150.0, rate_of(20.0), t);
    EXPECT_NEAR(multiple[k], expected, 1e-12 * expected);
    EXPECT_NEAR(level[k], expected, 1e-12 * expected);
  }
}

TEST(SecondCurve, JudgesAFirstCapacityInMoneyAgainstTheBaseOfEachPath) {
  const auto paths = test::simulate_paths(
      scenario_of(curves("model = \"logistic\", rate = 0.4, capacity_level = 120, volatility = 0",
                         "share = 0.3, capacity = 0.5, takeover_years = 10", "{ value = 100, sd = 20 }"),
                  {"simulation.end_year=2225"}),
      256);

  const auto& output = paths.output.front();
  for (std::size_t path = 0; path < 256; ++path)
    EXPECT_NEAR(output.back()[path], 120.0 + 0.5 * output.front()[path], 1e-9);
}

SecondCurve::Params noisy_params() {
  SecondCurve::Params params;
  params.first.params = MeanReverting::Params{.initial_growth = 0.05,
                                              .long_run_growth = 0.01,
                                              .half_life = 2.0,
                                              .growth_volatility = 0.03,
                                              .growth_sd = {},
                                              .volatility = 0.08,
                                              .shock_correlation = 0.2};
  params.second = {.share = 0.2, .capacity = 1.5, .midpoint = {}, .takeover_years = 15.0, .volatility = 0.15};
  return params;
}

TEST(SecondCurve, ShakesEachCurveByItsOwnNoises) {
  const SecondCurve::Params params = noisy_params();
  for (const double dt : {1.0, 1.0 / 12}) {
    const StepContext context = test::in_2025(dt);
    const auto& reverting = std::get<MeanReverting::Params>(params.first.params);
    const Logistic::Params logistic{.rate = rate_of(15.0),
                                    .takeover_years = {},
                                    .capacity = 7.5,
                                    .capacity_level = {},
                                    .volatility = 0.15};
    ModelBlock<SecondCurve> whole(params, context);
    ModelBlock<MeanReverting> first(reverting, context);
    ModelBlock<Logistic> second(logistic, context);

    for (unsigned step = 0; step < 6; ++step) {
      for (std::size_t k = 0; k < 3; ++k) whole.noises[k] = test::random_lanes(-2.0, 2.0, 3 * step + k);
      first.noises = {whole.noises[0], whole.noises[2]};
      second.noises = {whole.noises[1]};
      whole.step(SecondCurve::prepare(params, context));
      first.step(MeanReverting::prepare(reverting, context));
      second.step(Logistic::prepare(logistic, context));

      for (std::size_t path = 0; path < block_paths; ++path)
        ASSERT_NEAR(std::exp(whole.states[0][path]),
                    0.8 * std::exp(first.states[0][path]) + 0.2 * std::exp(second.states[0][path]), 1e-14)
            << "dt " << dt << ", step " << step;
    }
  }
}

TEST(SecondCurve, FollowsTheCurveThatEachPathDraws) {
  const auto paths = test::simulate_paths(
      scenario_of(curves(flat,
                         "share = { uniform = [0.1, 0.3] }, capacity = { lognormal = [1, 0.2] }, "
                         "takeover_years = { triangular = [10, 15, 20] }")),
      256);

  ASSERT_EQ(paths.parameters.size(), 3u);
  for (std::size_t path = 0; path < 256; ++path) {
    const double share = paths.parameters[0][path], capacity = paths.parameters[1][path];
    const double young = logistic(100.0 * share, 100.0 * capacity, rate_of(paths.parameters[2][path]), 5.0);
    EXPECT_NEAR(paths.output.front()[5][path], 100.0 * (1.0 - share) + young, 1e-11);
  }
}

TEST(SecondCurve, FailsThePathsWhoseShareWouldBeAllOfTheBase) {
  // Ten years after its midpoint a curve with this takeover is at 0.98780 of its capacity.
  const auto paths = test::simulate_paths(
      scenario_of(curves(flat, "capacity = { uniform = [0.5, 1.5] }, midpoint = 2015, takeover_years = 10")),
      256);

  const double attained = 1.0 / (1.0 + std::exp(-10.0 * rate_of(10.0)));
  std::size_t n_failed = 0;
  for (std::size_t path = 0; path < 256; ++path) {
    EXPECT_EQ(paths.failed[path], paths.parameters[0][path] * attained >= 1.0) << path;
    n_failed += paths.failed[path] ? 1U : 0U;
  }
  EXPECT_GT(n_failed, 64u);
  EXPECT_LT(n_failed, 192u);
}

TEST(SecondCurve, FailsThePathsWhoseCapacityIsNotAboveTheShare) {
  const auto paths = test::simulate_paths(
      scenario_of(curves(flat, "share = 0.4, capacity = { uniform = [0.3, 0.5] }, takeover_years = 10")),
      256);

  for (std::size_t path = 0; path < 256; ++path)
    EXPECT_EQ(paths.failed[path], paths.parameters[0][path] <= 0.4) << path;
}

TEST(SecondCurve, RefusesCurvesThatCannotBe) {
  EXPECT_THAT(error_of(curves(flat, "share = 0.5, capacity = 0.4, takeover_years = 10")),
              HasSubstr("growth.second.capacity = 0.4: must be above share = 0.5: both are multiples"));
  EXPECT_THAT(
      error_of(curves(flat, "capacity = 3, midpoint = 2020, takeover_years = 10")),
      HasSubstr("growth.second.capacity = 3: from midpoint = 2020 and takeover_years = 10 a share of 2.7 "
                "of the base year's output follows"));
  for (const char* wrong_side :
       {"share = 0.2, capacity = 1, midpoint = 2020", "share = 0.4, capacity = 0.6, midpoint = 2030",
        "share = 0.2, capacity = 1, midpoint = 2025"})
    EXPECT_THAT(
        error_of(curves(flat, wrong_side)),
        AllOf(HasSubstr("growth.second.midpoint = 20"), HasSubstr("no takeover_years lead from share = 0.")))
        << wrong_side;
}

TEST(SecondCurve, RefusesWhatItsFirstModelRefuses) {
  const std::string second = "share = 0.2, capacity = 1, takeover_years = 10";

  EXPECT_THAT(error_of(curves("model = \"logistic\", rate = 0.3, volatility = 0, capacity = 0.9, noise = "
                              "\"logit\"",
                              second)),
              HasSubstr("growth.first.capacity = 0.9: must be above 1 with noise"));
  EXPECT_THAT(error_of(curves("model = \"path\", growth = 0.1", second)), HasSubstr("is not known here"));
  EXPECT_THAT(error_of(curves("volatility = 0", second)), HasSubstr("growth.first: has no model"));
  EXPECT_THAT(error_of(curves(flat + ", rate = 1", second)), HasSubstr("growth.first.rate: unknown key"));
}

TEST(SecondCurve, NeedsThreeOfFour) {
  EXPECT_THAT(
      error_of(curves(flat, "share = 0.2, capacity = 1")),
      HasSubstr("has share and capacity (exactly 3 of share, capacity, midpoint, takeover_years must be "
                "given)"));
  EXPECT_THAT(error_of(curves(flat, "share = 0.2, capacity = 1, midpoint = 2030, takeover_years = 10")),
              HasSubstr("exactly 3 of"));
  EXPECT_THAT(error_of(one_sector("model = \"second_curve\"")),
              AllOf(HasSubstr("has no first"), HasSubstr("has no second")));
}

TEST(SecondCurve, KeepsDrawnSharesBetweenNothingAndAll) {
  EXPECT_THAT(error_of(curves(flat, "share = { normal = [0.5, 0.5] }, capacity = 3, takeover_years = 10")),
              HasSubstr("lies outside the allowed range"));
  EXPECT_EQ(error_of(curves(flat,
                            "share = { normal = [0.5, 0.5], min = 0.1, max = 0.9 }, capacity = 3, "
                            "takeover_years = 10")),
            "");
}

}  // namespace secondcurve::second_curve_test
