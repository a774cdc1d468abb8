// The ways of drawing paths, as a whole run sees them. That their errors are right: tests/statistical.

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/plain_statistics.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::sampling_test {

using test::bits_of;
using test::EconomyPaths;
using test::Reported;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_on;
using test::simulate_paths;

std::string two_sectors() {
  return sector("chips", "{ value = 225, sd = 15 }",
                "model = \"mean_reverting\", initial_growth = 0.15, long_run_growth = { normal = [0.09, "
                "0.02] }, "
                "growth_sd = 0.03, volatility = 0.06") +
         sector("cars", "710", "model = \"geometric_brownian\", drift = 0.02, volatility = 0.07") +
         series("all", "chips = 1, cars = 1") +
         "[dependence.output.loadings]\nchips = { cycle = 0.5 }\ncars = { cycle = 0.6 }\n"
         "[targets.high]\nseries = \"all\"\nyear = 2030\nat_least = 1150\n";
}

Scenario drawn(const std::string& sampling, std::uint64_t paths) {
  return scenario_of(two_sectors(), {"simulation.sampling=\"" + sampling + "\"",
                                     "simulation.paths=" + std::to_string(paths)});
}

TEST(Sampling, GivesTheSameBitsOnAnyNumberOfThreads) {
  for (const Scenario& scenario : {drawn("antithetic", 9998), drawn("sobol", 8192)}) {
    const Economy economy(scenario);
    const std::vector<std::uint64_t> one = bits_of(simulate_on(economy, 1));

    for (const int threads : {2, 7}) EXPECT_EQ(bits_of(simulate_on(economy, threads)), one) << threads;
  }
}

TEST(Sampling, LeavesFiguresThoseOfAllPathsTogether) {
  for (const Scenario& scenario : {drawn("antithetic", 4098), drawn("sobol", 4096)}) {
    const EconomyPaths paths = simulate_paths(scenario, scenario.simulation.paths);
    const std::vector<double>& x = paths.output[0][5];

    const Result result = simulate_on(scenario, 2);

    const Reported reported(scenario, result);
    double mean = 0.0;
    for (const double value : x) mean += value / static_cast<double>(x.size());
    EXPECT_NEAR(reported.moments(ReportedVariable::output, "all", 5).mean / mean, 1.0, 1e-13);
    const auto& quantiles = reported.quantiles(ReportedVariable::output, "all", 5);
    for (std::size_t k = 0; k < quantiles.size(); ++k) {
      EXPECT_EQ(quantiles[k].value, plain::quantile(x, scenario.output.quantiles[k]));
      EXPECT_LE(quantiles[k].lower, quantiles[k].value);
      EXPECT_GE(quantiles[k].upper, quantiles[k].value);
    }
  }
}

TEST(Sampling, MirrorsParametersAndBasesToo) {
  const EconomyPaths paths = simulate_paths(drawn("antithetic", 512), 512);

  for (const std::vector<double>& values : paths.parameters)
    for (std::size_t path = 0; path < 512; path += 2) EXPECT_NE(values[path], values[path + 1]);
  // Of a normal parameter the mean of a pair is its mean.
  for (std::size_t path = 0; path < 512; path += 2)
    EXPECT_NEAR((paths.parameters[1][path] + paths.parameters[1][path + 1]) / 2.0, 0.09, 1e-15);
}

TEST(Sampling, TakesTheErrorOfAMeanFromPairs) {
  const Scenario scenario = drawn("antithetic", 2000);
  const std::vector<double> x = simulate_paths(scenario, 2000).output[0][5];
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < x.size(); i += 2) {
    sum += (x[i] + x[i + 1]) / 2.0 / 1000.0;
  }
  for (std::size_t i = 0; i < x.size(); i += 2) squares += std::pow((x[i] + x[i + 1]) / 2.0 - sum, 2);

  const Result result = simulate_on(scenario, 2);

  const Moments& m = Reported(scenario, result).moments(ReportedVariable::output, "all", 5);
  EXPECT_NEAR(m.mean_se / std::sqrt(squares / 999.0 / 1000.0), 1.0, 1e-9);
}

TEST(Sampling, TakesErrorsFromTheReplicatesOfBlocks) {
  const Scenario scenario = drawn("sobol", 4096);
  const EconomyPaths paths = simulate_paths(scenario, 4096);
  std::vector<double> means(8, 0.0), shares(8, 0.0);
  for (std::size_t path = 0; path < 4096; ++path) {
    const std::size_t replicate = path / block_paths % 8;
    means[replicate] += paths.output[0][5][path] / 512.0;
    shares[replicate] += paths.output[0][5][path] >= 1150.0 ? 1.0 / 512.0 : 0.0;
  }
  const auto error = [](const std::vector<double>& of_replicates) {
    double mean = 0.0, squares = 0.0;
    for (const double each : of_replicates) mean += each / 8.0;
    for (const double each : of_replicates) squares += (each - mean) * (each - mean);
    return std::sqrt(squares / 7.0 / 8.0);
  };

  const Result result = simulate_on(scenario, 2);

  const Reported reported(scenario, result);
  const double mean_se = reported.moments(ReportedVariable::output, "all", 5).mean_se;
  EXPECT_NEAR(mean_se / error(means), 1.0, 1e-9);
  EXPECT_NEAR(reported.target("high").probability.se / error(shares), 1.0, 1e-9);
}

// Cars of 530 with an sd of 700 in a total of 1500: the rest is nothing on some paths.
TEST(Sampling, LetsPairsFailTogether) {
  const Scenario scenario = scenario_of(
      sector("cars", "{ value = 530, sd = 700 }", "model = \"path\", growth = 0.02") +
          sector("rest", "{ residual_of = \"all\", total = 1500 }", "model = \"path\", growth = 0.02") +
          series("all", "cars = 1, rest = 1"),
      {"simulation.max_failed_share=0.5", "simulation.paths=3000", "simulation.sampling=\"antithetic\""});
  const EconomyPaths paths = simulate_paths(scenario, 3000);
  std::size_t n_failed = 0;
  for (std::size_t path = 0; path < 3000; path += 2) {
    EXPECT_EQ(paths.failed[path], paths.failed[path + 1]);
    n_failed += paths.failed[path] ? 2U : 0U;
  }

  const Result result = simulate_on(scenario, 2);

  EXPECT_GT(n_failed, 50u);
  EXPECT_EQ(result.n_failed, n_failed);
  EXPECT_NE(result.notes.front().find("sector rest"), std::string::npos) << result.notes.front();
}

TEST(Sampling, SaysWhereSobolDimensionsEnd) {
  const std::string growth = "model = \"geometric_brownian\", drift = 0.02, volatility = 0.07";
  const Scenario scenario =
      scenario_of(sector("a", "100", growth) + sector("b", "100", growth) + series("all", "a = 1, b = 1"),
                  {"simulation.sampling=\"sobol\"", "simulation.paths=512", "simulation.replicates=2",
                   "simulation.steps_per_year=12", "simulation.end_year=2185"});

  const Result result = simulate_on(scenario, 2);

  // Two walks of 1920 months, and 3667 dimensions.
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_NE(result.notes.front().find("the 173 draws"), std::string::npos) << result.notes.front();
}

}  // namespace secondcurve::sampling_test
