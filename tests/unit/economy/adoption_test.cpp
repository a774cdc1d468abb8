#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::adoption_test {

using test::first_path;
using test::one_sector;
using test::scenario_of;

constexpr double tolerance = 1e-11;  // of a level, relative
const std::string steady = "model = \"path\", growth = 0.04";
const std::string noisy = "model = \"geometric_brownian\", drift = 0.05, volatility = 0.1";

std::string adoption(const std::string& keys, const std::string& name = "tool") {
  return "[adoption." + name + "]\ngain = { industry = 0.5 }\n" + keys + "\n";
}

/// Log level beyond that of 4% growth, by year, on the first path.
std::vector<double> effect(const std::string& levers, const std::string& steps_per_year = "1") {
  const auto levels =
      first_path(scenario_of(one_sector(steady) + levers, {"simulation.steps_per_year=" + steps_per_year}));
  std::vector<double> effects;
  for (std::size_t year = 0; year < levels.size(); ++year)
    effects.push_back(std::log(levels[year] / 100.0) - static_cast<double>(year) * std::log(1.04));
  return effects;
}

/// The adopting share after t years where p > 0, in the form of Bass (1969) with a share at the start.
double bass(double initial, double p, double q, double ceiling, double t) {
  const double start = initial / ceiling;
  const double rest = (1.0 - start) / (1.0 + q / p * start) * std::exp(-(p + q) * t);
  return ceiling * (1.0 - rest) / (1.0 + q / p * rest);
}

TEST(Adoption, FollowsTheClosedFormOfBassWhateverTheStep) {
  for (const char* steps : {"1", "4", "12"}) {
    const auto effects =
        effect(adoption("initial = 0.1\nceiling = 0.8\np = 0.02\nq = 0.4\ncounts = \"all\""), steps);

    for (std::size_t year = 1; year < effects.size(); ++year)
      EXPECT_NEAR(effects[year], 0.5 * (bass(0.1, 0.02, 0.4, 0.8, static_cast<double>(year)) - 0.1),
                  tolerance)
          << steps << " steps, year " << year;
  }
}

TEST(Adoption, StartsFromNobody) {
  const auto effects = effect(adoption("p = 0.03\nq = 0.38\ncounts = \"all\""));

  for (std::size_t year = 1; year < effects.size(); ++year)
    EXPECT_NEAR(effects[year], 0.5 * bass(0.0, 0.03, 0.38, 1.0, static_cast<double>(year)), tolerance);
}

TEST(Adoption, FadesOutExponentiallyWithoutImitation) {
  const auto effects = effect(adoption("initial = 0.2\np = 0.1\nq = 0\ncounts = \"all\""), "4");

  for (std::size_t year = 1; year < effects.size(); ++year)
    EXPECT_NEAR(effects[year], 0.4 * -std::expm1(-0.1 * static_cast<double>(year)), tolerance);
}

TEST(Adoption, IsLogisticWithoutInnovation) {
  const auto effects = effect(adoption("initial = 0.2\np = 0\nq = 0.5\ncounts = \"all\""), "12");

  for (std::size_t year = 1; year < effects.size(); ++year)
    EXPECT_NEAR(effects[year], 0.5 * (1.0 / (1.0 + 4.0 * std::exp(-0.5 * static_cast<double>(year))) - 0.2),
                tolerance);
}

TEST(Adoption, NeedsNobodyToMove) {
  for (const char* keys : {"p = 0\nq = 0", "initial = 0.3\np = 0\nq = 0", "p = 0\nq = 0.5", "p = 0\nq = 10"})
    for (const double each : effect(adoption(std::string(keys) + "\ncounts = \"all\"")))
      EXPECT_NEAR(each, 0.0, 1e-14) << keys;
}

TEST(Adoption, IsSlowWhereBothRatesAreAlmostZero) {
  const auto effects = effect(adoption("initial = 0.2\np = 1e-9\nq = 1e-9\ncounts = \"all\""));

  EXPECT_NEAR(effects[5], 0.5 * 5.0 * 0.8 * (1e-9 + 0.2e-9), 1e-13);
}

TEST(Adoption, FollowsSupportByYear) {
  for (const char* steps : {"1", "4", "12"}) {
    const auto effects = effect(adoption("initial = 0.1\nceiling = 0.8\np = 0.02\nq = 0.4\ncounts = \"all\"\n"
                                         "support = { 2026 = 3, 2028 = 0.5 }"),
                                steps);

    const double first = bass(0.1, 0.06, 0.4, 0.8, 2.0);
    EXPECT_NEAR(effects[2], 0.5 * (first - 0.1), tolerance);
    EXPECT_NEAR(effects[5], 0.5 * (bass(first, 0.01, 0.4, 0.8, 3.0) - 0.1), tolerance);
  }
}

