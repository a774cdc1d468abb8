// Whole runs on each instruction set of the machine, and cut into blocks in different places.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/simulate/simulate.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::instruction_sets_test {

using test::bits_of;
using test::EconomyPaths;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_on;
using test::simulate_paths;

constexpr std::uint64_t n_paths = 2100;  // eight full blocks and a padded one

/// Every growth model, drawn parameters and bases, a residual, loadings, values by year, targets of each
/// kind.
Scenario every_model(const std::string& paths = std::to_string(n_paths),
                     const std::string& arithmetic = "double") {
  return scenario_of(
      sector(
          "chips", "{ value = 225, sd = 15 }",
          "model = \"mean_reverting\", initial_growth = 0.15, long_run_growth = { normal = [0.09, 0.02] }, "
          "growth_sd = 0.03, volatility = 0.06, shock_correlation = 0.3") +
          sector("robots", "{ value = 20, sd = 3 }",
                 "model = \"logistic\", rate = { normal = [0.3, 0.02] }, capacity = 6, volatility = 0.1") +
          sector("screens", "50",
                 "model = \"logistic\", rate = 0.25, capacity = { uniform = [3, 5] }, volatility = 0.1, "
                 "noise = \"logit\"") +
          sector("steel", "100", "model = \"path\", growth = { 2026 = 0.03, 2029 = -0.01 }, spread = 0.02") +
          sector("other", "{ residual_of = \"all\", total = 900 }",
                 "model = \"geometric_brownian\", drift = { triangular = [0.0, 0.02, 0.05] }, volatility = "
                 "0.07") +
          series("chips", "chips = 1", "all") +
          series("all", "chips = 1, robots = 1, screens = 1, steel = 1, other = 1") +
          series("rest", "robots = 1, screens = 0.5, other = 1", "all") +
          "[dependence.output.loadings]\nchips = { cycle = 0.5, trade = 0.2 }\nrobots = { trade = 0.4 }\n"
          "screens = { cycle = -0.3 }\nother = { cycle = 0.6 }\n"
          "[targets.high]\nseries = \"chips\"\nyear = 2029\nat_least = 300\n"
          "[targets.low]\nseries = \"all\"\nyear = 2030\nat_most = 1100\n"
          "[targets.growth]\nseries = \"all\"\nyear = 2030\naverage_growth_at_least = 0.03\n"
          "[targets.both]\nall_of = [\"high\", \"growth\"]\n",
      {"simulation.paths=" + paths, "simulation.arithmetic=\"" + arithmetic + "\""});
}

/// All numbers of the paths in a fixed order.
std::vector<double> numbers_of(const EconomyPaths& paths) {
  std::vector<double> numbers;
  for (const auto& of_series : paths.output)
    for (const auto& year : of_series) numbers.insert(numbers.end(), year.begin(), year.end());
  for (const auto& parameter : paths.parameters)
    numbers.insert(numbers.end(), parameter.begin(), parameter.end());
  return numbers;
}

std::vector<std::uint64_t> bits_of_all(const std::vector<double>& numbers) {
  std::vector<std::uint64_t> bits;
  for (const double x : numbers) bits.push_back(bits_of(x));
  return bits;
}

struct TargetRun {
  std::vector<std::uint64_t> statistics;  ///< bits of every number of the Result
  std::vector<double> paths;              ///< every level and drawn parameter of every path
  bool has_fma;
};

/// Runs the scenario on each instruction set, best first. An economy is made anew on each: its coefficients
/// are computed by the same operations.
std::vector<TargetRun> run_on_each_target(const std::string& arithmetic = "double") {
  std::vector<TargetRun> runs;
  test::for_each_target([&] {
    const Economy economy(every_model(std::to_string(n_paths), arithmetic));
    runs.push_back(
        {bits_of(simulate_on(economy, 2)), numbers_of(simulate_paths(economy, n_paths)), test::has_fma()});
  });
  return runs;
}

TEST(InstructionSets, WithFmaGiveTheSameBitsOfEveryPathAndStatistic) {
  for (const char* arithmetic : {"double", "single"}) {
    const std::vector<TargetRun> runs = run_on_each_target(arithmetic);
    if (runs.size() < 2 || !runs[1].has_fma) GTEST_SKIP() << "the machine has fewer than two sets with FMA";

    for (std::size_t i = 1; i < runs.size() && runs[i].has_fma; ++i) {
      EXPECT_TRUE(bits_of_all(runs[i].paths) == bits_of_all(runs[0].paths)) << vector_targets()[i];
      EXPECT_TRUE(runs[i].statistics == runs[0].statistics) << vector_targets()[i];
    }
  }
}

