#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/economy_paths.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::measures_test {

using test::output_of;
using test::scenario_of;
using test::sector;
using test::simulate_paths;

const std::string two_sectors = sector("cars", "100", "model = \"path\", growth = 0.1") +
                                sector("chips", "50", "model = \"path\", growth = 0.2");
const std::string workers =
    "[measures.workers]\nunit = \"thousand persons\"\nfactor = { cars = 0.5, chips = 0.2 }\n";

std::string measured(const std::string& name, const std::string& rest) {
  return "[series." + name + "]\naccount = \"output\"\nsum = { cars = 1, chips = 2 }\n" + rest + "\n";
}

TEST(Measures, MultiplyTheOutputOfEachSectorByItsFactor) {
  const Scenario scenario = scenario_of(two_sectors + workers + measured("jobs", "measure = \"workers\""));

  const auto paths = simulate_paths(scenario, 1);

  EXPECT_DOUBLE_EQ(output_of(scenario, paths, "jobs")[0][0], 0.5 * 100 + 2 * 0.2 * 50);
  EXPECT_NEAR(output_of(scenario, paths, "jobs")[2][0], 0.5 * 121 + 2 * 0.2 * 72, 1e-12);
}

TEST(Measures, FollowAFactorThatChangesByYear) {
  const std::string prices =
      "[measures.current]\nunit = \"bn CNY\"\nprices = \"current\"\n"
      "factor = { cars = { 2025 = 1, 2026 = 1.02, 2027 = 1.03 }, chips = 1 }\n";
  const Scenario scenario = scenario_of(two_sectors + prices + measured("now", "measure = \"current\""));

  const auto paths = simulate_paths(scenario, 1);

  EXPECT_DOUBLE_EQ(output_of(scenario, paths, "now")[0][0], 200.0);
  EXPECT_NEAR(output_of(scenario, paths, "now")[2][0], 1.03 * 121 + 2 * 72, 1e-11);
  EXPECT_EQ(prices_of(scenario, scenario.series[0].value), "current");
}

TEST(Measures, DrawAnUncertainFactorOncePerPath) {
  const std::string share =
      "[measures.added]\nunit = \"bn CNY\"\nfactor = { cars = { uniform = [0.2, 0.3] }, chips = 0.4 }\n";
  const Scenario scenario = scenario_of(two_sectors + share + measured("added", "measure = \"added\""));

  const auto paths = simulate_paths(scenario, 300);

  for (std::size_t path = 0; path < 300; ++path)
    ASSERT_NEAR(output_of(scenario, paths, "added")[1][path], paths.parameters[0][path] * 110 + 2 * 0.4 * 60,
                1e-11);
}

TEST(Measures, DivideOneSeriesByAnotherPathByPath) {
  const Scenario scenario = scenario_of(two_sectors + workers + measured("jobs", "measure = \"workers\"") +
                                        measured("output", "") + measured("each", "per = \"jobs\""));

  const auto paths = simulate_paths(scenario, 300);

  for (std::size_t year = 0; year < 6; ++year)
    for (std::size_t path = 0; path < 300; ++path)
      ASSERT_DOUBLE_EQ(
          output_of(scenario, paths, "each")[year][path],
          output_of(scenario, paths, "output")[year][path] / output_of(scenario, paths, "jobs")[year][path]);
  EXPECT_EQ(unit_of(scenario, scenario.series[2].value), "bn CNY per thousand persons");
}

}  // namespace secondcurve::measures_test
