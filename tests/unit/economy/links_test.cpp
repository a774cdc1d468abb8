#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::links_test {

using test::scenario_of;
using test::sector;
using test::series;

constexpr double tolerance = 1e-11;  // of a log level
const std::string steady = "model = \"path\", growth = 0.04";
const std::string noisy = "model = \"geometric_brownian\", drift = 0.05, volatility = 0.1";
const std::string reverting =
    "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.04, half_life = 1, volatility = 0";

/// Two sectors of the same growth, a of 100 and b of 200, and a series of each.
std::string two_sectors(const std::string& growth = steady) {
  return sector("a", "100", growth) + sector("b", "200", growth) + series("a", "a = 1") +
         series("b", "b = 1");
}

const std::string event_on_b = "[events.shock]\nyear = 2026\nimpact = 0.1\nexposure = { b = 1 }\n";
const std::string matrix = "supplier,a,b\na,0.1,0.4\nb,0.3,0.2\n";

std::string links(const std::string& keys) { return "[links]\n" + keys + "\n"; }

/// Log levels of a and b on a path beyond those of the scenario without levers: [sector][year].
std::vector<std::vector<double>> effects(const std::string& levers,
                                         const std::vector<std::string>& settings = {},
                                         const std::string& growth = steady) {
  const std::map<std::string, std::string> files{{"links.csv", matrix}};
  const auto with = test::simulate_paths(scenario_of(two_sectors(growth) + levers, settings, files), 1);
  const auto without = test::simulate_paths(scenario_of(two_sectors(growth), settings), 1);
  std::vector<std::vector<double>> found(2);
  for (std::size_t s = 0; s < 2; ++s)
    for (std::size_t year = 0; year < with.output[s].size(); ++year)
      found[s].push_back(std::log(with.output[s][year][0] / without.output[s][year][0]));
  return found;
}

TEST(Links, AreNoneWhereTheyAreSwitchedOff) {
  const std::string given =
      links("table = { a = { b = 0.5, gone = 1 } }\nstrength = { uniform = [0.5, 1.5] }");

  const Economy economy(scenario_of(two_sectors() + given + event_on_b, {"links.enabled=false"}));

  EXPECT_FALSE(economy.scenario().links);
  EXPECT_TRUE(economy.parameter_keys().empty());
  const auto found = effects(given + "enabled = false\n" + event_on_b);
  for (std::size_t year = 0; year <= 5; ++year) EXPECT_EQ(found[0][year], 0.0);
  EXPECT_NEAR(effects(links("table = { a = { b = 0.5 } }\nenabled = true") + event_on_b)[0][5], 0.05,
              tolerance);
}

TEST(Links, PassAShockToSuppliersADelayLaterWhateverTheStep) {
  for (const char* steps : {"1", "4", "12"}) {
    const auto found = effects(links("table = { a = { b = 0.5 } }") + event_on_b,
                               {std::string("simulation.steps_per_year=") + steps});

    for (std::size_t year = 1; year <= 5; ++year) {
      EXPECT_NEAR(found[0][year], year < 2 ? 0.0 : 0.05, tolerance) << steps << " steps, year " << year;
      EXPECT_NEAR(found[1][year], 0.1, tolerance);
    }
  }
}

TEST(Links, WaitForTheDelayInSteps) {
  // Spread over the year by quarterly growth: 0.1 in the first quarter of 2026, so 0.05 half a year later.
  const auto found = effects(links("table = { a = { b = 0.5 } }\ndelay = 0.5") + event_on_b,
                             {"simulation.steps_per_year=4"});

  EXPECT_NEAR(found[0][1], 0.05, tolerance);

  const auto later = effects(links("table = { a = { b = 0.5 } }\ndelay = 3") + event_on_b);

  EXPECT_THAT(later[0], testing::ElementsAre(
                            testing::DoubleNear(0, tolerance), testing::DoubleNear(0, tolerance),
                            testing::DoubleNear(0, tolerance), testing::DoubleNear(0, tolerance),
                            testing::DoubleNear(0.05, tolerance), testing::DoubleNear(0.05, tolerance)));
}

