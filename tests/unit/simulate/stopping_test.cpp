#include "engine/simulate/stopping.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::stopping_test {

using test::bits_of;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_on;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Two sectors, their sum and two targets, one of them out of reach.
std::string two_sectors() {
  return sector("chips", "{ value = 225, sd = 15 }",
                "model = \"geometric_brownian\", median_growth = { normal = [0.09, 0.02] }, "
                "volatility = 0.1") +
         sector("cars", "700", "model = \"geometric_brownian\", median_growth = 0.02, volatility = 0.07") +
         series("chips", "chips = 1", "all") + series("all", "chips = 1, cars = 1") +
         "[targets.high]\ntitle = \"A high level\"\nseries = \"all\"\nyear = 2030\nat_least = 1150\n"
         "[targets.out_of_reach]\nseries = \"all\"\nyear = 2030\nat_least = 10_000\n";
}

std::vector<std::string> settings(std::uint64_t paths, const std::string& rule,
                                  const std::string& sampling = "pseudo") {
  return {"simulation.paths=" + std::to_string(paths), "simulation.sampling=\"" + sampling + "\"",
          "simulation.stop_when={ " + rule + " }"};
}

Scenario stopping(std::uint64_t paths, const std::string& rule, const std::string& sampling = "pseudo") {
  return scenario_of(two_sectors(), settings(paths, rule, sampling));
}

Scenario of_paths(std::uint64_t paths, const std::string& sampling) {
  return scenario_of(two_sectors(), {"simulation.paths=" + std::to_string(paths),
                                     "simulation.sampling=\"" + sampling + "\""});
}

const std::array<std::string, 4> rules{
    "series = \"all\", year = 2030, statistic = \"mean\", relative_error = 0.001",
    "series = \"chips\", year = 2028, quantile = 0.05, relative_error = 0.002",
    "series = \"chips\", year = 2028, quantile = 0.5, standard_error = 0.3",
    "target = \"high\", standard_error = 0.003"};

