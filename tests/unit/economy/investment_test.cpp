#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

// Every expected level is worked out here in plain numbers, step by step, by the equations of investment.hpp.

namespace secondcurve::investment_test {

using test::first_path;
using test::one_sector;
using test::scenario_of;

constexpr double growth = 0.04;
constexpr double capital_output_ratio = 1.5, depreciation = 0.1, elasticity = 0.4;
const std::string steady = one_sector("model = \"path\", growth = 0.04");
const std::string invested = steady +
                             "[sectors.industry.investment]\ncapital_output_ratio = 1.5\ndepreciation = "
                             "0.1\noutput_elasticity = 0.4\n";
const std::string programme = "[programmes.fund]\nallocation = { industry = 1 }\n";

std::vector<double> levels(const std::string& text, int steps_per_year = 1) {
  return first_path(scenario_of(text, {"simulation.steps_per_year=" + std::to_string(steps_per_year)}));
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t year = 0; year < found.size(); ++year)
    EXPECT_NEAR(found[year], expected[year], 1e-9) << "year " << year;
}

/// What a hand calculation starts from; yearly rates have the five years after the base year.
struct Hand {
  int steps_per_year = 1;
  std::vector<double> spending{0, 0, 0, 0, 0};  ///< productive, a year
  double gestation = 0.0;
  int stages = 2;
  double reinvestment = 0.0;
  std::vector<double> plan{1, 1, 1, 1, 1};
  double v = capital_output_ratio, d = depreciation, alpha = elasticity, base = 100.0;
};

/// The Erlang distribution of the gestation.
double matured_share(const Hand& h, double t) {
  if (h.gestation == 0.0) return t > 0.0 ? 1.0 : 0.0;
  const double x = h.stages * t / h.gestation;
  double term = 1.0, sum = 1.0;
  for (int j = 1; j < h.stages; ++j) sum += term *= x / j;
  return 1.0 - std::exp(-x) * sum;
}

/// Levels at the ends of the years.
std::vector<double> by_hand(const Hand& h) {
  const double dt = 1.0 / h.steps_per_year;
  const double q = std::pow(1.0 - h.d, dt);
  double extra = 0.0, kappa = 1.0, reinvested = 0.0;
  std::vector<double> result{h.base};
  for (int n = 0; n < 5 * h.steps_per_year; ++n) {
    double matured = 0.0;
    for (int k = 0; k <= n; ++k)
      matured += (matured_share(h, (k + 1) * dt) - matured_share(h, k * dt)) *
                 h.spending[static_cast<std::size_t>((n - k) / h.steps_per_year)];
    extra = q * extra + (1.0 - q) * (matured + reinvested) / h.d;
    const double m = h.plan[static_cast<std::size_t>(n / h.steps_per_year)];
    kappa = m + (kappa - m) * q * std::pow(1.0 + growth, -dt);
    const double core = h.base * std::pow(1.0 + growth, (n + 1) * dt);
    const double factor = std::pow(kappa + extra / (h.v * core), h.alpha);
    reinvested = h.reinvestment * core * (factor - std::pow(kappa, h.alpha));
    if ((n + 1) % h.steps_per_year == 0) result.push_back(core * factor);
  }
  return result;
}

TEST(Programmes, AddCapitalThatLiftsOutput) {
  const auto found = levels(invested + programme + "schedule = { 2026 = 10, 2027 = 20 }");

  expect_near(found, by_hand({.spending = {10, 20, 0, 0, 0}}));
  // The first year in full: capital 10 beside 1.5 times 104.
  EXPECT_NEAR(found[1], 104.0 * std::pow(1.0 + 10.0 / 156.0, 0.4), 1e-9);
}

TEST(Programmes, AddToTheCapitalThatAProductionFunctionBuilds) {
  // Money beside the model's own investment is as good as the same money within it.
  const auto factory = [](const std::string& investment, const std::string& substitution) {
    return one_sector(
        "model = \"production_function\", capital = { output_elasticity = 0.4, capital_output_ratio = 1.5, "
        "depreciation = { 2026 = 0.1, 2028 = 0.2 }, investment = " +
        investment +
        " }, labour = { output_elasticity = 0.5, growth = 0.01 }, elasticity_of_substitution = " +
        substitution +
        ", productivity = { initial_growth = 0.03, long_run_growth = 0.02, volatility = 0.05 }");
  };
  for (const char* substitution : {"1", "0.5", "2"})
    for (const int steps : {1, 4})
      expect_near(
          levels(factory("30", substitution) + programme + "schedule = { 2026 = 7, 2028 = 12 }", steps),
          levels(factory("{ 2026 = 37, 2027 = 30, 2028 = 42, 2029 = 30, 2030 = 30 }", substitution), steps));
}