// The same draws: a normal is off by less than 1e-6, and five of them are worth less than their volatility.
TEST(Arithmetic, InSinglePrecisionGivesThePathsToAMillionthOfTheirSize) {
  const std::vector<double> exact = numbers_of(simulate_paths(every_model(), n_paths));
  const std::vector<double> single =
      numbers_of(simulate_paths(every_model(std::to_string(n_paths), "single"), n_paths));

  ASSERT_EQ(single.size(), exact.size());
  double largest = 0.0;
  for (std::size_t k = 0; k < exact.size(); ++k)
    largest = std::max(largest, std::abs(single[k] - exact[k]) / std::abs(exact[k]));
  EXPECT_LT(largest, 1e-6);
  EXPECT_GT(largest, 1e-9) << "it is double precision";
}

TEST(Arithmetic, InSinglePrecisionGivesTheSameBitsOnAnyNumberOfThreads) {
  const Economy economy(every_model(std::to_string(n_paths), "single"));

  EXPECT_TRUE(bits_of(simulate_on(economy, 1)) == bits_of(simulate_on(economy, 3)));
}

TEST(InstructionSets, WithoutFmaGiveThePathsTo1e12OfTheirSize) {
  const std::vector<TargetRun> runs = run_on_each_target();
  const std::vector<double>& best = runs.front().paths;

  for (std::size_t i = 1; i < runs.size(); ++i) {
    ASSERT_EQ(runs[i].paths.size(), best.size());
    double largest = 0.0;
    for (std::size_t k = 0; k < best.size(); ++k)
      largest = std::max(largest, std::abs(runs[i].paths[k] - best[k]) / std::abs(best[k]));
    EXPECT_LE(largest, 1e-12) << vector_targets()[i];
  }
}

/// Draws are addressed by path and a padded block is computed in full, so where a run ends changes no path.
TEST(Blocks, GiveAPathTheSameBitsWhereverTheRunEnds) {
  constexpr std::uint64_t longest = 600;
  const EconomyPaths all = simulate_paths(every_model("600"), longest);

  for (const std::uint64_t n : {1u, 2u, 3u, 7u, 8u, 9u, 255u, 256u, 257u, 511u, 512u, 513u, 599u}) {
    const EconomyPaths few = simulate_paths(every_model(std::to_string(n)), n);

    for (std::size_t s = 0; s < all.output.size(); ++s)
      for (std::size_t year = 0; year < all.output[s].size(); ++year) {
        ASSERT_EQ(few.output[s][year].size(), n);
        for (std::size_t path = 0; path < n; ++path)
          ASSERT_EQ(bits_of(few.output[s][year][path]), bits_of(all.output[s][year][path]))
              << n << " paths: series " << s << ", year " << year << ", path " << path;
      }
  }
}

/// A path cannot see its block: in a run of its block alone, in a workspace used before or a fresh one.
TEST(Blocks, GiveTheSameBitsAloneAndInAnyOrder) {
  const Economy economy(every_model());
  const EconomyPaths in_order = simulate_paths(economy, n_paths);
  Economy::Workspace used(economy);

  for (const std::uint64_t block : {8u, 3u, 0u, 3u}) {
    const auto n =
        static_cast<std::size_t>(std::min<std::uint64_t>(block_paths, n_paths - block * block_paths));
    Economy::Workspace fresh(economy);
    const BlockView again = economy.simulate(block, n, used);
    const BlockView alone = economy.simulate(block, n, fresh);

    for (std::size_t s = 0; s < economy.n_series(); ++s)
      for (std::size_t year = 0; year < in_order.output[s].size(); ++year)
        for (std::size_t path = 0; path < n; ++path) {
          const std::uint64_t expected = bits_of(in_order.output[s][year][block * block_paths + path]);
          ASSERT_EQ(bits_of(again.output(s, year)[path]), expected) << "block " << block << ", path " << path;
          ASSERT_EQ(bits_of(alone.output(s, year)[path]), expected) << "block " << block << ", path " << path;
        }
  }
}

}  // namespace secondcurve::instruction_sets_test
