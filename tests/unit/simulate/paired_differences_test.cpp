// What a run beside a baseline gives, against pairs formed by hand.

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"
#include "tests/unit/simulate/pair_of_scenarios.hpp"

namespace secondcurve::paired_differences_test {

using test::bits_of;
using test::city;
using test::EconomyPaths;
using test::fast;
using test::Reported;
using test::scenario_of;
using test::sector;
using test::series;
using test::Settings;
using test::simulate_beside;
using test::simulate_on;
using test::simulate_paths;
using test::slow;
using ::testing::Contains;
using ::testing::HasSubstr;

/// One sector that leaves the range of numbers on a share of paths, and another that does on others.
Scenario wild(double of_first, double of_second, const Settings& settings = {}) {
  const auto spread = [](double share) {
    return "model = \"path\", growth = 0.1, spread = { discrete = [[0.01, " + std::to_string(1.0 - share) +
           "], [1e9, " + std::to_string(share) + "]] }";
  };
  Settings all{"simulation.max_failed_share=0.9"};
  all.insert(all.end(), settings.begin(), settings.end());
  return scenario_of(sector("first", "100", spread(of_first)) + sector("second", "100", spread(of_second)) +
                         sector("third", "{ value = 50, sd = 5 }",
                                "model = \"geometric_brownian\", drift = 0.02, volatility = 0.2") +
                         series("all", "first = 1, second = 1, third = 1"),
                     all);
}

/// Pairs of the same path in both, where it failed in neither.
struct Pairs {
  std::vector<double> own, other, own_base, other_base;