TEST(Adoption, CountsWhatSupportAddsUnlessAllIsAskedFor) {
  for (const char* steps : {"1", "4"}) {
    const auto effects =
        effect(adoption("initial = 0.1\np = 0.02\nq = 0.4\nsupport = { 2026 = 1, 2027 = 2 }"), steps);

    EXPECT_EQ(effects[1], effect("")[1]);
    EXPECT_NEAR(
        effects[4],
        0.5 * (bass(bass(0.1, 0.02, 0.4, 1.0, 1.0), 0.04, 0.4, 1.0, 3.0) - bass(0.1, 0.02, 0.4, 1.0, 4.0)),
        tolerance);
  }
}

TEST(Adoption, AddsUpWhereTwoSpreadInOneSector) {
  const std::string keys = "initial = 0.1\np = 0.02\nq = 0.4\ncounts = \"all\"";

  EXPECT_NEAR(effect(adoption(keys) + adoption(keys, "other"))[5], 2.0 * effect(adoption(keys))[5],
              tolerance);
}

TEST(Adoption, IsOverWhereTheCeilingIsDrawnBelowTheShareOfToday) {
  const auto paths = test::simulate_paths(
      scenario_of(
          one_sector(steady) +
          adoption("initial = 0.5\nceiling = { uniform = [0.4, 0.7] }\np = 0.1\nq = 0.4\ncounts = \"all\"")),
      256);

  int n_over = 0;
  for (std::size_t path = 0; path < 256; ++path) {
    const double ceiling = paths.parameters[0][path];
    const double adopted = ceiling > 0.5 ? bass(0.5, 0.1, 0.4, ceiling, 5.0) : 0.5;
    EXPECT_NEAR(paths.output[0][5][path], 100.0 * std::pow(1.04, 5) * std::exp(0.5 * (adopted - 0.5)), 1e-9);
    n_over += ceiling <= 0.5 ? 1 : 0;
  }
  EXPECT_GT(n_over, 0);
}

TEST(Adoption, DrawsItsUncertainNumbersOncePerPath) {
  const std::string keys =
      "initial = { uniform = [0.1, 0.2] }\nceiling = { triangular = [0.5, 0.7, 0.9] }\n"
      "p = { uniform = [0.01, 0.03] }\nq = { triangular = [0.3, 0.4, 0.5] }\n"
      "support = { uniform = [0.5, 3] }\ncounts = \"all\"\n[adoption.tool.gain]\nindustry = { uniform = [0, "
      "0.1] }";
  const Economy economy(scenario_of(one_sector(steady) + "[adoption.tool]\n" + keys));
  const auto paths = test::simulate_paths(economy, 256);

  ASSERT_EQ(economy.parameter_keys().size(), 6u);
  EXPECT_EQ(economy.parameter_keys()[5], "adoption.tool.gain.industry");
  const auto& drawn = paths.parameters;
  for (std::size_t path = 0; path < 256; ++path) {
    const double adopted =
        bass(drawn[0][path], drawn[2][path] * drawn[4][path], drawn[3][path], drawn[1][path], 5.0);
    EXPECT_NEAR(paths.output[0][5][path],
                100.0 * std::pow(1.04, 5) * std::exp(drawn[5][path] * (adopted - drawn[0][path])), 1e-9);
  }
}

TEST(Adoption, ChangesNoBitWithoutGainOrWithSupportThatChangesNothing) {
  const auto without = test::simulate_paths(scenario_of(one_sector(noisy)), 300);

  for (const std::string keys :
       {"gain = { industry = 0 }\ninitial = 0.1\np = 0.02\nq = 0.4\ncounts = \"all\"",
        "gain = { industry = 0.5 }\ninitial = 0.1\np = 0.02\nq = 0.4\nsupport = { 2026 = 1, 2028 = 1 }",
        "gain = { industry = 0.5 }\ninitial = { uniform = [0.1, 0.2] }\np = { uniform = [0.01, 0.02] }\nq = "
        "0.4"}) {
    const auto with = test::simulate_paths(scenario_of(one_sector(noisy) + "[adoption.tool]\n" + keys), 300);

    EXPECT_EQ(with.output, without.output) << keys;
  }
}

}  // namespace secondcurve::adoption_test
