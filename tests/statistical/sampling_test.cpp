#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

// The three ways of drawing paths on an economy like those people run: three industries that a common factor
// moves, with uncertain parameters and base values, over five years. Each run has 4096 paths, of Sobol points
// 8 replicates of 512; every figure is for the total in the last year. Eight figures of three ways are
// tested, each over 200 seeds, against a run of 2^20 Sobol paths, whose error is at most 1/16 of that of one
// of the runs:
//
// - bias: the mean error may be 6 of its standard errors, the root of (1/200 + 1/256) of the variance:
// Student's
//   t with 199 degrees of freedom, chance 9e-9 each;
// - the variance over seeds divided by the mean of the variances claimed is about chi^2(200) / 200, with
// Sobol
//   points F(200, 1400), as each claim is from 8 replicates: outside 0.52 and 1.75 with a chance of 3e-9,
//   and of 2e-8 each;
// - of 200 intervals of 95%, 169 or more hold the truth but for a chance of 7e-9 each.
//
// False alarm 24 * 9e-9 + 16 * 3e-9 + 8 * 2e-8 + 24 * 7e-9 = 6e-7 for all of them together.

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
      {"simulation.sampling=\"" + sampling + "\"", paths, fmt::format("simulation.seed={}", seed)});
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
  const bool in_replicates = scenario.simulation.sampling == Sampling::sobol;
  const double reach = (in_replicates ? SampleDesign::replicates(8) : SampleDesign()).interval_reach();
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

constexpr double most_bias = 6.0;                              // standard errors
constexpr double least_variance = 0.52, most_variance = 1.75;  // over the one claimed
constexpr int fewest_covered = 169;

/// What a way of sampling gave for a figure over all seeds.
class Runs final {
 public:
  explicit Runs(const std::string& sampling) {
    for (int seed = 1; seed <= n_seeds; ++seed)
      figures_.push_back(figures_of(economy(sampling, "simulation.paths=4096", seed), 2));
  }

  /// Mean squared error over seeds.
  double variance(What what, double exact) const {
    double sum = 0.0;
    for (const Figures& figures : figures_) sum += std::pow(figures[what].value - exact, 2);
    return sum / n_seeds;
  }
  /// Mean error in its standard errors, that of the exact value included.
  double bias(What what, double exact) const {
    double sum = 0.0;
    for (const Figures& figures : figures_) sum += figures[what].value - exact;
    return sum / n_seeds / std::sqrt(variance(what, exact) * (1.0 / n_seeds + 1.0 / 256));
  }
  /// Mean of the squared standard errors that the runs claim.
  double claimed(What what) const {
    double sum = 0.0;
    for (const Figures& figures : figures_) sum += std::pow(figures[what].se, 2);
    return sum / n_seeds;
  }
  /// How many intervals hold the exact value, made so many times as long.
  int n_covered(What what, double exact, double length = 1.0) const {
    int n = 0;
    for (const Figures& figures : figures_) {
      const auto& [value, se, lower, upper] = figures[what];
      const bool holds =
          value - length * (value - lower) <= exact && exact <= value + length * (upper - value);
      n += holds ? 1 : 0;
    }
    return n;
  }

 private:
  std::vector<Figures> figures_;
};

/// All runs of the tests, made once.
struct Comparison {
  Figures exact = figures_of(economy("sobol", truth, 9999), 2);
  std::array<Runs, 3> runs{Runs("pseudo"), Runs("antithetic"), Runs("sobol")};

  static const Comparison& get() {
    static const Comparison comparison;
    return comparison;
  }
  /// How many times as many pseudo paths give the same variance.
  double gain(std::size_t way, What what) const {
    return runs[0].variance(what, exact[what].value) / runs[way].variance(what, exact[what].value);
  }
};

constexpr std::array<const char*, 3> ways = {"pseudo", "antithetic", "sobol"};
constexpr std::size_t antithetic = 1, sobol = 2;

/// Calls a test for each figure of each way of sampling.
template <class Test>
void for_each_figure(Test&& test) {
  const Comparison& all = Comparison::get();
  for (std::size_t way = 0; way < ways.size(); ++way)
    for (std::size_t i = 0; i < n_figures; ++i) {
      SCOPED_TRACE(fmt::format("{} of {}, seeds 1 to {}", names[i], ways[way], n_seeds));
      test(all.runs[way], static_cast<What>(i), all.exact[i].value);
    }
}

// Both tests are long, as each makes the runs for itself.
TEST(WaysOfSampling, GiveTheSameFiguresFromFewerPathsAndKnowHowLargeTheirErrorsAre) {
  for_each_figure([](const Runs& runs, What what, double exact) {
    EXPECT_LT(std::abs(runs.bias(what, exact)), most_bias);
    EXPECT_GT(runs.variance(what, exact) / runs.claimed(what), least_variance);
    EXPECT_LT(runs.variance(what, exact) / runs.claimed(what), most_variance);
    EXPECT_GE(runs.n_covered(what, exact), fewest_covered);
  });
  // Found with these seeds were gains of 16 for the mean of antithetic paths, and of 570, 5.1 and 5.4 for
  // mean, median and probability of Sobol paths. The logarithm of a ratio of two variances over 200 runs has
  // a standard error of 14%, so a third of each would be 7.8 of them less: false alarm below 1e-13.
  const Comparison& all = Comparison::get();
  EXPECT_GT(all.gain(antithetic, mean), 16.0 / 3.0);
  EXPECT_GT(all.gain(sobol, mean), 570.0 / 3.0);
  EXPECT_GT(all.gain(sobol, median), 5.1 / 3.0);
  EXPECT_GT(all.gain(sobol, probability), 5.4 / 3.0);
}

// The companions: a truth one standard error of a run off, errors claimed as of independent paths, and
// intervals of 0.4 times the length would all be noticed.
TEST(WaysOfSampling, WouldFailWithAnotherTruthOtherErrorsOrShorterIntervals) {
  const Comparison& all = Comparison::get();
  for_each_figure([](const Runs& runs, What what, double exact) {
    EXPECT_GT(std::abs(runs.bias(what, exact + std::sqrt(runs.variance(what, exact)))), most_bias);
    EXPECT_LT(runs.n_covered(what, exact, 0.4), fewest_covered);
  });
  for (const std::size_t way : {antithetic, sobol})
    EXPECT_LT(all.runs[way].variance(mean, all.exact[mean].value) / all.runs[0].claimed(mean),
              least_variance);
}

}  // namespace secondcurve::sampling_test