TEST(Programmes, ActAlikeAtYearEndsWhateverTheStepWhereNothingGestates) {
  for (const int steps : {2, 4, 12})
    expect_near(levels(invested + programme + "schedule = { 2026 = 10, 2027 = 20 }", steps),
                by_hand({.spending = {10, 20, 0, 0, 0}}));
}

TEST(Programmes, SpreadAnAmountEvenlyOverItsYears) {
  expect_near(levels(invested + programme + "amount = 60\nyears = [2027, 2029]"),
              by_hand({.spending = {0, 20, 20, 20, 0}}));
}

TEST(Programmes, CountNothingOfWhatWasSpentUpToTheBaseYear) {
  expect_near(levels(invested + programme + "amount = 40\nyears = [2024, 2027]\ngestation = 2"),
              by_hand({.spending = {10, 10, 0, 0, 0}, .gestation = 2}));
  EXPECT_EQ(levels(invested + programme + "schedule = { 2020 = 500, 2025 = 500 }\ngestation = 3"),
            levels(steady));
}

TEST(Programmes, MatureByTheirGestation) {
  for (const int steps : {1, 4, 12})
    for (const int stages : {1, 2, 5})
      expect_near(
          levels(invested + programme + "schedule = { 2026 = 30, 2028 = 15 }\ngestation = 2.5\n" +
                     "gestation_order = " + std::to_string(stages),
                 steps),
          by_hand(
              {.steps_per_year = steps, .spending = {30, 0, 15, 0, 0}, .gestation = 2.5, .stages = stages}));
}

TEST(Programmes, CountOnlyWhatBecomesProductive) {
  expect_near(levels(invested + programme + "schedule = { 2026 = 10 }\nleverage = 3\ndisplacement = 0.6\n" +
                     "effectiveness = 0.5"),
              by_hand({.spending = {10 * 4 * 0.4 * 0.5, 0, 0, 0, 0}}));
}

TEST(Programmes, AreSharedAmongSectorsByTheirAllocation) {
  const std::string other = test::sector("farms", "50", "model = \"path\", growth = 0.04") +
                            test::series("farms", "farms = 1") +
                            "[sectors.farms.investment]\ncapital_output_ratio = 2\ndepreciation = 0.05\n"
                            "output_elasticity = 0.3\n";
  const Scenario scenario = scenario_of(invested + other +
                                        "[programmes.fund]\nallocation = { farms = 0.25, industry = 0.75 }\n"
                                        "schedule = { 2026 = 20 }");

  const auto paths = test::simulate_paths(scenario, 1);

  const auto industry = by_hand({.spending = {15, 0, 0, 0, 0}});
  const auto farms = by_hand({.spending = {5, 0, 0, 0, 0}, .v = 2.0, .d = 0.05, .alpha = 0.3, .base = 50.0});
  for (std::size_t year = 0; year <= 5; ++year) {
    EXPECT_NEAR(output_of(scenario, paths, "industry")[year][0], industry[year], 1e-9);
    EXPECT_NEAR(output_of(scenario, paths, "farms")[year][0], farms[year], 1e-9);
  }
}

TEST(Programmes, AddUpInASector) {
  expect_near(levels(invested + programme + "schedule = { 2026 = 10 }\n[programmes.other]\n" +
                     "allocation = { industry = 1 }\nschedule = { 2026 = 5, 2029 = 8 }"),
              by_hand({.spending = {15, 0, 0, 8, 0}}));
}

TEST(Programmes, AreReinvestedFromTheOutputThatTheyAdd) {
  for (const int steps : {1, 4, 12})
    expect_near(
        levels(steady +
                   "[sectors.industry.investment]\ncapital_output_ratio = 1.5\ndepreciation = 0.1\n"
                   "output_elasticity = 0.4\nreinvestment = 0.5\nplan = { 2026 = 1.2, 2029 = 0.9 }\n" +
                   programme + "schedule = { 2026 = 30, 2027 = 10 }\ngestation = 1",
               steps),
        by_hand({.steps_per_year = steps,
                 .spending = {30, 10, 0, 0, 0},
                 .gestation = 1,
                 .reinvestment = 0.5,
                 .plan = {1.2, 1.2, 1.2, 0.9, 0.9}}));
}

