#include "engine/simulate/model_shares.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::model_shares_test {

using test::one_sector;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_on;

const std::string mixed =
    "model = \"mixture\", components = { boom = { weight = 0.3, model = \"geometric_brownian\", "
    "median_growth = "
    "0.12, volatility = 0.05 }, never = { weight = 0, model = \"path\", growth = 0.5 }, calm = { weight = "
    "0.7, "
    "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0, volatility = 0.1 } }";
const std::string plain = "model = \"geometric_brownian\", median_growth = 0.05, volatility = 0.1";

/// The share by its definition, from all paths of a scenario at once.
double share_by_definition(const Economy& economy, std::size_t mixture, std::size_t year) {
  const std::uint64_t n_paths = economy.scenario().simulation.paths;
  Economy::Workspace workspace(economy);
  std::vector<double> levels, component;
  for (std::uint64_t first = 0; first < n_paths; first += block_paths) {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(block_paths, n_paths - first));
    const BlockView block = economy.simulate(first / block_paths, n, workspace);
    levels.insert(levels.end(), block.mixture_output(mixture, year), block.mixture_output(mixture, year) + n);
    component.insert(component.end(), block.component(mixture), block.component(mixture) + n);
  }
  const auto n = static_cast<long double>(levels.size());
  long double mean = 0.0L, total = 0.0L, between = 0.0L;
  for (const double level : levels) mean += level / n;
  for (const double level : levels) total += (level - mean) * (level - mean) / n;
  for (const double k : {0.0, 1.0, 2.0}) {
    long double sum = 0.0L, count = 0.0L;
    for (std::size_t path = 0; path < levels.size(); ++path)
      if (component[path] == k) {
        sum += levels[path];
        count += 1.0L;
      }
    if (count > 0.0L) between += count / n * (sum / count - mean) * (sum / count - mean);
  }
  return static_cast<double>(between / total);
}

TEST(ModelShares, FollowTheirDefinition) {
  // Levels are those that links and levers made of the model's growth. 1001 paths: the last block is padded.
  const Economy economy(
      scenario_of(sector("a", "100", plain) + sector("b", "50", mixed) + series("all", "a = 1, b = 1") +
                      "[policies.push]\nsectors = [\"b\"]\nuplift = { uniform = [0, 0.04] }\nfrom = 2026\n",
                  {"simulation.paths=1001"}));

  const Result result = simulate_on(economy, 2);

  ASSERT_EQ(result.model_shares.size(), 1u);
  const ModelShare& share = result.model_shares[0];
  EXPECT_EQ(share.sector, 1u);
  EXPECT_TRUE(std::isnan(share.value[0]));
  for (std::size_t year = 1; year < 6; ++year) {
    EXPECT_NEAR(share.value[year], share_by_definition(economy, 0, year), 1e-12) << year;
    EXPECT_GT(share.value[year], 0.0);
    EXPECT_LT(share.value[year], 1.0);
  }
}

TEST(ModelShares, AreTheSameBitsForAnyNumberOfThreads) {
  const Economy economy(scenario_of(one_sector(mixed), {"simulation.paths=20001"}));

  const auto one = test::bits_of(simulate_on(economy, 1));

  EXPECT_EQ(test::bits_of(simulate_on(economy, 2)), one);
  EXPECT_EQ(test::bits_of(simulate_on(economy, 7)), one);
}

TEST(ModelShares, AreAllOrNothingWhereOneSideHasNoVariance) {
  const auto share = [](const std::string& a, const std::string& b) {
    const std::string certain = "model = \"geometric_brownian\", volatility = 0, median_growth = ";
    return simulate_on(
               scenario_of(one_sector("model = \"mixture\", components = { a = { weight = 0.5, " + certain +
                                      a + " }, b = { weight = 0.5, " + certain + b + " } }")),
               1)
        .model_shares[0];
  };

  EXPECT_NEAR(share("0.1", "0.02").value[5], 1.0, 1e-12);
  EXPECT_NEAR(share("0.1", "0.02").se[5], 0.0, 1e-7);
  EXPECT_TRUE(std::isnan(share("0.1", "0.1").value[5]));
}

TEST(ModelShares, HaveNoStandardErrorWherePathsDependOnEachOther) {
  for (const char* setting : {"sampling='antithetic'", "sampling='sobol'", "inner=4"}) {
    const std::vector<std::string> overrides{"simulation.paths=4096", std::string("simulation.") + setting};
    const ModelShare share = simulate_on(scenario_of(one_sector(mixed), overrides), 1).model_shares[0];

    EXPECT_TRUE(std::isfinite(share.value[5])) << setting;
    EXPECT_TRUE(std::isnan(share.se[5])) << setting;
  }
}

TEST(ModelShares, DoNotExistWhereShocksHaveHeavyTails) {
  const ModelShare share =
      simulate_on(scenario_of(one_sector(mixed) + "[dependence.output]\nheavy_tails = { industry = 4 }\n"), 1)
          .model_shares[0];

  EXPECT_TRUE(std::isnan(share.value[5]));
  EXPECT_TRUE(std::isnan(share.se[5]));
}

TEST(ModelShares, AreNotANumberAndSaidToBeSoWhereASumOverflows) {
  const Economy economy(scenario_of(one_sector(mixed)));
  Economy::Workspace workspace(economy);
  const auto sums_of = [&](double largest_deviation) {
    ModelShareSums sums(economy, std::vector<MomentScale>(5, moment_scale(100.0, largest_deviation)));
    sums.add(economy.simulate(0, block_paths, workspace));
    return sums;
  };

  const ModelShareSums good = sums_of(100.0), too_fine = sums_of(1e-8);

  EXPECT_FALSE(good.overflowed(economy.scenario()));
  EXPECT_TRUE(std::isfinite(good.shares(economy.scenario(), {})[0].value[5]));
  EXPECT_TRUE(too_fine.overflowed(economy.scenario()));
  EXPECT_TRUE(std::isnan(too_fine.shares(economy.scenario(), {})[0].value[5]));
}

TEST(ModelShares, StandInTheSummaryBySectorAndYear) {
  const Economy economy(
      scenario_of(sector("a", "100", plain) + sector("b", "50", mixed) + series("all", "a = 1, b = 1")));
  const Result result = simulate_on(economy, 1);

  const Group summary = summary_group(economy.scenario(), result);

  const auto found = std::find_if(summary.variables.begin(), summary.variables.end(),
                                  [](const Variable& each) { return each.name == "model_share"; });
  ASSERT_NE(found, summary.variables.end());
  EXPECT_EQ(found->dimensions, (std::vector<std::string>{"scenario", "sector", "year"}));
  const auto& values = std::get<std::vector<double>>(found->data);
  ASSERT_EQ(values.size(), 12u);
  EXPECT_TRUE(std::isnan(values[5]));
  EXPECT_EQ(values[11], result.model_shares[0].value[5]);
}

TEST(ModelShares, AreLeftOutWhereNoGrowthIsAMixture) {
  const Economy economy(scenario_of(one_sector(plain)));

  const Group summary = summary_group(economy.scenario(), simulate_on(economy, 1));

  for (const Variable& each : summary.variables) EXPECT_EQ(each.name.find("model_share"), std::string::npos);
}

}  // namespace secondcurve::model_shares_test