TEST(Looks, GrowByAQuarterInWholeMultiplesOfTheFirst) {
  Simulation simulation;
  simulation.paths = 100'000;

  EXPECT_THAT(looks(simulation),
              ElementsAre(8192, 16384, 24576, 32768, 40960, 49152, 65536, 81920, 98304, 100'000));
}

TEST(Looks, AreTheWholeRunAloneWhereItIsShort) {
  Simulation simulation;
  for (const std::uint64_t paths : {1u, 8191u, 8192u}) {
    simulation.paths = paths;
    EXPECT_THAT(looks(simulation), ElementsAre(paths));
  }
}

TEST(Looks, RiseInWholeBlocksUpToTheMostPathsOfAll) {
  Simulation simulation;
  simulation.paths = 4'000'000'000;

  const std::vector<std::uint64_t> found = looks(simulation);

  for (std::size_t i = 1; i < found.size(); ++i) EXPECT_GT(found[i], found[i - 1]);
  for (std::size_t i = 0; i + 1 < found.size(); ++i) EXPECT_EQ(found[i] % 8192, 0u);
  EXPECT_LT(found.size(), 70u);
}

TEST(Looks, DoubleSobolPointsInWholeReplicates) {
  Simulation simulation;
  simulation.sampling = Sampling::sobol;
  simulation.replicates = 12;
  simulation.paths = 256 * 12 * 16;

  EXPECT_THAT(looks(simulation), ElementsAre(12288, 24576, 49152));
}

TEST(Looks, AreExplainedOnceAtTheEnd) {
  const Scenario scenario = stopping(500'000, rules[3]);
  const StopPlan plan(scenario, Cells(scenario));

  Stopping found = plan.outcome({.value = 0.5, .standard_error = 0.01});

  EXPECT_FALSE(found.met);
  EXPECT_EQ(found.note, "");
  EXPECT_FALSE(found.n_paths_needed);
  plan.explain(found, 500'000, 500'000);
  EXPECT_THAT(found.note, StartsWith("all 500,000 paths did not suffice: "));
  EXPECT_EQ(found.n_paths_needed, 5'600'000u);  // 500,000 (0.01 / 0.003)^2 = 5,555,556
}

TEST(StopWhen, StopsAtTheSamePathsWithTheSameBitsOnAnyNumberOfThreads) {
  for (const std::string sampling : {"pseudo", "antithetic", "sobol"})
    for (const std::string& rule : rules) {
      const Economy economy(stopping(524'288, rule, sampling));
      const Result one = simulate_on(economy, 1);

      const Result many = simulate_on(economy, 5);

      EXPECT_EQ(bits_of(many), bits_of(one)) << sampling << ", " << rule;
      EXPECT_EQ(many.stopping->note, one.stopping->note);
      EXPECT_TRUE(one.stopping->met) << rule;
      EXPECT_LT(one.n_paths, 524'288u) << rule;
    }
}

TEST(StopWhen, GivesTheRunOfThosePathsBitByBit) {
  for (const std::string sampling : {"pseudo", "antithetic", "sobol"})
    for (const std::string& rule : rules) {
      const Result stopped = simulate_on(stopping(524'288, rule, sampling), 2);

      EXPECT_EQ(bits_of(stopped), bits_of(simulate_on(of_paths(stopped.n_paths, sampling), 2)))
          << sampling << ", " << rule;
    }
}

TEST(StopWhen, StopsAtTheFirstLookThatKnowsEnough) {
  for (const std::string& rule : rules) {
    const Scenario scenario = stopping(524'288, rule);
    const Result stopped = simulate_on(scenario, 2);
    ASSERT_GT(stopped.n_paths, 8192u) << rule;

    const std::vector<std::uint64_t> all = looks(scenario.simulation);
    const std::uint64_t before = *(std::find(all.begin(), all.end(), stopped.n_paths) - 1);
    const Result earlier = simulate_on(stopping(before, rule), 2);

    EXPECT_LE(stopped.stopping->reached, stopped.stopping->asked) << rule;
    EXPECT_FALSE(earlier.stopping->met) << rule;
    EXPECT_GT(earlier.stopping->reached, earlier.stopping->asked) << rule;
  }
}

TEST(StopWhen, ReachesThePrecisionThatTheResultShows) {
  const Scenario of_mean = stopping(524'288, rules[0]), of_target = stopping(524'288, rules[3]);
  const Result mean = simulate_on(of_mean, 2), target = simulate_on(of_target, 2);

  const Moments& m = test::Reported(of_mean, mean).moments(ReportedVariable::output, "all", 5);
  EXPECT_EQ(mean.stopping->reached, m.mean_se / m.mean);
  EXPECT_NEAR(target.stopping->reached, target.targets[0].probability.se, 1e-6);
}

TEST(StopWhen, SaysInWordsHowItEnded) {
  const Result result = simulate_on(stopping(524'288, rules[3]), 2);

  EXPECT_THAT(result.notes, ElementsAre(result.stopping->note));
  EXPECT_THAT(result.stopping->note, StartsWith("stopped after 32,768 of at most 524,288 paths: the standard "
                                                "error of the probability of \"A high level\" is 0.0027"));
  EXPECT_EQ(result.stopping->rule, "standard error of the probability of high at most 0.003");
}

TEST(StopWhen, SaysHowManyPathsWouldDoWhereTheMostDoNot) {
  const Result result = simulate_on(stopping(20'000, rules[3]), 2);

  EXPECT_EQ(result.n_paths, 20'000u);
  EXPECT_FALSE(result.stopping->met);
  ASSERT_TRUE(result.stopping->n_paths_needed);
  EXPECT_THAT(result.stopping->note, StartsWith("all 20,000 paths did not suffice: "));
  const Result enough = simulate_on(stopping(*result.stopping->n_paths_needed, rules[3]), 2);
  EXPECT_TRUE(enough.stopping->met);
}

TEST(StopWhen, NamesSobolPathsThatARunMayHave) {
  const Result result = simulate_on(stopping(8192, "target = \"high\", standard_error = 0.0001", "sobol"), 2);

  ASSERT_TRUE(result.stopping->n_paths_needed);
  EXPECT_EQ(*result.stopping->n_paths_needed & (*result.stopping->n_paths_needed - 1), 0u);
}

TEST(StopWhen, DoesNotTakeAnUnseenTargetForAnImpossibleOne) {
  const Result relative = simulate_on(stopping(50'000, "target = \"out_of_reach\", relative_error = 0.5"), 2);
  const Result absolute =
      simulate_on(stopping(500'000, "target = \"out_of_reach\", standard_error = 0.00001"), 2);

  EXPECT_FALSE(relative.stopping->met);
  EXPECT_EQ(relative.n_paths, 50'000u);
  EXPECT_FALSE(relative.stopping->n_paths_needed);
  EXPECT_THAT(relative.stopping->note, HasSubstr("is not known"));
  EXPECT_TRUE(absolute.stopping->met);
  EXPECT_GT(absolute.n_paths, 96'000u);  // 1 / (2 n) is as near as n paths without a hit come
  EXPECT_LT(absolute.n_paths, 125'000u);
}

TEST(StopWhen, EndsARunWithoutChanceAsSoonAsUnseenPathsCannotMatter) {
  const std::string steady = test::one_sector("model = \"path\", growth = 0.1");
  const std::string rule = "series = \"industry\", year = 2030, statistic = \"mean\", relative_error = ";
  const Result coarse = simulate_on(scenario_of(steady, settings(100'000, rule + "0.001")), 2);
  const Result fine = simulate_on(scenario_of(steady, settings(100'000, rule + "0.00005")), 2);
  const Result quantile =
      simulate_on(scenario_of(steady, settings(100'000,
                                               "series = \"industry\", year = 2030, quantile = 0.5, "
                                               "standard_error = 1e-12")),
                  2);

  EXPECT_EQ(coarse.n_paths, 8192u);
  EXPECT_EQ(fine.n_paths, 24576u);
  EXPECT_EQ(quantile.n_paths, 8192u);
}

TEST(StopWhen, CountsFailedPathsOfThePathsSoFar) {
  const std::string wild =
      test::one_sector("model = \"path\", growth = 0.1, spread = { discrete = [[0.01, 999], [1e6, 1]] }");
  const auto run = [&](const std::string& share, std::uint64_t paths, const std::string& rule) {
    std::vector<std::string> all{"simulation.paths=" + std::to_string(paths),
                                 "simulation.max_failed_share=" + share};
    if (!rule.empty()) all.push_back("simulation.stop_when={ " + rule + " }");
    return simulate_on(scenario_of(wild, all), 2);
  };
  const std::string rule = "series = \"industry\", year = 2030, statistic = \"mean\", relative_error = 0.01";

  const Result stopped = run("0.01", 100'000, rule);

  EXPECT_GT(stopped.n_failed, 0u);
  EXPECT_TRUE(stopped.stopping->met);
  EXPECT_EQ(bits_of(stopped), bits_of(run("0.01", stopped.n_paths, "")));
  EXPECT_THROW(run("0", 100'000, rule), NumericalError);
}

/// Notes the first output of each block.
class Blocks final : public BlockSink {
 public:
  void take(const BlockView& block) override {
    const std::scoped_lock lock(mutex_);
    const bool is_new = outputs.emplace(block.block(), block.output(0, 5)[0]).second;
    if (!is_new) twice = true;
    n_paths += block.n_paths();
  }
  std::map<std::uint64_t, double> outputs;
  std::uint64_t n_paths = 0;
  bool twice = false;

 private:
  std::mutex mutex_;
};

TEST(StopWhen, ShowsSinksTheBlocksOfTheRunAloneAndOnce) {
  for (const std::string& more : {std::string("[output]\nquantiles = [0.5]\n"), std::string()}) {
    const Economy economy(scenario_of(two_sectors() + more, settings(524'288, rules[3])));
    Blocks blocks;
    std::uint64_t n_opened = 0;

    const Result result = simulate_into(economy,
                                        [&](std::uint64_t n_paths) {
                                          n_opened = n_paths;
                                          return std::vector<BlockSink*>{&blocks};
                                        },
                                        {.threads = 2, .cancelled = nullptr, .progress = {}});

    EXPECT_EQ(n_opened, result.n_paths);
    EXPECT_EQ(blocks.n_paths, result.n_paths);
    EXPECT_EQ(blocks.outputs.size(), result.n_paths / block_paths);
    EXPECT_FALSE(blocks.twice);
  }
}

TEST(StopWhen, ShowsSinksTheBlocksWhereNoQuantileNeedsAnotherPass) {
  const Economy economy(scenario_of(
      test::one_sector("model = \"path\", growth = 0.1"),
      settings(100'000, "series = \"industry\", year = 2030, quantile = 0.5, standard_error = 1")));
  Blocks blocks;

  const Result result = simulate(economy, std::array<BlockSink*, 1>{&blocks}, {});

  EXPECT_EQ(blocks.n_paths, result.n_paths);
}

}  // namespace secondcurve::stopping_test