  Pairs(const EconomyPaths& a, const EconomyPaths& b, std::size_t series, std::size_t year) {
    for (std::size_t path = 0; path < std::min(a.failed.size(), b.failed.size()); ++path) {
      if (a.failed[path] || b.failed[path]) continue;
      own.push_back(a.output[series][year][path]);
      other.push_back(b.output[series][year][path]);
      own_base.push_back(a.output[series][0][path]);
      other_base.push_back(b.output[series][0][path]);
    }
  }
  template <class Function>
  std::vector<double> map(const Function& function) const {
    std::vector<double> values;
    for (std::size_t i = 0; i < own.size(); ++i) values.push_back(function(i));
    return values;
  }
};

double mean_of(const std::vector<double>& x) {
  long double sum = 0.0L;
  for (double value : x) sum += value;
  return static_cast<double>(sum / static_cast<long double>(x.size()));
}

/// Expects all that is said of differences to be that of pairs formed by hand.
void expect_pairs_by_hand(const Scenario& scenario, const Scenario& baseline) {
  const EconomyPaths a = simulate_paths(scenario, scenario.simulation.paths);
  const EconomyPaths b = simulate_paths(baseline, baseline.simulation.paths);
  const std::size_t last = std::min(a.output.front().size(), b.output.front().size()) - 1;

  const Result result = simulate_beside(scenario, baseline, 2);

  const Reported reported(scenario, result);
  for (std::size_t s = 0; s < scenario.series.size(); ++s)
    for (const std::size_t year : {std::size_t{0}, std::size_t{1}, last}) {
      const std::string& name = scenario.series[s].name;
      const Pairs pairs(a, b, s, year);
      const auto differences = pairs.map([&](std::size_t i) { return pairs.own[i] - pairs.other[i]; });
      const auto relative = pairs.map([&](std::size_t i) { return pairs.own[i] / pairs.other[i] - 1.0; });
      const auto n_above =
          std::count_if(differences.begin(), differences.end(), [](double d) { return d > 0.0; });
      const double size = mean_of(pairs.own);

      EXPECT_EQ(result.pairs->n_pairs, differences.size());
      EXPECT_EQ(reported.moments(ReportedVariable::difference, name, year).n, differences.size());
      EXPECT_NEAR(reported.moments(ReportedVariable::difference, name, year).mean, mean_of(differences),
                  1e-12 * size);
      EXPECT_NEAR(reported.moments(ReportedVariable::relative_difference, name, year).mean, mean_of(relative),
                  1e-13);
      EXPECT_EQ(reported.improvement(name, year).value,
                static_cast<double>(n_above) / static_cast<double>(differences.size()));
      for (std::size_t k = 0; k < scenario.output.quantiles.size(); ++k) {
        const double p = scenario.output.quantiles[k];
        EXPECT_EQ(reported.quantiles(ReportedVariable::difference, name, year)[k].value,
                  plain::quantile(differences, p));
        EXPECT_EQ(reported.quantiles(ReportedVariable::relative_difference, name, year)[k].value,
                  plain::quantile(relative, p));
      }
      if (year == 0) continue;
      const auto growth = pairs.map([&](std::size_t i) {
        const double years = static_cast<double>(year);
        return std::pow(pairs.own[i] / pairs.own_base[i], 1.0 / years) -
               std::pow(pairs.other[i] / pairs.other_base[i], 1.0 / years);
      });
      EXPECT_NEAR(reported.moments(ReportedVariable::average_growth_difference, name, year).mean,
                  mean_of(growth), 1e-14);
    }
}

TEST(PairedDifferences, AreThoseOfPairsFormedByHand) {
  for (const std::string sampling : {"pseudo", "antithetic", "sobol"}) {
    SCOPED_TRACE(sampling);
    const Settings settings{"simulation.paths=4096", "simulation.sampling=\"" + sampling + "\""};
    expect_pairs_by_hand(fast(settings), slow(settings));
  }
  expect_pairs_by_hand(fast({"simulation.paths=2000", "simulation.inner=4"}),
                       slow({"simulation.paths=2000", "simulation.inner=4"}));
}

TEST(PairedDifferences, AreOfThePathsThatBothHave) {
  const auto paths = [](int n) { return Settings{"simulation.paths=" + std::to_string(n)}; };

  expect_pairs_by_hand(fast(paths(1000)), slow(paths(300)));
  expect_pairs_by_hand(fast(paths(1000)), slow(paths(512)));
  expect_pairs_by_hand(fast(paths(300)), slow(paths(1000)));
  expect_pairs_by_hand(fast(paths(10'000)), slow(paths(1)));
}

TEST(PairedDifferences, AreOfTheYearsThatBothHave) {
  expect_pairs_by_hand(fast(), slow({"simulation.end_year=2028"}));
  expect_pairs_by_hand(fast({"simulation.end_year=2028"}), slow());

  const Scenario scenario = fast();
  const Result result = simulate_beside(scenario, slow({"simulation.end_year=2028"}), 2);
  EXPECT_TRUE(std::isnan(Reported(scenario, result).improvement("all", 4).value));
  EXPECT_THAT(result.notes, Contains(HasSubstr("no difference from the baseline after 2028")));
}

TEST(PairedDifferences, LeaveOutPathsThatFailInEither) {
  const Scenario scenario = wild(0.05, 0.02), baseline = wild(0.02, 0.1);

  expect_pairs_by_hand(scenario, baseline);

  const Result result = simulate_beside(scenario, baseline, 2);
  EXPECT_GT(result.n_failed, 0u);
  EXPECT_LT(result.pairs->n_pairs, result.n_paths - result.n_failed);
  EXPECT_THAT(result.notes, Contains(HasSubstr("differences from the baseline are of ")));
}

TEST(PairedDifferences, DropPathsThatDependOnEachOtherTogether) {
  for (const std::string setting : {"simulation.sampling=\"antithetic\"", "simulation.inner=4"}) {
    const Scenario scenario = wild(0.05, 0.02, {setting}), baseline = wild(0.02, 0.1, {setting});
    const std::uint64_t size = scenario.simulation.group_paths();

    expect_pairs_by_hand(scenario, baseline);

    EXPECT_EQ(simulate_beside(scenario, baseline, 2).pairs->n_pairs % size, 0u) << setting;
  }
}

TEST(PairedDifferences, OfAScenarioFromItselfAreExactlyZero) {
  for (const std::string setting : {"simulation.sampling=\"pseudo\"", "simulation.sampling=\"antithetic\"",
                                    "simulation.sampling=\"sobol\"", "simulation.inner=4"}) {
    const Scenario scenario = fast({"simulation.paths=4096", setting});
    const Result result = simulate_beside(scenario, scenario, 2);
    const Reported reported(scenario, result);

    for (const auto variable : {ReportedVariable::difference, ReportedVariable::relative_difference,
                                ReportedVariable::average_growth_difference})
      for (std::size_t year = 1; year <= 5; ++year) {
        const Moments& m = reported.moments(variable, "all", year);
        EXPECT_EQ(m.n, 4096u);
        EXPECT_EQ(m.mean, 0.0);
        EXPECT_EQ(m.mean_se, 0.0);
        EXPECT_EQ(m.sd, 0.0);
        for (const QuantileEstimate& q : reported.quantiles(variable, "all", year)) {
          EXPECT_EQ(q.value, 0.0);
          EXPECT_EQ(q.lower, 0.0);
          EXPECT_EQ(q.upper, 0.0);
        }
      }
    EXPECT_EQ(reported.improvement("all", 5).value, 0.0);
    EXPECT_GT(reported.improvement("all", 5).upper, 0.0);  // an interval has a width all the same
  }
}

TEST(PairedDifferences, ChangeNoOtherFigureByABit) {
  const auto own_part = [](Result result, const Result& alone) {
    result.moments.resize(alone.moments.size());
    result.splits.resize(alone.splits.size());
    result.quantiles.resize(alone.quantiles.size());
    result.pairs.reset();
    return bits_of(result);
  };
  for (const Settings& settings :
       {Settings{}, Settings{"simulation.paths=4096", "simulation.sampling=\"sobol\""},
        Settings{"simulation.sampling=\"antithetic\""}, Settings{"simulation.inner=8"}}) {
    Settings fewer = settings;
    if (settings.empty()) fewer.push_back("simulation.paths=300");
    const Scenario scenario = fast(settings);
    const Result alone = simulate_on(scenario, 2);

    EXPECT_EQ(own_part(simulate_beside(scenario, slow(fewer), 2), alone), bits_of(alone));
  }
  const Scenario failing = wild(0.05, 0.02);
  const Result alone = simulate_on(failing, 2);
  EXPECT_EQ(own_part(simulate_beside(failing, wild(0.02, 0.1), 2), alone), bits_of(alone));
}

TEST(PairedDifferences, AreTheSameBitsOnAnyThreadsWithTheBaselineKeptOrNot) {
  for (const std::string sampling : {"pseudo", "antithetic", "sobol"}) {
    const Settings settings{"simulation.paths=8192", "simulation.sampling=\"" + sampling + "\""};
    const Economy scenario(fast(settings)), baseline(slow(settings));
    const std::vector<std::uint64_t> one = bits_of(simulate_beside(scenario, baseline, 8192, 1));

    for (const auto& [threads, most_bytes] :
         {std::pair(1, std::size_t{0}), std::pair(2, KeptOutputs::most_bytes), std::pair(7, std::size_t{0})})
      EXPECT_EQ(bits_of(simulate_beside(scenario, baseline, 8192, threads, most_bytes)), one)
          << sampling << threads;
  }
}

TEST(PairedDifferences, HaveNoMomentsButQuantilesWhereTailsAreHeavy) {
  const std::string heavy = "[dependence.output]\nheavy_tails = { chips = 4 }\n";
  const Scenario scenario = scenario_of(city("0.07") + heavy), baseline = scenario_of(city("0.06") + heavy);
  const Result result = simulate_beside(scenario, baseline, 2);
  const Reported reported(scenario, result);

  for (const auto variable : {ReportedVariable::difference, ReportedVariable::relative_difference,
                              ReportedVariable::average_growth_difference}) {
    EXPECT_TRUE(std::isnan(reported.moments(variable, "all", 5).mean));
    EXPECT_TRUE(std::isnan(reported.moments(variable, "all", 5).mean_se));
    EXPECT_TRUE(std::isfinite(reported.quantiles(variable, "all", 5)[0].value));
  }
  EXPECT_TRUE(std::isfinite(reported.moments(ReportedVariable::difference, "all", 0).mean));
  EXPECT_GT(reported.improvement("all", 5).value, 0.9);
}

TEST(PairedDifferences, KeepTheMomentsOfAnEventThatThePilotDidNotSee) {
  // One path in 10,000 loses half of 5e12 in one scenario; without it both are the same.
  const auto with = [](const std::string& more) {
    return scenario_of(
        sector("big", "5e12", "model = \"geometric_brownian\", drift = 0.02, volatility = 0.1") +
            series("big", "big = 1") + more,
        {"simulation.paths=40_000"});
  };
  const Scenario baseline = with("");
  const Scenario scenario =
      with("[events.quake]\nyear = 2030\nprobability = 0.0001\nimpact = -0.7\nexposure = { big = 1 }\n");
  ASSERT_EQ(simulate_paths(scenario, 4096).output, simulate_paths(baseline, 4096).output);
  const Result result = simulate_beside(scenario, baseline, 2);
  const Moments& m = Reported(scenario, result).moments(ReportedVariable::difference, "big", 5);

  EXPECT_LT(m.mean, 0.0);
  EXPECT_GT(m.mean_se, 0.0);
  EXPECT_TRUE(std::isfinite(m.skewness_se));
}

TEST(PairedDifferences, AreRefusedWherePathsAreNoPairs) {
  EXPECT_THROW(simulate_beside(fast(), slow({"simulation.seed=7"}), 1), ConfigError);
}

}  // namespace secondcurve::paired_differences_test
