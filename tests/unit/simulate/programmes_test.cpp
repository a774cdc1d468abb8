#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::programmes_test {

using test::bits_of;
using test::scenario_of;
using test::sector;
using test::series;
using test::simulate_on;

constexpr double elasticity = 0.4, ratio = 1.25;

/// A sector of 100 that grows at a constant rate, and how capital acts on it.
std::string factory(const std::string& growth) {
  return sector("factory", "100", "model = \"path\", growth = " + growth) +
         "[sectors.factory.investment]\ncapital_output_ratio = 1.25\ndepreciation = 0.1\n"
         "output_elasticity = 0.4\n" +
         series("factory", "factory = 1");
}

std::string programme(const std::string& name, const std::string& settings,
                      const std::string& allocation = "factory = 1") {
  return "[programmes." + name + "]\nallocation = { " + allocation + " }\n" + settings + "\n";
}

constexpr const char* fund =
    "amount = 30\nyears = [2026, 2028]\nleverage = 1\ndisplacement = 0.5\neffectiveness = 0.8";

/// What all programmes add in a year.
double added(const Result& result, std::size_t year) {
  double sum = 0.0;
  for (const ProgrammeResult& each : result.programmes) sum += each.output[year];
  return sum;
}

// 10 a year of public money and 10 of private; half is displaced, 0.8 of the rest is capital: 8 a year from
// 2026 to 2028, of which a tenth wears out each year.
TEST(Programmes, AddWhatAHandCalculationSays) {
  const std::vector<double> capital{0.0, 8.0, 15.2, 21.68, 19.512, 17.5608};
  const std::vector<double> spent{0.0, 10.0, 20.0, 30.0, 30.0, 30.0};
  for (const char* steps : {"simulation.steps_per_year=1", "simulation.steps_per_year=4"}) {
    const Result result = simulate_on(scenario_of(factory("0.04") + programme("fund", fund), {steps}), 1);

    ASSERT_EQ(result.programmes.size(), 1u);
    const ProgrammeResult& programme = result.programmes[0];
    double so_far = 0.0;
    for (std::size_t year = 0; year < 6; ++year) {
      const double core = 100.0 * std::pow(1.04, static_cast<double>(year));
      const double output = core * (std::pow(1.0 + capital[year] / (ratio * core), elasticity) - 1.0);
      so_far += output;
      EXPECT_NEAR(programme.output[year], output, 1e-9 * core) << year;
      EXPECT_NEAR(programme.output_by_sector[0][year], output, 1e-9 * core) << year;
      EXPECT_NEAR(programme.spent[year], spent[year], 1e-9) << year;
      EXPECT_NEAR(programme.spent_in_all[year], 2.0 * spent[year], 1e-9) << year;
      if (year == 0) {
        EXPECT_TRUE(std::isnan(programme.output_per_spent[0]));
        continue;
      }
      EXPECT_NEAR(programme.output_per_spent[year], so_far / spent[year], 1e-9) << year;
      EXPECT_NEAR(programme.output_per_spent_in_all[year], so_far / (2.0 * spent[year]), 1e-9) << year;
    }
  }
}

TEST(Programmes, SayWhereTheirMoneyIsTooMuchToBeSummed) {
  const auto result_of = [](const std::string& amount) {
    return simulate_on(
        scenario_of(factory("0") + programme("fund", "years = [2026, 2028]\namount = " + amount)), 1);
  };

  const Result usual = result_of("30"), absurd = result_of("1e16");  // the base is 100

  EXPECT_TRUE(usual.notes.empty());
  EXPECT_TRUE(std::isnan(absurd.programmes[0].spent[5]));
  ASSERT_EQ(absurd.notes.size(), 1u);
  EXPECT_NE(absurd.notes[0].find("too large to be summed and are given as NaN"), std::string::npos);
}

// Without other growth all change is of investment, and what programmes add is all that has changed so far.
TEST(Programmes, AddUpToTheInvestmentCause) {
  const Scenario scenario = scenario_of(factory("0.0") + programme("fund", fund) +
                                        programme("loans", "amount = 50\nyears = [2027, 2030]"));
  const Result result = simulate_on(scenario, 1);
  double changes = 0.0;
  for (std::size_t year = 1; year < 6; ++year) {
    for (const GrowthTerm& term : result.growth_terms)
      if (term.cause == Cause::investment) changes += term.change[year];

    EXPECT_NEAR(added(result, year), changes, 1e-12 * 100.0) << year;
  }
  EXPECT_GT(result.programmes[0].output[5], 1.0);
  EXPECT_GT(result.programmes[1].output[5], 1.0);
}

