#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/simulate/dataset.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::variance_split_test {

using test::bits_of;
using test::EconomyPaths;
using test::one_sector;
using test::scenario_of;
using test::simulate_on;
using test::simulate_paths;

constexpr const char* uncertain =
    "model = \"geometric_brownian\", drift = { normal = [0.03, 0.02] }, volatility = 0.05";
constexpr const char* certain = "model = \"geometric_brownian\", drift = 0.03, volatility = 0.05";

std::vector<std::string> with(std::uint64_t paths, std::uint64_t inner) {
  return {"simulation.paths=" + std::to_string(paths), "simulation.inner=" + std::to_string(inner)};
}

Scenario industry(std::uint64_t paths, std::uint64_t inner, const char* growth = uncertain) {
  return scenario_of(one_sector(growth, "{ value = 100, sd = 2 }") +
                         "[targets.high]\nseries = \"industry\"\nyear = 2030\nat_least = 115\n",
                     with(paths, inner));
}

TEST(InnerPaths, HaveTheParametersThatTheRunOfTheirDrawsAloneHas) {
  for (const std::uint64_t inner : {2u, 16u, 256u}) {
    const EconomyPaths alone = simulate_paths(industry(512, 1), 512);
    const EconomyPaths grouped = simulate_paths(industry(512 * inner, inner), 512 * inner);

    ASSERT_EQ(grouped.parameters.size(), 2u);
    for (std::size_t k = 0; k < grouped.parameters.size(); ++k)
      for (std::size_t path = 0; path < 512 * inner; ++path)
        ASSERT_EQ(grouped.parameters[k][path], alone.parameters[k][path / inner]) << inner << ", " << path;
  }
}

TEST(InnerPaths, HaveTheirOwnShocks) {
  const Scenario scenario = industry(512, 16, certain);
  Scenario alone = industry(512, 1, certain);

  const EconomyPaths grouped = simulate_paths(scenario, 512), single = simulate_paths(alone, 512);

  // Growth is of shocks only, which inner does not touch; the base is that of the group.
  for (std::size_t path = 0; path < 512; ++path) {
    EXPECT_NEAR(grouped.output[0][5][path] / grouped.output[0][0][path],
                single.output[0][5][path] / single.output[0][0][path], 1e-13);
    EXPECT_EQ(grouped.output[0][0][path], single.output[0][0][path / 16]);
  }
}

TEST(InnerPaths, OfOneChangeNoBit) {
  const std::string text = one_sector(uncertain);

  const Result one = simulate_on(scenario_of(text, with(1000, 1)), 1);

  EXPECT_EQ(bits_of(one), bits_of(simulate_on(scenario_of(text), 1)));
  EXPECT_TRUE(one.splits.empty());
}

