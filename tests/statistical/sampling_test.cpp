#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

// The three ways of drawing paths on an economy like those people run: three industries that a common factor
// moves, with uncertain parameters and base values, over five years of quarters; 63 draws a path. Each run
// has 4096 paths, of Sobol points 8 replicates of 512; every figure is for the total in the last year.
//
// What is estimated is compared over 200 seeds. A variance over 200 runs has a relative standard error of
// sqrt(2 / 199) = 10%, so the ratio of two has one of 14%, and of 7% for standard deviations.

namespace secondcurve::sampling_test {

using test::Reported;
using test::scenario_of;
using test::sector;
using test::series;

constexpr int n_seeds = 200;
constexpr const char* truth = "simulation.paths=1048576";

Scenario economy(const std::string& sampling, const std::string& paths, int seed) {
  return scenario_of(
      sector(
          "chips", "{ value = 225, sd = 15 }",
          "model = \"mean_reverting\", initial_growth = 0.15, long_run_growth = { normal = [0.09, 0.02] }, "
          "half_life = 3, growth_volatility = 0.02, volatility = 0.06") +
          sector("cars", "710", "model = \"geometric_brownian\", median_growth = 0.02, volatility = 0.12") +
          sector("drugs", "150",
                 "model = \"mean_reverting\", initial_growth = { uniform = [0.02, 0.08] }, "
                 "long_run_growth = 0.06, half_life = 2, growth_sd = 0.02, volatility = 0.05") +
          series("total", "chips = 1, cars = 1, drugs = 1") +
          "[dependence.output]\nloadings = { chips = { cycle = 0.5 }, cars = { cycle = 0.6 }, drugs = { "
          "cycle = "
          "0.3 } }\n"
          "[targets.high]\nseries = \"total\"\nyear = 2030\nat_least = 1400\n"
          "[output]\nquantiles = [0.05, 0.5, 0.95]\n",
      {"simulation.steps_per_year=4", "simulation.sampling=\"" + sampling + "\"", paths,
       fmt::format("simulation.seed={}", seed)});
}

/// A figure with its standard error, where it has one, and its 95% interval.
struct Figure {
  double value, se, lower, upper;
};

enum What { mean, sd, skewness, low, median, high, probability, shortfall, n_figures };
constexpr std::array<const char*, n_figures> names = {"mean", "sd",  "skewness",    "5%",
                                                      "50%",  "95%", "probability", "shortfall"};
using Figures = std::array<Figure, n_figures>;

Figures figures_of(const Scenario& scenario, int threads) {
  const Result result = test::simulate_on(scenario, threads);
  const Reported reported(scenario, result);
  const Moments& m = reported.moments(ReportedVariable::output, "total", 5);
  const auto& q = reported.quantiles(ReportedVariable::output, "total", 5);
  const TargetResult& target = reported.target("high");
  const bool sobol = scenario.simulation.sampling == Sampling::sobol;
  const double reach = (sobol ? SampleDesign::replicates(8) : SampleDesign()).interval_reach();
  const auto with_error = [reach](double value, double se) {
    return Figure{value, se, value - reach * se, value + reach * se};
  };
  const auto quantile = [&](std::size_t k) {
    return Figure{q[k].value, (q[k].upper - q[k].lower) / (2.0 * reach), q[k].lower, q[k].upper};
  };
  return {with_error(m.mean, m.mean_se),
          with_error(m.sd, m.sd_se),
          with_error(m.skewness, m.skewness_se),
          quantile(0),
          quantile(1),
          quantile(2),
          Figure{target.probability.value, target.probability.se, target.probability.lower,
                 target.probability.upper},
          with_error(target.shortfall.mean, target.shortfall.se)};
}

/// What a way of sampling gave over all seeds.
struct Runs {
  std::array<double, n_figures> variance{};  ///< of the figure over seeds, about the truth
  std::array<double, n_figures> bias{};      ///< mean error in standard errors of that mean
  std::array<double, n_figures> claimed{};   ///< mean of the squared standard errors
  std::array<double, n_figures> covered{};   ///< share of intervals that hold the truth
};

Runs run(const std::string& sampling, const Figures& exact) {
  Runs runs;
  std::array<double, n_figures> sum{};
  for (int seed = 1; seed <= n_seeds; ++seed) {
    const Figures figures = figures_of(economy(sampling, "simulation.paths=4096", seed), 1);
    for (std::size_t i = 0; i < n_figures; ++i) {
      const double error = figures[i].value - exact[i].value;
      sum[i] += error / n_seeds;
      runs.variance[i] += error * error / n_seeds;
      runs.claimed[i] += figures[i].se * figures[i].se / n_seeds;
      runs.covered[i] +=
          figures[i].lower <= exact[i].value && exact[i].value <= figures[i].upper ? 1.0 / n_seeds : 0;
    }
  }
  for (std::size_t i = 0; i < n_figures; ++i) runs.bias[i] = sum[i] / std::sqrt(runs.variance[i] / n_seeds);
  return runs;
}

/// All runs of the tests, made once.
struct Comparison {
  Figures exact = figures_of(economy("sobol", truth, 9999), 2);
  Runs pseudo = run("pseudo", exact), antithetic = run("antithetic", exact), sobol = run("sobol", exact);

  static const Comparison& get() {
    static const Comparison comparison;
    return comparison;
  }
};

TEST(X, Print) {
  const Comparison& c = Comparison::get();
  for (std::size_t i = 0; i < n_figures; ++i) {
    const auto line = [&](const char* way, const Runs& r) {
      fmt::print("{:12} {:10} gain {:8.2f} bias {:6.2f} claimed/true variance {:6.3f} covered {:.3f}\n",
                 names[i], way, c.pseudo.variance[i] / r.variance[i], r.bias[i], r.claimed[i] / r.variance[i],
                 r.covered[i]);
    };
    line("pseudo", c.pseudo);
    line("antithetic", c.antithetic);
    line("sobol", c.sobol);
  }
}

}  // namespace secondcurve::sampling_test