// With growth of its own, output would be Y exp(-C) without the investment term C.
TEST(Programmes, AddUpToWhatTheSectorWouldLackWithoutThem) {
  const Scenario scenario = scenario_of(factory("0.07") + programme("fund", fund) +
                                        programme("loans", "amount = 50\nyears = [2027, 2030]"));
  const Result result = simulate_on(scenario, 1);
  const std::vector<double> output = test::first_path(scenario);
  double effect = 0.0;
  for (std::size_t year = 1; year < 6; ++year) {
    for (const GrowthTerm& term : result.growth_terms)
      if (term.cause == Cause::investment) effect += term.growth[year];

    EXPECT_NEAR(added(result, year), output[year] * -std::expm1(-effect), 1e-12 * output[year]) << year;
  }
}

TEST(Programmes, HaveTheirPartInEachSector) {
  const Scenario scenario = scenario_of(
      factory("0.03") + sector("mill", "50", "model = \"path\", growth = 0.01") +
      "[sectors.mill.investment]\ncapital_output_ratio = 2\ndepreciation = 0.1\noutput_elasticity = 0.3\n" +
      programme("fund", fund, "factory = 0.25, mill = 0.75") +
      programme("idle", "amount = 0\nyears = [2026, 2027]"));
  const Result result = simulate_on(scenario, 1);
  const ProgrammeResult& programme = result.programmes[0];

  for (std::size_t year = 1; year < 6; ++year) {
    EXPECT_GT(programme.output_by_sector[0][year], 0.0);
    EXPECT_GT(programme.output_by_sector[1][year], 0.0);
    EXPECT_NEAR(programme.output[year],
                programme.output_by_sector[0][year] + programme.output_by_sector[1][year], 1e-12);
    EXPECT_EQ(result.programmes[1].output[year], 0.0);
    EXPECT_TRUE(std::isnan(result.programmes[1].output_per_spent[year]));
  }
}

TEST(Programmes, GiveTheSameBitsOnAnyNumberOfThreads) {
  const Economy economy(scenario_of(
      factory("{ normal = [0.04, 0.02] }") +
          programme("fund",
                    "amount = { uniform = [20, 40] }\nyears = [2026, 2028]\nleverage = { uniform = [1, 3] }"),
      {"simulation.paths=9999"}));
  const std::vector<std::uint64_t> one = bits_of(simulate_on(economy, 1));

  EXPECT_EQ(bits_of(simulate_on(economy, 7)), one);
}

// 9999 paths: the mean of the amount has standard error 0.06, that of amount times leverage 0.3. False alarms
// at 6 of them: 2e-9.
TEST(Programmes, SpendOnAverageWhatTheirDistributionsSay) {
  const Result result = simulate_on(
      scenario_of(factory("0.04") + programme("fund",
                                              "amount = { uniform = [20, 40] }\nyears = [2026, 2028]\n"
                                              "leverage = { uniform = [1, 3] }"),
                  {"simulation.paths=9999"}),
      2);

  EXPECT_NEAR(result.programmes[0].spent[5], 30.0, 0.36);
  EXPECT_NEAR(result.programmes[0].spent_in_all[5], 90.0, 1.8);
}

TEST(Programmes, AreInTheSummaryByYearAndSector) {
  const Scenario scenario = scenario_of(factory("0.04") + programme("fund", fund));
  const Group summary = summary_group(scenario, simulate_on(scenario, 1));
  const auto find = [&](const std::string& name) {
    return std::find_if(summary.variables.begin(), summary.variables.end(),
                        [&](const Variable& variable) { return variable.name == name; });
  };
  const auto output = find("programme_output"), by_sector = find("programme_output_by_sector");

  ASSERT_NE(output, summary.variables.end());
  ASSERT_NE(by_sector, summary.variables.end());
  EXPECT_EQ(output->dimensions, (std::vector<std::string>{"scenario", "programme", "year"}));
  EXPECT_EQ(std::get<std::vector<double>>(output->data).size(), 6u);
  EXPECT_EQ(by_sector->dimensions, (std::vector<std::string>{"scenario", "programme", "sector", "year"}));
  EXPECT_EQ(std::get<std::vector<double>>(by_sector->data).size(), 6u);
  EXPECT_EQ(std::get<std::string>(output->attributes.front().value), "bn CNY");
}

TEST(Programmes, BringTheLabelsOfTheirDimensions) {
  const Scenario scenario = scenario_of(factory("0.04") + programme("fund", fund));
  Group summary{"summary", {}, {}, {}};

  add_programmes(scenario, simulate_on(scenario, 1), summary);

  std::vector<std::string> dimensions, titles;
  for (const Dimension& dimension : summary.dimensions) dimensions.push_back(dimension.name);
  for (const Variable& variable : summary.variables)
    if (variable.name == "programme_title") titles = std::get<std::vector<std::string>>(variable.data);
  EXPECT_EQ(dimensions, (std::vector<std::string>{"sector", "programme"}));
  EXPECT_EQ(titles, std::vector<std::string>{"fund"});
}

TEST(Programmes, AreNotReportedWhereThereIsNone) {
  EXPECT_TRUE(simulate_on(scenario_of(factory("0.04")), 1).programmes.empty());
}

}  // namespace secondcurve::programmes_test