TEST(Links, GoRoundUntilALastingShockHasTheEffectOfTheInverse) {
  const auto found = effects(links("matrix = \"links.csv\"") + event_on_b, {"simulation.end_year=2125"});

  // (I - S)^-1 = [0.8 0.4; 0.3 0.9] / 0.6, its second column times 0.1.
  EXPECT_NEAR(found[0].back(), 0.4 / 0.6 * 0.1, 1e-9);
  EXPECT_NEAR(found[1].back(), 0.9 / 0.6 * 0.1, 1e-9);
  // Two years after the shock: S and S^2.
  EXPECT_NEAR(found[0][3], 0.1 * (0.4 + 0.1 * 0.4 + 0.4 * 0.2), tolerance);
  EXPECT_NEAR(found[1][3], 0.1 * (1.0 + 0.2 + 0.3 * 0.4 + 0.2 * 0.2), tolerance);
}

TEST(Links, DoNotMoveWhatGrowsAsExpected) {
  for (const std::string& growth :
       {steady, reverting, std::string("model = \"geometric_brownian\", drift = 0.05, volatility = 0"),
        std::string("model = \"logistic\", rate = 0.3, capacity = 3, volatility = 0")})
    for (const auto& each : effects(links("matrix = \"links.csv\""), {"simulation.steps_per_year=4"}, growth))
      for (const double effect : each) EXPECT_NEAR(effect, 0.0, 1e-14) << growth;
}

TEST(Links, MeasureFromLongRunGrowthWithInitialGrowthBeforeTheBaseYear) {
  for (const int steps : {1, 4}) {
    const auto found = effects(links("table = { a = { b = 0.5 } }\nmeasured_from = \"long_run\""),
                               {"simulation.steps_per_year=" + std::to_string(steps)}, reverting);

    // The excess of the rate starts at ln(1.1 / 1.04) and halves every year; its integral is that of 2^-t.
    const double excess = std::log(1.1 / 1.04);
    for (std::size_t year = 1; year <= 5; ++year) {
      const double past = excess * (1.0 - std::exp2(-(static_cast<double>(year) - 1.0))) / std::log(2.0);
      EXPECT_NEAR(found[0][year], 0.5 * (excess + past), tolerance);
      EXPECT_NEAR(found[1][year], 0.0, tolerance);
    }
  }
}

TEST(Links, MeasureFromTheDrawOfAnUncertainLongRunGrowth) {
  const Economy economy(scenario_of(
      two_sectors(
          "model = \"mean_reverting\", initial_growth = 0.04, long_run_growth = { uniform = [0.02, 0.06] }, "
          "half_life = 1, volatility = 0") +
      links("table = { a = { b = 0.5 } }\nmeasured_from = \"long_run\"")));
  const auto paths = test::simulate_paths(economy, 256);

  EXPECT_THAT(economy.parameter_keys(),
              testing::ElementsAre("sectors.a.growth.long_run_growth", "sectors.b.growth.long_run_growth"));
  for (std::size_t path = 0; path < 256; ++path) {
    const auto own = [&](double long_run) {  // log growth of the first year
      return std::log1p(long_run) + (std::log(1.04) - std::log1p(long_run)) * 0.5 / std::log(2.0);
    };
    const double passed = 0.5 * (std::log(1.04) - std::log1p(paths.parameters[1][path]));
    EXPECT_NEAR(std::log(paths.output[0][1][path] / 100.0), own(paths.parameters[0][path]) + passed,
                tolerance);
  }
}

TEST(Links, PassOnWhatLeversDoToLevels) {
  const auto found = effects(links("table = { a = { b = 0.5 } }") +
                             "[policies.push]\nsectors = [\"b\"]\nuplift = 0.01\nfrom = 2026\n");

  EXPECT_NEAR(found[0][5], 0.5 * 4.0 * std::log(1.01), tolerance);
  EXPECT_NEAR(found[1][5], 5.0 * std::log(1.01), tolerance);
}

