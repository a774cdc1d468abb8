#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::growth_by_cause_test {

using test::scenario_of;
using test::sector;
using test::series;

const std::string brownian = "model = \"geometric_brownian\", median_growth = 0.05, volatility = 0.1";
const std::string with_policies =
    sector("a", "100", brownian) + sector("b", "300", brownian) + series("both", "a = 1, b = 0.5") +
    series("all", "a = 1, b = 1") +
    "[policies.push]\nsectors = [\"a\"]\nuplift = { uniform = [0, 0.04] }\nfrom = 2026\n"
    "[policies.brake]\nsectors = [\"a\", \"b\"]\nuplift = -0.01\nfrom = 2028\n";

const Variable& variable(const Group& group, const std::string& name) {
  return *std::find_if(group.variables.begin(), group.variables.end(),
                       [&](const Variable& each) { return each.name == name; });
}
const std::vector<double>& numbers(const Group& group, const std::string& name) {
  return std::get<std::vector<double>>(variable(group, name).data);
}

TEST(GrowthByCause, AddsUpToTheChangeOfTheMeanOfEverySeries) {
  const Economy economy(scenario_of(with_policies));

  const Group summary = summary_group(economy.scenario(), simulate(economy, {}, {}));

  const std::vector<double>& means = numbers(summary, "output_mean");
  const std::vector<double>& changes = numbers(summary, "change_by_cause");
  for (std::size_t s = 0; s < 2; ++s)
    for (std::size_t year = 1; year < 6; ++year) {
      double sum = 0.0;
      for (std::size_t cause = 0; cause < n_causes; ++cause)
        sum += changes[(s * 6 + year) * n_causes + cause];
      EXPECT_NEAR(sum, means[s * 6 + year] - means[s * 6 + year - 1], 1e-12 * means[s * 6 + year]);
    }
}

TEST(GrowthByCause, AddsUpToTheLogGrowthOfEverySector) {
  const Economy economy(scenario_of(with_policies));
  Economy::Workspace workspace(economy);

  const BlockView block = economy.simulate(0, block_paths, workspace);

  for (std::size_t path = 0; path < block_paths; ++path) {
    double a = 0.0;  // base 100, alone in no series: taken from both series, b = 2 (all - both)
    for (std::size_t term = 0; term < block.n_terms(); ++term)
      if (economy.account_terms()[term].sector == 0)
        for (std::size_t year = 1; year < 6; ++year) a += block.growth_by_cause(term, year)[path];
    const double level = 2.0 * block.output(0, 5)[path] - block.output(1, 5)[path];
    EXPECT_NEAR(a, std::log(level / 100.0), 1e-12);
  }
}

TEST(GrowthByCause, GivesEachPolicyYearItsOwnGrowth) {
  const Economy economy(
      scenario_of(test::one_sector("model = \"path\", growth = 0.04") +
                  "[policies.push]\nsectors = [\"industry\"]\nuplift = 0.01\nfrom = 2027\nuntil = 2027\n"));

  const Result result = simulate(economy, {}, {});

  ASSERT_EQ(result.growth_terms.size(), 2u);
  EXPECT_EQ(result.growth_terms[1].cause, Cause::policy);
  EXPECT_NEAR(result.growth_terms[0].growth[2], std::log(1.04), 1e-15);
  EXPECT_NEAR(result.growth_terms[1].growth[2], std::log(1.01), 1e-15);
  EXPECT_EQ(result.growth_terms[1].growth[3], 0.0);
  EXPECT_TRUE(std::isnan(result.growth_terms[1].growth[0]));
}

TEST(GrowthByCause, SplitsTheChangeByLogarithmicMeans) {
  const Economy economy(
      scenario_of(test::one_sector("model = \"path\", growth = 0.04") +
                  "[policies.push]\nsectors = [\"industry\"]\nuplift = 0.01\nfrom = 2026\n"));

  const Result result = simulate(economy, {}, {});

  const double total = 100.0 * (1.04 * 1.01 - 1.0);
  const double share = std::log(1.01) / std::log(1.04 * 1.01);
  EXPECT_NEAR(result.growth_terms[1].change[1], total * share, 1e-12);
  EXPECT_NEAR(result.growth_terms[0].change[1], total * (1.0 - share), 1e-12);
}

TEST(GrowthByCause, IsTheWholeChangeWhereNothingGrowsAtAll) {
  const Economy economy(scenario_of(test::one_sector("model = \"path\", growth = 0") +
                                    "[policies.idle]\nsectors = [\"industry\"]\nuplift = 0\nfrom = 2026\n"));

  const Result result = simulate(economy, {}, {});

  EXPECT_EQ(result.growth_terms[0].change[1], 0.0);
  EXPECT_EQ(result.growth_terms[1].change[1], 0.0);
}

TEST(GrowthByCause, IsLeftOutWhereAllGrowthIsTheModelsOwn) {
  const Economy economy(scenario_of(test::one_sector(brownian)));

  const Group summary = summary_group(economy.scenario(), simulate(economy, {}, {}));

  EXPECT_TRUE(std::none_of(summary.variables.begin(), summary.variables.end(),
                           [](const Variable& each) { return each.name == "growth_by_cause"; }));
}

TEST(GrowthByCause, KeepsTheChangesOfAResidualMuchSmallerThanItsTotal) {
  // A published total of 10^12, of which 1 is left: in units that suit the total a change of 10^-6 is rough.
  const Economy economy(scenario_of(sector("large", "999_999_999_999", "model = \"path\", growth = 0") +
                                    sector("rest", "{ residual_of = \"all\", total = 1_000_000_000_000 }",
                                           "model = \"path\", growth = 1e-6") +
                                    series("all", "large = 1, rest = 1") +
                                    "[policies.idle]\nsectors = [\"large\"]\nuplift = 0\nfrom = 2026\n"));

  const Result result = simulate(economy, {}, {});

  const auto& change = result.growth_terms.back().change;
  ASSERT_EQ(result.growth_terms.back().sector, 1u);
  EXPECT_NEAR(change[1] / 1e-6, 1.0, 1e-8);
}

TEST(GrowthByCause, SaysWhereChangesAreTooLargeToBeSummed) {
  const auto notes_of = [](const std::string& end_year) {
    const Economy economy(
        scenario_of(test::one_sector("model = \"path\", growth = 3") +
                        "[policies.idle]\nsectors = [\"industry\"]\nuplift = 0\nfrom = 2026\n",
                    {"simulation.end_year=" + end_year}));
    return simulate(economy, {}, {}).notes;
  };

  EXPECT_TRUE(notes_of("2027").empty());
  const std::vector<std::string> notes = notes_of("2045");  // 4^20 is 10^12 times the base
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_NE(notes[0].find("too large to be summed and are given as NaN"), std::string::npos);
}

TEST(GrowthByCause, HasTheSameBitsOnAnyNumberOfThreads) {
  const Economy economy(scenario_of(with_policies, {"simulation.paths=5000"}));
  RunControl one, three;
  one.threads = 1;
  three.threads = 3;

  const Result a = simulate(economy, {}, one), b = simulate(economy, {}, three);

  for (std::size_t term = 0; term < a.growth_terms.size(); ++term)
    for (std::size_t year = 1; year < 6; ++year)
      EXPECT_EQ(a.growth_terms[term].change[year], b.growth_terms[term].change[year]);
}

}  // namespace secondcurve::growth_by_cause_test
