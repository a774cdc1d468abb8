#include "engine/simulate/simulate.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::simulate_test {

using test::bits_of;
using test::EconomyPaths;
using test::Reported;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_on;
using test::simulate_paths;

/// Three sectors of three models, drawn parameters and bases, a residual, factors, a whole and its parts.
std::string small_city() {
  return sector("chips", "{ value = 225, sd = 15 }",
                "model = \"mean_reverting\", initial_growth = 0.15, long_run_growth = { normal = [0.09, "
                "0.02] }, "
                "growth_sd = 0.03, volatility = 0.06") +
         sector("robots", "{ value = 20, sd = 3 }",
                "model = \"logistic\", rate = { normal = [0.3, 0.02] }, capacity = 6, volatility = 0.1") +
         sector("other", "{ residual_of = \"all\", total = 900 }",
                "model = \"geometric_brownian\", drift = 0.02, volatility = 0.07") +
         series("chips", "chips = 1", "all") + series("all", "chips = 1, robots = 1, other = 1") +
         series("rest", "robots = 1, other = 1", "all") +
         "[dependence.output.loadings]\nchips = { cycle = 0.5 }\nother = { cycle = 0.6 }\n"
         "[targets.high]\nseries = \"chips\"\nyear = 2029\nat_least = 300\n"
         "[targets.low]\nseries = \"all\"\nyear = 2030\nat_most = 1000\n"
         "[targets.growth]\nseries = \"all\"\nyear = 2030\naverage_growth_at_least = 0.03\n"
         "[targets.both]\nall_of = [\"high\", \"growth\"]\n";
}

Scenario city(std::uint64_t paths, const std::string& more = "") {
  return scenario_of(small_city() + more, {"simulation.paths=" + std::to_string(paths)});
}

TEST(Simulate, GivesTheSameBitsOnAnyNumberOfThreads) {
  for (std::uint64_t paths : {1u, 2u, 100u, 256u, 257u, 9999u}) {
    const Economy economy(city(paths));
    const std::vector<std::uint64_t> one = bits_of(simulate_on(economy, 1));

    for (int threads : {2, 7, 0})
      EXPECT_EQ(bits_of(simulate_on(economy, threads)), one) << paths << ", " << threads;
  }
}

TEST(Simulate, ForeseesAPassMoreForACubeOfAsManyPathsAsItTakesAndForKeptValuesPastTheBound) {
  const std::string stop =
      "simulation.stop_when={ series = \"chips\", year = 2030, statistic = \"mean\", relative_error = 0.001 "
      "}";
  const auto passes = [](const std::vector<std::string>& set) {
    return n_passes(scenario_of(small_city(), set));
  };

  EXPECT_EQ(passes({"simulation.paths=1000"}), 1);
  EXPECT_EQ(passes({stop}), 1);
  EXPECT_EQ(passes({"output.cube=[\"output\"]"}), 1);
  EXPECT_EQ(passes({stop, "output.cube=[\"output\"]"}), 2);
  EXPECT_EQ(passes({"simulation.paths=4000000000"}), 2);
  EXPECT_EQ(n_progress_blocks(
                scenario_of(small_city(), {stop, "output.cube=[\"output\"]", "simulation.paths=257"})),
            2 * 2);
}

TEST(Simulate, GivesTheSameBitsTwiceAndOthersUnderAnotherSeed) {
  const std::vector<std::uint64_t> once = bits_of(simulate_on(city(1000), 2));

  EXPECT_EQ(bits_of(simulate_on(city(1000), 2)), once);
  EXPECT_NE(bits_of(simulate_on(scenario_of(small_city(), {"simulation.seed=1"}), 2)), once);
}