TEST(Links, TurnInputCoefficientsIntoSalesShares) {
  // b buys 0.1 per unit of output from a, a quarter of it here: 0.1 * 0.25 * 200 / 100 of a's output.
  const Scenario scenario =
      scenario_of(two_sectors() + links("coefficients = \"links.csv\"\npurchase_share = 0.25\n"
                                        "purchase_shares = { b = 1 }"),
                  {}, {{"links.csv", "input,a,b\na,0.2,0.1\nb,0.4,0\n"}});

  EXPECT_THAT(scenario.links->sectors, testing::ElementsAre("a", "b"));
  EXPECT_THAT(scenario.links->sales_shares,
              testing::Pointwise(testing::DoubleNear(1e-15), std::vector<double>{0.05, 0.05, 0.2, 0.0}));
}

TEST(Links, UseThePublishedOutputOfAResidual) {
  const std::string residual = sector("a", "{ value = 100, sd = 10 }", steady) +
                               sector("b", "{ residual_of = \"all\", total = 300 }", steady) +
                               series("all", "a = 1, b = 1");

  const Scenario scenario = scenario_of(residual + links("coefficients = \"links.csv\""), {},
                                        {{"links.csv", "input,a,b\na,0,0.1\nb,0.4,0\n"}});

  EXPECT_THAT(scenario.links->sales_shares,
              testing::Pointwise(testing::DoubleNear(1e-15), std::vector<double>{0.0, 0.2, 0.2, 0.0}));
}

TEST(Links, MoveBuyersThroughSupplyWhereThatIsAskedFor) {
  // a sells 0.4 of its 100 to b, which is 0.2 of b's output.
  const auto found = effects(links("table = { a = { b = 0.4 } }\nstrength = 0\nsupply_strength = 0.5") +
                             "[events.shock]\nyear = 2026\nimpact = 0.1\nexposure = { a = 1 }\n");

  EXPECT_NEAR(found[0][5], 0.1, tolerance);
  EXPECT_NEAR(found[1][1], 0.0, tolerance);
  EXPECT_NEAR(found[1][2], 0.5 * 0.2 * 0.1, tolerance);
}

TEST(Links, DrawAnUncertainStrengthOncePerPath) {
  const Economy economy(
      scenario_of(two_sectors() + event_on_b +
                  links("table = { a = { b = 0.5 } }\nstrength = { triangular = [0.5, 1, 1.5] }")));
  const auto paths = test::simulate_paths(economy, 256);

  EXPECT_THAT(economy.parameter_keys(), testing::ElementsAre("links.strength"));
  for (std::size_t path = 0; path < 256; ++path)
    EXPECT_NEAR(std::log(paths.output[0][3][path] / 100.0),
                3.0 * std::log(1.04) + 0.05 * paths.parameters[0][path], tolerance);
}

TEST(Links, ChangeNoBitWithoutStrength) {
  for (const char* steps : {"1", "4"}) {
    const std::vector<std::string> settings{std::string("simulation.steps_per_year=") + steps};
    const auto without = test::simulate_paths(scenario_of(two_sectors(noisy) + event_on_b, settings), 300);

    for (const char* keys : {"strength = 0", "strength = 0\nsupply_strength = 0"}) {
      const auto with =
          test::simulate_paths(scenario_of(two_sectors(noisy) + event_on_b +
                                               links("table = { a = { b = 0.5 } }\n" + std::string(keys)),
                                           settings),
                               300);

      EXPECT_EQ(with.output, without.output) << keys;
    }
  }
}

TEST(Links, ChangeNoDrawAndNoLevelOfASectorThatNothingReaches) {
  const auto without = test::simulate_paths(scenario_of(two_sectors(noisy)), 300);
  const auto with =
      test::simulate_paths(scenario_of(two_sectors(noisy) + links("table = { a = { b = 0.5 } }")), 300);

  EXPECT_NE(with.output[0], without.output[0]);
  EXPECT_EQ(with.output[1], without.output[1]);
}

}  // namespace secondcurve::links_test
