#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::policies_test {

using test::first_path;
using test::one_sector;
using test::scenario_of;

const std::string steady = "model = \"path\", growth = 0.04";

/// Levels by year of a sector that grows 4% a year, with a policy on it.
std::vector<double> with_policy(const std::string& policy, const std::string& steps_per_year = "1") {
  return first_path(scenario_of(one_sector(steady) + "[policies.push]\nsectors = [\"industry\"]\n" + policy,
                                {"simulation.steps_per_year=" + steps_per_year}));
}

/// 100 in the base year, then growing by the product of 1.04 and the policy's factor of each year.
void expect_factors(const std::vector<double>& levels, const std::vector<double>& factors) {
  ASSERT_EQ(levels.size(), factors.size() + 1);
  double level = 100.0;
  for (std::size_t year = 0; year < factors.size(); ++year) {
    level *= 1.04 * factors[year];
    EXPECT_NEAR(levels[year + 1], level, 1e-11 * level) << "year " << year + 1;
  }
}

TEST(Policies, AddTheirUpliftInEachYearFromTheFirstToTheLast) {
  expect_factors(with_policy("uplift = 0.01\nfrom = 2027\nuntil = 2029"), {1, 1.01, 1.01, 1.01, 1});
}

TEST(Policies, LastToTheEndWhereNoLastYearIsGiven) {
  expect_factors(with_policy("uplift = -0.02\nfrom = 2028"), {1, 1, 0.98, 0.98, 0.98});
}

TEST(Policies, ReachFullStrengthOverTheRamp) {
  expect_factors(with_policy("uplift = 0.03\nfrom = 2026\nramp = 3"), {1.01, 1.02, 1.03, 1.03, 1.03});
}

TEST(Policies, ActAlikeWhateverTheStep) {
  for (const char* steps : {"2", "4", "12"})
    expect_factors(with_policy("uplift = 0.03\nfrom = 2026\nramp = 3", steps),
                   {1.01, 1.02, 1.03, 1.03, 1.03});
}

TEST(Policies, FollowAnUpliftThatChangesByYear) {
  expect_factors(with_policy("uplift = { 2026 = 0.01, 2029 = 0.02 }\nfrom = 2026"),
                 {1.01, 1.01, 1.01, 1.02, 1.02});
}

TEST(Policies, AddUpWhereTwoHitTheSameSector) {
  expect_factors(with_policy("uplift = 0.01\nfrom = 2026\n[policies.other]\nsectors = [\"industry\"]\n"
                             "uplift = 0.02\nfrom = 2026\nuntil = 2026"),
                 {1.01 * 1.02, 1.01, 1.01, 1.01, 1.01});
}

TEST(Policies, ChangeNoBitWithoutUplift) {
  const std::string noisy = one_sector("model = \"geometric_brownian\", drift = 0.05, volatility = 0.1");

  const auto with = test::simulate_paths(
      scenario_of(noisy + "[policies.idle]\nsectors = [\"industry\"]\nuplift = 0\nfrom = 2026"), 512);
  const auto without = test::simulate_paths(scenario_of(noisy), 512);

  EXPECT_EQ(with.output, without.output);
}

TEST(Policies, DrawAnUncertainUpliftOncePerPath) {
  const auto paths = test::simulate_paths(
      scenario_of(one_sector(steady) + "[policies.push]\nsectors = [\"industry\"]\nfrom = 2026\n"
                                       "uplift = { uniform = [0, 0.02] }"),
      300);

  for (std::size_t path = 0; path < 300; ++path)
    EXPECT_NEAR(paths.output[0][5][path], 100.0 * std::pow(1.04 * (1.0 + paths.parameters[0][path]), 5),
                1e-9);
}

}  // namespace secondcurve::policies_test