TEST(VarianceSplit, HasTheSameBitsOnAnyNumberOfThreads) {
  const Economy economy(industry(20'000, 16));
  const std::vector<std::uint64_t> one = bits_of(simulate_on(economy, 1));

  for (const int threads : {2, 7}) EXPECT_EQ(bits_of(simulate_on(economy, threads)), one) << threads;
}

// The variance of a base with sd 2 from 65,536 / 16 = 4096 draws: standard error 4 sqrt(2 / 4095) = 0.088.
// The tolerance is 6 of them: false alarm 1e-8 for the variance of nearly normal draws.
TEST(VarianceSplit, OfABaseYearIsAllOfParameters) {
  const Scenario scenario = industry(65'536, 16);
  const Result result = simulate_on(scenario, 1);
  const VarianceSplit& split = result.splits[*Cells(scenario).find(ReportedVariable::output, 0, 0)];

  EXPECT_NEAR(split.share, 1.0, 1e-12);
  EXPECT_NEAR(split.between, 4.0, 0.53);
}

TEST(VarianceSplit, IsSaidToBeAllOfShocksWhereNothingIsDrawnOnce) {
  const Scenario scenario = scenario_of(one_sector(certain), with(4096, 16));
  const Result result = simulate_on(scenario, 1);

  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_NE(result.notes[0].find("all variance is of shocks"), std::string::npos) << result.notes[0];
  EXPECT_TRUE(simulate_on(industry(4096, 16), 1).notes.empty());
}

TEST(VarianceSplit, IsAllOfShocksWhereTheRegimeOfTheBaseYearIsGiven) {
  const std::string regimes =
      "model = \"regime_switching\", regimes = { good = { growth = 0.1, volatility = 0.1 }, bad = { growth = "
      "-0.1, "
      "volatility = 0.1 } }, transition = [[0.6, 0.4], [0.5, 0.5]]";

  const Result drawn = simulate_on(scenario_of(one_sector(regimes), with(4096, 16)), 1);
  const Result given =
      simulate_on(scenario_of(one_sector(regimes + ", initial_regime = \"good\""), with(4096, 16)), 1);

  EXPECT_TRUE(drawn.notes.empty());
  ASSERT_EQ(given.notes.size(), 1u);
  EXPECT_NE(given.notes[0].find("all variance is of shocks"), std::string::npos) << given.notes[0];
}

TEST(VarianceSplit, LeavesOutGroupsOfWhichAPathFails) {
  // Only shocks make paths fail here: 12 times a standard deviation of 45 reaches beyond ln 1e120 - ln 100.
  const std::string wild =
      "model = \"geometric_brownian\", median_growth = { normal = [0.0, 0.02] }, volatility = 45.0";
  std::vector<std::string> settings = with(4096, 16);
  settings.push_back("simulation.max_failed_share=0.9");
  const Scenario scenario = scenario_of(one_sector(wild), settings);
  const EconomyPaths paths = simulate_paths(scenario, 4096);
  std::size_t failed_groups = 0;
  for (std::size_t first = 0; first < 4096; first += 16) {
    for (std::size_t path = first; path < first + 16; ++path)
      EXPECT_EQ(paths.failed[path], paths.failed[first]);
    if (paths.failed[first]) ++failed_groups;
  }

  const Result result = simulate_on(scenario, 2);

  EXPECT_GT(failed_groups, 0u);
  EXPECT_LT(failed_groups, 256u);
  EXPECT_EQ(result.n_failed, 16 * failed_groups);
  ASSERT_FALSE(result.notes.empty());
  EXPECT_NE(result.notes[0].find("sector industry"), std::string::npos) << result.notes[0];
}

TEST(VarianceSplit, IsInTheSummaryWithUnitsWhereThereIsOne) {
  const auto names_in = [](const Scenario& scenario) {
    std::vector<std::string> names;
    for (const Variable& variable : summary_group(scenario, simulate_on(scenario, 1)).variables)
      if (variable.name.find("parameter") != std::string::npos ||
          variable.name.find("shocks") != std::string::npos)
        names.push_back(variable.name + " " + std::get<std::string>(variable.attributes.front().value));
    return names;
  };

  EXPECT_EQ(
      names_in(industry(4096, 16)),
      (std::vector<std::string>{"output_variance_parameters (bn CNY)^2", "output_variance_shocks (bn CNY)^2",
                                "output_parameter_share 1", "output_parameter_share_se 1"}));
  EXPECT_TRUE(names_in(industry(4096, 1)).empty());
}

TEST(VarianceSplit, DoesNotExistWhereTheVarianceDoesNot) {
  const std::string growth =
      "model = \"geometric_brownian\", median_growth = { normal = [0.03, 0.02] }, volatility = 0.05";
  const Scenario scenario =
      scenario_of(one_sector(growth) + "[dependence.output.heavy_tails]\nindustry = 5\n", with(4096, 16));
  const Result result = simulate_on(scenario, 1);
  const Cells cells(scenario);

  EXPECT_TRUE(std::isnan(result.splits[*cells.find(ReportedVariable::output, 0, 5)].share));
  EXPECT_FALSE(std::isnan(result.splits[*cells.find(ReportedVariable::log_output, 0, 5)].share));
}

}  // namespace secondcurve::variance_split_test
