#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::research_test {

using test::first_path;
using test::one_sector;
using test::scenario_of;

const std::string steady = one_sector("model = \"path\", growth = { 2026 = 0.06, 2028 = 0.02 }");
const std::vector<double> growth{0.06, 0.06, 0.02, 0.02, 0.02};
const std::string research =
    steady + "[sectors.industry.research]\nreference_intensity = 0.05\nelasticity = 0.07\n";

std::vector<double> levels(const std::string& text, const std::string& steps_per_year = "1") {
  return first_path(scenario_of(text, {"simulation.steps_per_year=" + steps_per_year}));
}

/// Levels by hand, in yearly steps. @param fed research in units of the reference, as it reaches the stock.
std::vector<double> by_hand(const std::vector<double>& fed, double depreciation = 0.15,
                            double elasticity = 0.07) {
  std::vector<double> result{100.0};
  double stock = 1.0, core = 100.0;
  for (std::size_t year = 0; year < 5; ++year) {
    stock = fed[year] + (stock - fed[year]) * (1.0 - depreciation) / (1.0 + growth[year]);
    core *= 1.0 + growth[year];
    result.push_back(core * std::pow(stock, elasticity));
  }
  return result;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t year = 0; year < found.size(); ++year)
    EXPECT_NEAR(found[year], expected[year], 1e-9) << "year " << year;
}

TEST(Research, RaisesOutputWithItsStock) {
  expect_near(levels(research + "intensity = 0.06"), by_hand({1.2, 1.2, 1.2, 1.2, 1.2}));
  expect_near(levels(research + "intensity = 0.04\ndepreciation = 0.3"),
              by_hand({0.8, 0.8, 0.8, 0.8, 0.8}, 0.3));
}

TEST(Research, ActsAlikeAtYearEndsWhateverTheStep) {
  for (const char* steps : {"2", "4", "12"})
    expect_near(levels(research + "intensity = { 2026 = 0.06, 2029 = 0.045 }\nlag = 1", steps),
                by_hand({1, 1.2, 1.2, 1.2, 0.9}));
}

TEST(Research, ReachesTheStockAfterTheLag) {
  expect_near(levels(research + "intensity = { 2026 = 0.06, 2028 = 0.1 }\nlag = 2"),
              by_hand({1, 1, 1.2, 1.2, 2}));
}

TEST(Research, TakesTheYearsUpToTheBaseYearForTheReference) {
  expect_near(levels(research + "intensity = { 2020 = 0.2, 2026 = 0.06 }\nlag = 1"),
              by_hand({1, 1.2, 1.2, 1.2, 1.2}));
}

TEST(Research, MayLagByPartOfAYear) {
  // The first half-year still feeds the reference, the second 1.2 times it.
  const double q = std::sqrt(0.85 / 1.06);

  const auto found = levels(research + "intensity = 0.06\nlag = 0.5", "2");

  EXPECT_NEAR(found[1], 106.0 * std::pow(1.2 - 0.2 * q, 0.07), 1e-9);
}

TEST(Research, ChangesNoBitAtTheReferenceIntensity) {
  const std::string noisy = one_sector("model = \"geometric_brownian\", drift = 0.05, volatility = 0.1");
  const std::string idle =
      noisy +
      "[sectors.industry.research]\nreference_intensity = 0.05\nelasticity = { uniform = [0, 0.1] }\n";
  const auto without = test::simulate_paths(scenario_of(noisy), 512).output;

  EXPECT_EQ(test::simulate_paths(scenario_of(idle), 512).output, without);
  EXPECT_EQ(test::simulate_paths(scenario_of(idle + "intensity = 0.05"), 512).output, without);
  const auto later =
      test::simulate_paths(scenario_of(idle + "intensity = { 2026 = 0.05, 2030 = 0.06 }"), 512);
  for (std::size_t year = 0; year < 5; ++year) EXPECT_EQ(later.output[0][year], without[0][year]) << year;
  EXPECT_NE(later.output[0][5], without[0][5]);
}

TEST(Research, DrawsWhatIsUncertainOncePerPath) {
  const Economy economy(
      scenario_of(steady + "[sectors.industry.research]\nreference_intensity = 0.05\n"
                           "intensity = { uniform = [0.03, 0.08] }\nelasticity = { normal = [0.045, 0.02] }\n"
                           "depreciation = { uniform = [0.1, 0.2] }\n"));
  ASSERT_EQ(economy.parameter_keys(), (std::vector<std::string>{"sectors.industry.research.intensity",
                                                                "sectors.industry.research.elasticity",
                                                                "sectors.industry.research.depreciation"}));

  const auto paths = test::simulate_paths(economy, 300);

  for (std::size_t path = 0; path < 300; ++path) {
    const std::vector<double> fed(5, paths.parameters[0][path] / 0.05);
    const auto expected = by_hand(fed, paths.parameters[2][path], paths.parameters[1][path]);
    for (std::size_t year = 1; year <= 5; ++year)
      EXPECT_NEAR(paths.output[0][year][path], expected[year], 1e-9) << "path " << path << " year " << year;
  }
}

}  // namespace secondcurve::research_test