TEST(Plans, MoveCapitalTowardsTheirMultiple) {
  for (const int steps : {1, 2, 4, 12})
    expect_near(levels(invested + "plan = { 2026 = 1.2, 2029 = 0.8 }", steps),
                by_hand({.plan = {1.2, 1.2, 1.2, 0.8, 0.8}}));
}

TEST(Plans, JoinProgrammesInOneStock) {
  expect_near(levels(invested + "plan = 1.3\n" + programme + "schedule = { 2027 = 25 }"),
              by_hand({.spending = {0, 25, 0, 0, 0}, .plan = {1.3, 1.3, 1.3, 1.3, 1.3}}));
}

TEST(Investment, ChangesNoBitWhereNothingIsSpentAndThePlanIsOne) {
  const std::string noisy =
      one_sector("model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.05, volatility = 0.1",
                 "{ value = 100, sd = 5 }");
  const std::string idle =
      "[sectors.industry.investment]\ncapital_output_ratio = 1.5\ndepreciation = { uniform = [0.05, 0.1] }\n"
      "output_elasticity = { uniform = [0.2, 0.5] }\nreinvestment = 0.3\nplan = { 2026 = 1, 2030 = 1.1 }\n"
      "[programmes.fund]\namount = 0\nyears = [2026, 2030]\nallocation = { industry = 1 }\n"
      "leverage = { uniform = [0, 3] }\ngestation = { uniform = [0, 4] }";

  const auto with = test::simulate_paths(scenario_of(noisy + idle), 512);
  const auto without = test::simulate_paths(scenario_of(noisy), 512);

  for (std::size_t year = 0; year < 5; ++year)
    EXPECT_EQ(with.output[0][year], without.output[0][year]) << year;
  EXPECT_NE(with.output[0][5], without.output[0][5]);  // the plan of 2030
}

/// The drawn values of a key [path].
const std::vector<double>& drawn(const Economy& economy, const test::EconomyPaths& paths,
                                 std::string_view key) {
  std::size_t i = 0;
  while (economy.parameter_keys().at(i) != key) ++i;
  return paths.parameters[i];
}

TEST(Investment, DrawsWhatIsUncertainOncePerPath) {
  const std::string text =
      one_sector("model = \"path\", growth = 0.04", "{ value = 100, sd = 10 }") +
      "[sectors.industry.investment]\ncapital_output_ratio = { uniform = [1, 2] }\n"
      "depreciation = { uniform = [0.05, 0.15] }\noutput_elasticity = { uniform = [0.2, 0.5] }\n"
      "reinvestment = { uniform = [0, 1] }\nplan = { uniform = [0.8, 1.3] }\n" +
      programme +
      "amount = { uniform = [10, 50] }\nyears = [2026, 2027]\nleverage = { uniform = [0, 4] }\n"
      "displacement = { uniform = [0, 1] }\neffectiveness = { uniform = [0, 1] }\n"
      "gestation = { uniform = [0, 4] }";
  const Economy economy(scenario_of(text, {"simulation.steps_per_year=4"}));

  const auto paths = test::simulate_paths(economy, 300);

  const std::string sector = "sectors.industry.investment.", fund = "programmes.fund.";
  for (std::size_t path = 0; path < 300; ++path) {
    const auto of = [&](const std::string& key) { return drawn(economy, paths, key)[path]; };
    const double spending = of(fund + "amount") / 2 * (1 + of(fund + "leverage")) *
                            (1 - of(fund + "displacement")) * of(fund + "effectiveness");
    const auto expected = by_hand({.steps_per_year = 4,
                                   .spending = {spending, spending, 0, 0, 0},
                                   .gestation = of(fund + "gestation"),
                                   .reinvestment = of(sector + "reinvestment"),
                                   .plan = std::vector<double>(5, of(sector + "plan")),
                                   .v = of(sector + "capital_output_ratio"),
                                   .d = of(sector + "depreciation"),
                                   .alpha = of(sector + "output_elasticity"),
                                   .base = paths.output[0][0][path]});
    for (std::size_t year = 1; year <= 5; ++year)
      EXPECT_NEAR(paths.output[0][year][path], expected[year], 1e-9) << "path " << path << " year " << year;
  }
}

}  // namespace secondcurve::investment_test
