#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/level_laws.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

// The laws of models in which chance decides among normal laws: the mixture against mean, sd and quantiles by
// tests/support/level_laws.hpp, false alarm 4e-8 a case, 2e-7 in all; and the sequences of years that are
// drawn from a history.

namespace secondcurve::chance_laws_test {

using test::agrees;
using test::Law;
using test::LevelMixture;
using test::million;
using test::one_sector;

constexpr std::array<double, 2> growth{0.12, -0.06}, volatility{0.03, 0.09};

/// Two regimes: probabilities of staying over a step, of being in the first before it, and steps a year.
struct TwoRegimes {
  double stay_first, stay_second, first;
  int steps_per_year;

  /// By the number of steps spent in the first regime, on which alone the law depends.
  LevelMixture at(double years) const {
    const auto n = static_cast<std::size_t>(std::lround(years * steps_per_year));
    // [regime][steps in the first]
    std::array<std::vector<double>, 2> now{std::vector<double>(n + 1), std::vector<double>(n + 1)};
    now[0][0] = first;
    now[1][0] = 1.0 - first;
    for (std::size_t step = 0; step < n; ++step) {
      std::array<std::vector<double>, 2> later{std::vector<double>(n + 1), std::vector<double>(n + 1)};
      for (std::size_t k = 0; k <= step; ++k) {
        later[0][k + 1] = now[0][k] * stay_first + now[1][k] * (1.0 - stay_second);
        later[1][k] += now[0][k] * (1.0 - stay_first) + now[1][k] * stay_second;
      }
      now = later;
    }
    LevelMixture law;
    for (std::size_t k = 0; k <= n; ++k) {
      const double in_first = static_cast<double>(k) / steps_per_year, in_second = years - in_first;
      law.parts.push_back(
          {now[0][k] + now[1][k],
           {std::log(100.0) + std::log1p(growth[0]) * in_first + std::log1p(growth[1]) * in_second,
            std::pow(volatility[0], 2) * in_first + std::pow(volatility[1], 2) * in_second}});
    }
    return law;
  }
};

/// The law where the first regime is left at rate a a year and the second at rate b.
Law switching(double a, double b, double first, int steps_per_year) {
  const double kept = std::exp(-(a + b) / steps_per_year), share = b / (a + b);
  const TwoRegimes regimes{share + (1.0 - share) * kept, 1.0 - share + share * kept, first, steps_per_year};
  return [=](double years) { return regimes.at(years); };
}

/// Regimes that last 4 and 2 years on average.
const std::string by_duration =
    "model = \"regime_switching\", regimes = { good = { growth = 0.12, volatility = 0.03, mean_duration = 4 "
    "}, "
    "bad = { growth = -0.06, volatility = 0.09, mean_duration = 2 } }";

TEST(RegimeSwitchingLaw, HoldsAtEveryLengthOfStepsAndWouldFailForOtherChains) {
  for (const int steps : {1, 4, 12}) {
    SCOPED_TRACE(steps);
    const Scenario scenario =
        million(one_sector(by_duration + ", initial_regime = \"good\""), std::to_string(steps));
    const Result result = test::simulate_on(scenario, 2);

    EXPECT_TRUE(agrees(scenario, result, switching(0.25, 0.5, 1.0, steps)));

    EXPECT_FALSE(agrees(scenario, result, switching(0.255, 0.5, 1.0, steps)));
    EXPECT_FALSE(agrees(scenario, result, switching(0.25, 0.52, 1.0, steps)));
    EXPECT_FALSE(agrees(scenario, result, switching(0.25, 0.5, 2.0 / 3.0, steps)));  // drawn start
    EXPECT_FALSE(agrees(scenario, result, switching(0.25, 0.5, 1.0, steps == 4 ? 12 : 4)));
  }
}

TEST(RegimeSwitchingLaw, StartsFromTheLongRunAndTakesTheRootOfAnAnnualMatrix) {
  // The annual matrix of the chain above, so that quarterly steps have the same law.
  const double kept = std::exp(-0.75);
  const std::string matrix = ", transition = [[" + std::to_string(2.0 / 3.0 + kept / 3.0) + ", " +
                             std::to_string(1.0 / 3.0 - kept / 3.0) + "], [" +
                             std::to_string(2.0 / 3.0 - 2.0 / 3.0 * kept) + ", " +
                             std::to_string(1.0 / 3.0 + 2.0 / 3.0 * kept) + "]]";
  const Scenario scenario = million(
      one_sector("model = \"regime_switching\", regimes = { good = { growth = 0.12, volatility = 0.03 }, bad "
                 "= { growth = -0.06, volatility = 0.09 } }" +
                 matrix),
      "4");
  const Result result = test::simulate_on(scenario, 2);

  EXPECT_TRUE(agrees(scenario, result, switching(0.25, 0.5, 2.0 / 3.0, 4)));

  EXPECT_FALSE(agrees(scenario, result, switching(0.25, 0.5, 1.0, 4)));
  EXPECT_FALSE(
      agrees(scenario, result, switching(1.0, 2.0, 2.0 / 3.0, 4)));  // the matrix itself each quarter
}

TEST(JumpDiffusionLaw, HoldsAndWouldFailForOtherJumps) {
  const Scenario scenario = million(
      one_sector(
          "model = \"jump_diffusion\", mean_growth = 0.06, volatility = 0.05, jump_rate = 0.4, jump_mean "
          "= -0.15, jump_volatility = 0.08"),
      "4");
  const Result result = test::simulate_on(scenario, 2);
  const auto law = [](double rate, double mean, double sd, bool compensated) -> Law {
    const double k = std::expm1(mean + sd * sd / 2.0);
    const double drift = std::log(1.06) - 0.05 * 0.05 / 2.0 - (compensated ? rate * k : 0.0);
    return [=](double years) {
      LevelMixture relative = LevelMixture::with_jumps(drift, 0.05, rate, mean, sd, years);
      for (auto& part : relative.parts) part.second.log_mean += std::log(100.0);
      return relative;
    };
  };

  EXPECT_TRUE(agrees(scenario, result, law(0.4, -0.15, 0.08, true)));

  EXPECT_FALSE(agrees(scenario, result, law(0.41, -0.15, 0.08, true)));
  EXPECT_FALSE(agrees(scenario, result, law(0.4, -0.155, 0.08, true)));
  EXPECT_FALSE(agrees(scenario, result, law(0.4, -0.15, 0.082, true)));
  EXPECT_FALSE(agrees(scenario, result, law(0.4, -0.15, 0.08, false)));
}

/// The largest deviation of the shares of sequences of observed years, over three years, from their
/// probabilities [standard errors]. @param restart probability of beginning anew, as judged.
double largest_deviation_of_sequences(const test::EconomyPaths& paths, double restart) {
  const std::map<long, std::size_t> year_of{{110, 0}, {95, 1}, {103, 2}};  // by the level in percent
  std::map<std::array<std::size_t, 3>, double> counts;
  const auto& output = paths.output.front();
  for (std::size_t path = 0; path < output[0].size(); ++path) {
    std::array<std::size_t, 3> sequence;
    for (std::size_t k = 0; k < 3; ++k)
      sequence[k] = year_of.at(std::lround(100.0 * output[k + 1][path] / output[k][path]));
    ++counts[sequence];
  }
  const auto n = static_cast<double>(output[0].size());
  double largest = 0.0;
  for (std::size_t code = 0; code < 27; ++code) {
    const std::array<std::size_t, 3> s{code % 3, code / 3 % 3, code / 9};
    double p = 1.0 / 3.0;
    for (std::size_t k = 1; k < 3; ++k)
      p *= restart / 3.0 + (s[k] == (s[k - 1] + 1) % 3 ? 1.0 - restart : 0.0);
    largest = std::max(largest, std::abs(counts[s] / n - p) / std::sqrt(p * (1.0 - p) / n));
  }
  return largest;
}

TEST(HistoricalBootstrapLaw, DrawsEverySequenceOfYearsWithItsProbability) {
  // n = 102,400; each of 27 shares within 6 standard errors: false alarm 27 * 2e-9 = 5e-8.
  const Scenario scenario =
      test::scenario_of(one_sector("model = \"historical_bootstrap\", history = \"past\"") +
                            "[histories.past]\ngrowth = \"past.csv\"\nmean_block = 2.5\n",
                        {}, {{"past.csv", "year,industry\n2020,0.10\n2021,-0.05\n2022,0.03\n"}});
  const auto paths = test::simulate_paths(scenario, 400 * block_paths);

  EXPECT_LT(largest_deviation_of_sequences(paths, 1.0 / 2.5), 6.0);

  EXPECT_GT(largest_deviation_of_sequences(paths, 1.0 / 2.2), 6.0);
  EXPECT_GT(largest_deviation_of_sequences(paths, 1.0), 6.0);
}

}  // namespace secondcurve::chance_laws_test
