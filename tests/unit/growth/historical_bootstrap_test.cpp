#include "models/growth/historical_bootstrap.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::historical_bootstrap_test {

using test::ModelBlock;
using test::scenario_of;

const std::vector<double> observed{0.12, -0.03, 0.05, 0.08};

HistoricalBootstrap::Params params_of(double mean_block) {
  return {.history = "past", .column = "", .derived = {observed, 1.0 / mean_block}};
}

/// Mean and variance of the log growth over some years, by every sequence of observed years there is.
LogMoments by_sequences(double mean_block, int n_years) {
  const std::size_t n = observed.size();
  const double restart = 1.0 / mean_block;
  std::size_t n_sequences = 1;
  for (int i = 0; i < n_years; ++i) n_sequences *= n;
  double mean = 0.0, square = 0.0;
  for (std::size_t code = 0; code < n_sequences; ++code) {
    double probability = 1.0, sum = 0.0;
    std::size_t rest = code, before = 0;
    for (int i = 0; i < n_years; ++i, rest /= n) {
      const std::size_t year = rest % n;
      const double any = 1.0 / static_cast<double>(n);
      const double follows = year == (before + 1) % n ? 1.0 - restart : 0.0;
      probability *= i == 0 ? any : restart * any + follows;
      sum += observed[year];
      before = year;
    }
    mean += probability * sum;
    square += probability * sum * sum;
  }
  return {mean, square - mean * mean};
}

TEST(HistoricalBootstrap, HasTheMomentsOfAllItsSequencesOfYears) {
  for (double mean_block : {1.0, 2.5, 4.0, 100.0})
    for (int years : {1, 2, 6}) {
      const LogMoments exact = by_sequences(mean_block, years);

      const LogMoments moments = HistoricalBootstrap::log_moments(params_of(mean_block), years);

      EXPECT_NEAR(moments.mean, exact.mean, 1e-14) << mean_block << ", " << years;
      EXPECT_NEAR(moments.variance, exact.variance, 1e-14) << mean_block << ", " << years;
    }
}

TEST(HistoricalBootstrap, GoesOnInHistoryOrBeginsAnew) {
  const auto coefficients = HistoricalBootstrap::prepare(params_of(4.0), {1.0, 100.0});
  ModelBlock<HistoricalBootstrap> block(params_of(4.0), {1.0, 100.0});
  std::array<double, block_paths> before{};

  for (std::uint64_t step = 0; step < 6; ++step) {
    block.noises[0] = test::random_lanes(0.0, 1.0, 10 + step);
    block.noises[1] = test::random_lanes(0.0, 1.0, 20 + step);
    const test::Lanes growth = block.states[0];
    block.step(coefficients);
    for (std::size_t path = 0; path < block_paths; ++path) {
      const double any = std::floor(block.noises[1][path] * 4.0);
      const double next = before[path] == 3.0 ? 0.0 : before[path] + 1.0;  // the first follows the last
      const double year = step == 0 || block.noises[0][path] < 0.25 ? any : next;
      ASSERT_EQ(block.states[1][path], year) << "step " << step << ", path " << path;
      ASSERT_NEAR(block.states[0][path] - growth[path], observed[static_cast<std::size_t>(year)], 1e-15);
      before[path] = year;
    }
  }
}

TEST(HistoricalBootstrap, SpreadsAYearEvenlyOverItsSteps) {
  const auto coefficients = HistoricalBootstrap::prepare(params_of(2.0), {0.25, 100.0});
  ModelBlock<HistoricalBootstrap> block(params_of(2.0), {0.25, 100.0});
  block.noises[1] = test::random_lanes(0.0, 1.0, 1);
  block.step(coefficients);
  const test::Lanes first = block.states[0];

  block.noises[1] = test::random_lanes(0.0, 1.0, 2);  // not looked at before the year ends
  for (int i = 0; i < 3; ++i) block.step(coefficients);

  for (std::size_t path = 0; path < block_paths; ++path) {
    EXPECT_NEAR(first[path], observed[static_cast<std::size_t>(block.states[1][path])] / 4.0, 1e-15);
    EXPECT_NEAR(block.states[0][path], 4.0 * first[path], 1e-15);
  }
}

const std::string two_sectors =
    test::sector("steel", "100", "model = \"historical_bootstrap\", history = \"past\"") +
    test::sector("cars", "100",
                 "model = \"historical_bootstrap\", history = \"past\", column = \"vehicles\"") +
    test::series("steel", "steel = 1") + test::series("cars", "cars = 1");

TEST(HistoricalBootstrap, DrawsTheSameYearsForAllSectorsOfAHistory) {
  const std::string history = "[histories.past]\ngrowth = \"past.csv\"\nmean_block = 2\n";
  const Scenario scenario =
      scenario_of(two_sectors + history, {"simulation.steps_per_year=4"},
                  {{"past.csv", "year,steel,vehicles\n2015,0.10,0.01\n2016,-0.05,0.02\n2017,0.00,0.03\n"}});

  const auto paths = test::simulate_paths(scenario, 4 * block_paths);

  const std::map<int, int> observed_pairs{{110, 101}, {95, 102}, {100, 103}};
  std::map<int, int> seen;
  for (std::size_t year = 1; year <= 5; ++year)
    for (std::size_t path = 0; path < 4 * block_paths; ++path) {
      const auto percent = [&](std::size_t sector) {
        return static_cast<int>(
            std::lround(100.0 * paths.output[sector][year][path] / paths.output[sector][year - 1][path]));
      };
      ASSERT_TRUE(observed_pairs.contains(percent(0)));
      ASSERT_EQ(observed_pairs.at(percent(0)), percent(1)) << "year " << year << ", path " << path;
      ++seen[percent(0)];
    }
  EXPECT_EQ(seen.size(), 3U);
}

TEST(HistoricalBootstrap, TakesTheGrowthOfLevels) {
  const std::string history = "[histories.past]\nlevels = \"past.csv\"\nmean_block = 1000\n";
  const Scenario scenario =
      scenario_of(two_sectors + history, {},
                  {{"past.csv", "vehicles,note,year,steel\n50,a,2015,200\n60,,2016,100\n30,c,2017,150\n"}});

  const auto& cars =
      std::get<GrowthSpec<HistoricalBootstrap>>(scenario.sectors[1].value.growth).fixed.derived;

  ASSERT_EQ(cars.log_growth.size(), 2U);
  EXPECT_NEAR(cars.log_growth[0], std::log(1.2), 1e-15);
  EXPECT_NEAR(cars.log_growth[1], std::log(0.5), 1e-15);
  EXPECT_EQ(cars.restart, 1.0 / 1000);
}

}  // namespace secondcurve::historical_bootstrap_test
