#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

// A path is a function of its address alone: of the seed, its number and the names. What else a scenario
// holds changes no bit of it.

namespace secondcurve::common_draws_test {

using test::EconomyPaths;
using test::output_of;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_paths;

constexpr std::uint64_t n_paths = 600;
using Levels = std::vector<std::vector<double>>;

const std::string chips = sector("chips", "{ value = 225, sd = 15 }",
                                 "model = \"mean_reverting\", initial_growth = 0.15, growth_sd = 0.03, "
                                 "long_run_growth = { normal = [0.09, 0.02] }, volatility = 0.06");
const std::string cars =
    sector("cars", "530", "model = \"geometric_brownian\", drift = 0.02, volatility = 0.07");
const std::string robots =
    sector("robots", "{ value = 20, sd = 3 }",
           "model = \"logistic\", rate = { normal = [0.3, 0.02] }, capacity = 6, volatility = 0.1");
const std::string its_series = series("chips", "chips = 1") + series("cars", "cars = 1");
const std::string loadings =
    "[dependence.output.loadings]\nchips = { cycle = 0.5 }\ncars = { cycle = 0.6 }\n";

Levels levels_of(const std::string& text, const std::string& name,
                 const std::vector<std::string>& overrides = {}) {
  const Scenario scenario = scenario_of(text, overrides);
  return output_of(scenario, simulate_paths(scenario, n_paths), name);
}

void expect_unchanged(const std::string& text, const std::vector<std::string>& overrides = {}) {
  for (const char* name : {"chips", "cars"})
    EXPECT_EQ(levels_of(text, name, overrides), levels_of(chips + cars + its_series + loadings, name))
        << name;
}

TEST(CommonDraws, SurviveAnotherSector) {
  expect_unchanged(chips + cars + robots + its_series + series("robots", "robots = 1") + loadings);
  expect_unchanged(chips + robots + cars + its_series + loadings + "robots = { cycle = 0.4, other = 0.3 }\n");
}

TEST(CommonDraws, SurviveAnotherOrder) {
  expect_unchanged(cars + chips + series("cars", "cars = 1") + series("chips", "chips = 1") +
                   "[dependence.output.loadings]\ncars = { cycle = 0.6 }\nchips = { cycle = 0.5 }\n");
}

TEST(CommonDraws, SurviveAnotherSeriesAndTarget) {
  expect_unchanged(chips + cars + its_series + series("all", "chips = 1, cars = 1") + loadings +
                   "[targets.t]\nseries = \"all\"\nyear = 2030\nat_least = 900\n");
}

TEST(CommonDraws, SurviveMorePaths) {
  expect_unchanged(chips + cars + its_series + loadings, {"simulation.paths=77777"});
}

TEST(CommonDraws, SurviveMoreYears) {
  const std::string text = chips + cars + its_series + loadings;
  const Levels five = levels_of(text, "chips");
  Levels ten = levels_of(text, "chips", {"simulation.end_year=2035"});

  ASSERT_EQ(ten.size(), 11u);
  ten.resize(6);

  EXPECT_EQ(ten, five);
}

TEST(CommonDraws, SurviveAnotherNumberInAnotherSector) {
  const std::string text = chips + cars + its_series + loadings;

  EXPECT_EQ(levels_of(text, "cars", {"sectors.chips.growth.long_run_growth=0.1", "sectors.chips.base=300"}),
            levels_of(text, "cars"));
}

TEST(CommonDraws, AreSharedByScenariosThatDifferInOneNumber) {
  // Drift 0.02 or 0.05: the same shocks, so the ratio is exp(0.03 t) on every path.
  const std::string text = chips + cars + its_series + loadings;
  const Levels slow = levels_of(text, "cars"),
               fast = levels_of(text, "cars", {"sectors.cars.growth.drift=0.05"});

  for (std::size_t year = 0; year < slow.size(); ++year)
    for (std::size_t path = 0; path < n_paths; ++path)
      EXPECT_NEAR(fast[year][path] / slow[year][path], std::exp(0.03 * static_cast<double>(year)), 1e-12);
}

TEST(CommonDraws, AreOthersUnderAnotherSeedOrName) {
  const std::string text = chips + cars + its_series;
  const Levels cars_levels = levels_of(text, "cars");
  const std::string renamed =
      sector("vehicles", "530", "model = \"geometric_brownian\", drift = 0.02, volatility = 0.07") +
      series("vehicles", "vehicles = 1");

  EXPECT_NE(levels_of(text, "cars", {"simulation.seed=2"}).back(), cars_levels.back());
  EXPECT_NE(levels_of(renamed, "vehicles").back(), cars_levels.back());
  EXPECT_NE(levels_of(text, "cars", {"simulation.steps_per_year=4"}).back(), cars_levels.back());
}

TEST(EconomyBlock, DoesNotDependOnWhatItsWorkspaceDidBefore) {
  const Economy economy(
      scenario_of(chips + cars + robots + its_series + series("robots", "robots = 1") + loadings,
                  {"simulation.steps_per_year=12"}));
  Economy::Workspace fresh(economy), used(economy);
  for (std::uint64_t block : {9u, 0u, 5u, 5u}) economy.simulate(block, block_paths, used);

  const BlockView a = economy.simulate(3, block_paths, fresh);
  const BlockView b = economy.simulate(3, 17, used);

  EXPECT_EQ(a.first_path(), 3 * block_paths);
  EXPECT_EQ(b.n_paths(), 17u);
  for (std::size_t s = 0; s < economy.n_series(); ++s)
    for (std::size_t year = 0; year < a.n_years(); ++year)
      EXPECT_TRUE(std::equal(a.output(s, year).doubles(), a.output(s, year).doubles() + block_paths,
                             b.output(s, year).doubles()));
  for (std::size_t k = 0; k < a.n_parameters(); ++k)
    EXPECT_TRUE(std::equal(a.parameter(k), a.parameter(k) + block_paths, b.parameter(k)));
}

TEST(EconomyBlock, IsTheSameWithARecorder) {
  const Economy economy(scenario_of(chips + cars + its_series + loadings, {"simulation.steps_per_year=4"}));
  Economy::Workspace workspace(economy);
  const EconomyPaths paths = simulate_paths(economy, block_paths);
  PathRecorder recorder(19);

  const BlockView block = economy.simulate(0, block_paths, workspace, &recorder);

  ASSERT_EQ(recorder.steps().size(), 2u * 20u);
  EXPECT_EQ(recorder.parameters(), (std::vector<double>{paths.parameters[0][19], paths.parameters[1][19]}));
  EXPECT_EQ(recorder.base(), (std::vector<double>{paths.output[0][0][19], 530.0}));
  for (const PathRecorder::SectorStep& step : recorder.steps()) {
    EXPECT_EQ(step.noises.size(), step.sector == 0 ? 2u : 1u);
    if (step.step % 4 == 3) {
      EXPECT_EQ(step.output, block.output(step.sector, (step.step + 1) / 4)[19]);
    }
  }
  EXPECT_EQ(block.output(0, 5)[19], paths.output[0][5][19]);
}

}  // namespace secondcurve::common_draws_test
