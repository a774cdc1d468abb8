#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/level_laws.hpp"

// The law of a sector whose growth follows one of two geometric Brownian motions, and what the choice between
// them explains. The law by tests/support/level_laws.hpp: false alarm 4e-8 a case, 1.2e-7 in all. The share
// of variance over n = 1,000,000 paths, seed fixed, by its own standard error, which is checked below: 6 of
// them, five years: false alarm 1e-8 a case.

namespace secondcurve::mixture_laws_test {

using test::agrees;
using test::Law;
using test::LevelMixture;
using test::million;
using test::one_sector;
using test::scenario_of;

const std::string two_motions = one_sector(
    "model = \"mixture\", components = { boom = { weight = 0.3, model = \"geometric_brownian\", "
    "median_growth = 0.12, volatility = 0.05 }, calm = { weight = 0.7, model = "
    "\"geometric_brownian\", median_growth = 0.02, volatility = 0.1 } }");

/// The level after some years where the first motion has this weight, median growth and volatility.
Law law(double weight, double growth, double volatility) {
  return [=](double years) {
    LevelMixture level;
    level.parts = {{weight, {std::log(100.0) + std::log1p(growth) * years, volatility * volatility * years}},
                   {1.0 - weight, {std::log(100.0) + std::log(1.02) * years, 0.1 * 0.1 * years}}};
    return level;
  };
}

/// The variance of the means of both motions over the variance.
double share_explained(const LevelMixture& level) {
  double between = 0.0;
  for (const auto& [weight, own] : level.parts) between += weight * std::pow(own.mean() - level.mean(), 2);
  return between / (level.sd() * level.sd());
}

TEST(MixtureLaw, HoldsAtEveryLengthOfStepsAndWouldFailForOtherWeightsOrModels) {
  for (const char* steps : {"1", "4", "12"}) {
    SCOPED_TRACE(steps);
    const Scenario scenario = million(two_motions, steps);
    const Result result = test::simulate_on(scenario, 2);

    EXPECT_TRUE(agrees(scenario, result, law(0.3, 0.12, 0.05)));

    EXPECT_FALSE(agrees(scenario, result, law(0.305, 0.12, 0.05)));
    EXPECT_FALSE(agrees(scenario, result, law(0.3, 0.121, 0.05)));
    EXPECT_FALSE(agrees(scenario, result, law(0.3, 0.12, 0.052)));
  }
}

/// The largest deviation of the reported shares from those of a law [their standard errors].
double largest_deviation(const ModelShare& share, const Law& law) {
  double largest = 0.0;
  for (std::size_t year = 1; year < share.value.size(); ++year)
    largest =
        std::max(largest, std::abs(share.value[year] - share_explained(law(static_cast<double>(year)))) /
                              share.se[year]);
  return largest;
}

TEST(ModelShareLaw, IsTheVarianceOfTheMeansOverTheVariance) {
  const Result result = test::simulate_on(million(two_motions), 2);
  const ModelShare& share = result.model_shares.at(0);

  EXPECT_TRUE(std::isnan(share.value[0]));
  EXPECT_LT(largest_deviation(share, law(0.3, 0.12, 0.05)), 6.0);

  EXPECT_GT(largest_deviation(share, law(0.31, 0.12, 0.05)), 6.0);
  EXPECT_GT(largest_deviation(share, law(0.3, 0.12, 0.055)), 6.0);
}

/// The share in the last year over runs with different seeds.
struct ShareOverRuns {
  double sd = 0.0;          ///< of the shares of all runs
  double mean_error = 0.0;  ///< mean of the standard errors that the runs claim
};

ShareOverRuns share_over_runs(int n_runs, int n_paths) {
  double sum = 0.0, squares = 0.0, se = 0.0;
  for (int run = 0; run < n_runs; ++run) {
    const Result result =
        test::simulate_on(scenario_of(two_motions, {"simulation.paths=" + std::to_string(n_paths),
                                                    "simulation.seed=" + std::to_string(run)}),
                          2);
    const ModelShare& share = result.model_shares.at(0);
    sum += share.value[5] / n_runs;
    squares += share.value[5] * share.value[5] / n_runs;
    se += share.se[5] / n_runs;
  }
  return {std::sqrt(squares - sum * sum), se};
}

// 400 runs of 4000 paths: the sd of their shares has a relative standard error of sqrt(1 / 800), 3.5%, as the
// shares are close to normal. Bounds of 6 of them, 21%: false alarm 2e-9. What runs of half the paths claim
// is 41% more.
TEST(ModelShareLaw, HasTheStandardErrorThatRunsWithOtherSeedsShowAndThatOfFewerPathsFails) {
  const ShareOverRuns runs = share_over_runs(400, 4000);

  EXPECT_NEAR(runs.mean_error / runs.sd, 1.0, 0.21);

  EXPECT_GT(share_over_runs(20, 2000).mean_error / runs.sd, 1.21);
}

}  // namespace secondcurve::mixture_laws_test