TEST(Simulate, FindsTheQuantilesOfASortedTwin) {
  for (std::uint64_t n : {1u, 3u, 100u, 700u, 6'000u}) {
    const Scenario scenario = city(n);
    const EconomyPaths paths = simulate_paths(scenario, n);

    const Result result = simulate_on(scenario, 2);

    const Reported reported(scenario, result);
    for (std::size_t s = 0; s < 3; ++s)
      for (std::size_t year = 1; year <= 5; ++year) {
        std::vector<double> growth;
        for (std::size_t path = 0; path < n; ++path)
          growth.push_back(paths.output[s][year][path] / paths.output[s][year - 1][path] - 1.0);
        const std::string& name = scenario.series[s].name;
        const auto& levels = reported.quantiles(ReportedVariable::output, name, year);
        const auto& rates = reported.quantiles(ReportedVariable::growth, name, year);
        for (std::size_t k = 0; k < scenario.output.quantiles.size(); ++k) {
          const double p = scenario.output.quantiles[k];
          EXPECT_EQ(levels[k].value, plain::quantile(paths.output[s][year], p)) << name << n;
          EXPECT_EQ(rates[k].value, plain::quantile(growth, p)) << name << n;
        }
      }
  }
}

TEST(Simulate, FindsTheMomentsOfAPlainTwin) {
  const Scenario scenario = city(5001);
  const EconomyPaths paths = simulate_paths(scenario, 5001);

  const Result result = simulate_on(scenario, 2);

  const Reported reported(scenario, result);
  for (std::size_t s = 0; s < 3; ++s)
    for (std::size_t year = 0; year <= 5; ++year) {
      const std::vector<double>& x = paths.output[s][year];
      long double mean = 0.0L;
      for (double value : x) mean += value / 5001.0L;
      const double sd = std::sqrt(static_cast<double>(plain::central_moment(x, 2)) * 5001.0 / 5000.0);

      const Moments& m = reported.moments(ReportedVariable::output, scenario.series[s].name, year);

      EXPECT_EQ(m.n, 5001u);
      EXPECT_NEAR(m.mean, static_cast<double>(mean), 1e-12 * m.mean);
      EXPECT_NEAR(m.sd, sd, 1e-9 * sd + 1e-10);
    }
}

TEST(Simulate, ShowsEachBlockToEachSinkOnce) {
  class Counter final : public BlockSink {
   public:
    void take(const BlockView& block) override {
      const std::scoped_lock lock(mutex_);
      ++seen.at(block.block());
      n_paths += block.n_paths();
    }
    std::array<int, 9> seen{};
    std::uint64_t n_paths = 0;

   private:
    std::mutex mutex_;
  } first, second;
  const Economy economy(city(2100));
  const std::array<BlockSink*, 2> sinks{&first, &second};

  simulate(economy, sinks, {.threads = 3, .cancelled = nullptr, .progress = {}});

  EXPECT_EQ(first.seen, (std::array<int, 9>{1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(second.seen, first.seen);
  EXPECT_EQ(first.n_paths, 2100u);
}

TEST(Simulate, PassesOnWhatASinkThrows) {
  class Full final : public BlockSink {
   public:
    void take(const BlockView&) override { throw IoError("x.h5", "write", "disk full"); }
  } full;
  const Economy economy(city(2100));
  const std::array<BlockSink*, 1> sinks{&full};

  EXPECT_THROW(simulate(economy, sinks, {.threads = 2, .cancelled = nullptr, .progress = {}}), IoError);
}

TEST(Simulate, CountsItsProgressToTheEnd) {
  const Economy economy(city(30'000));
  std::atomic<std::uint64_t> done{0};

  simulate(economy, {},
           {.threads = 2, .cancelled = nullptr, .progress = [&](std::uint64_t n) { done += n; }});

  EXPECT_EQ(n_blocks(economy.scenario()), 118u);
  EXPECT_EQ(done, n_progress_blocks(economy.scenario()));
}

TEST(Simulate, StopsWhenCancelled) {
  const Economy economy(city(50'000'000));
  std::atomic<bool> cancelled{false};
  const RunControl at_once{
      .threads = 2, .cancelled = &cancelled, .progress = [&](std::uint64_t) { cancelled = true; }};

  EXPECT_THROW(simulate(economy, {}, at_once), Interrupted);
  EXPECT_THROW(simulate(economy, {}, at_once), Interrupted);  // before anything is done
}

/// Cars of 530 with an sd of 700 in a total of 1500: the rest is nothing on some paths.
Scenario failing(const std::string& max_failed_share, std::uint64_t paths = 3000) {
  return scenario_of(
      sector("cars", "{ value = 530, sd = 700 }",
             "model = \"geometric_brownian\", drift = 0.02, volatility = 0.07") +
          sector("rest", "{ residual_of = \"all\", total = 1500 }", "model = \"path\", growth = 0.02") +
          series("all", "cars = 1, rest = 1") + series("cars", "cars = 1", "all") +
          "[targets.t]\nseries = \"cars\"\nyear = 2030\nat_least = 600\n",
      {"simulation.max_failed_share=" + max_failed_share, "simulation.paths=" + std::to_string(paths)});
}

TEST(Simulate, RefusesMoreFailedPathsThanAllowed) {
  try {
    simulate_on(failing("0.01"), 2);
    FAIL() << "nothing was thrown";
  } catch (const NumericalError& error) {
    EXPECT_NE(std::string(error.what()).find("sector rest"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("allows 30"), std::string::npos) << error.what();
  }
}

TEST(Simulate, LeavesFailedPathsOutOfEveryStatistic) {
  const Scenario scenario = failing("0.5");
  const EconomyPaths paths = simulate_paths(scenario, 3000);
  std::vector<double> live;
  std::uint64_t n_reached = 0;
  for (std::size_t path = 0; path < 3000; ++path) {
    if (paths.failed[path]) continue;
    live.push_back(paths.output[1][5][path]);
    n_reached += live.back() >= 600.0 ? 1u : 0u;
  }

  const Result result = simulate_on(scenario, 2);

  const Reported reported(scenario, result);
  EXPECT_GT(result.n_failed, 50u);
  EXPECT_EQ(result.n_failed, 3000u - live.size());
  EXPECT_EQ(result.n_paths, 3000u);
  EXPECT_EQ(reported.moments(ReportedVariable::output, "cars", 5).n, live.size());
  EXPECT_EQ(reported.quantiles(ReportedVariable::output, "cars", 5)[3].value, plain::quantile(live, 0.5));
  EXPECT_EQ(reported.target("t").probability.value,
            static_cast<double>(n_reached) / static_cast<double>(live.size()));
  EXPECT_EQ(result.notes.size(), 1u);
  EXPECT_EQ(bits_of(simulate_on(scenario, 7)), bits_of(result));
}

TEST(Simulate, AllowsExactlyAsManyFailedPathsAsItSays) {
  const std::uint64_t n_failed = simulate_on(failing("0.5", 1000), 2).n_failed;
  const double share = static_cast<double>(n_failed) / 1000.0;

  EXPECT_NO_THROW(simulate_on(failing(std::to_string(share + 1e-6), 1000), 1));
  EXPECT_THROW(simulate_on(failing(std::to_string(share - 1e-6), 1000), 1), NumericalError);
}

TEST(Simulate, KeepsFiniteStatisticsWhereLevelsLeaveTheRange) {
  // Volatility 200: levels beyond 10^150 and below 10^-150 times the base, on most paths.
  const Scenario scenario =
      scenario_of(test::one_sector("model = \"geometric_brownian\", median_growth = 0, volatility = 200"),
                  {"simulation.max_failed_share=0.999", "simulation.paths=3000"});

  const Result result = simulate_on(scenario, 2);

  EXPECT_GT(result.n_failed, 1000u);
  for (const auto& cell : result.quantiles)
    for (const QuantileEstimate& q : cell) EXPECT_TRUE(std::isfinite(q.value));
  EXPECT_EQ(bits_of(simulate_on(scenario, 7)), bits_of(result));
}

TEST(Simulate, RefusesARunOfFailedPathsOnly) {
  const Scenario scenario =
      scenario_of(test::one_sector("model = \"logistic\", rate = 0.1, capacity = { uniform = [0.4, 0.5] }, "
                                   "volatility = 0, noise = \"logit\""),
                  {"simulation.max_failed_share=1"});

  EXPECT_THROW(simulate_on(scenario, 2), NumericalError);
}

TEST(Simulate, NotesCorrelationsThatWereRepaired) {
  const std::string brownian = "model = \"geometric_brownian\", drift = 0, volatility = 0.1";
  const Scenario scenario =
      scenario_of(sector("a", "1", brownian) + sector("b", "1", brownian) + sector("c", "1", brownian) +
                      series("all", "a = 1, b = 1, c = 1") +
                      "[dependence.output]\ncorrelation = \"m.csv\"\nrepair = true\n",
                  {}, {{"m.csv", "sector,a,b,c\na,1,0.9,-0.9\nb,0.9,1,0.9\nc,-0.9,0.9,1\n"}});

  const Result result = simulate_on(Economy(scenario), 1);

  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_NE(result.notes.front().find("cannot all hold"), std::string::npos);
}

}  // namespace secondcurve::simulate_test
