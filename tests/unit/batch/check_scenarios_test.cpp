#include "engine/batch/check_scenarios.hpp"

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::check_scenarios_test {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string config =
    std::string(test::scenario_head) + test::one_sector("model = \"path\", growth = 0.1");

MemoryFiles files_with(const std::string& batch) {
  return MemoryFiles({{"batch.toml", "batch.title = 'A test'\n" + batch}, {"base.toml", config}});
}

std::vector<ScenarioCheck> checks_of(const std::string& batch, const RunControl& control = {}) {
  const MemoryFiles files = files_with(batch);
  return check_scenarios(load_batch("batch.toml", files), files, control);
}

TEST(CheckScenarios, SaysWhatIsKnownBeforeTheRun) {
  const auto checks = checks_of(
      "[scenarios.a]\nfile = 'base.toml'\n"
      "[scenarios.b]\nfile = 'base.toml'\ntitle = 'B'\nset.simulation.paths = 513\nset.output.cube = "
      "['output']\n");

  ASSERT_TRUE(checks[0].ok() && checks[1].ok()) << checks[0].error << checks[1].error;
  EXPECT_EQ(checks[0].title, "A test");
  EXPECT_EQ(checks[1].title, "B");
  EXPECT_EQ(checks[0].n_paths, 1000U);
  EXPECT_EQ(checks[1].n_paths, 513U);
  EXPECT_EQ(checks[1].n_blocks, 3U);
  EXPECT_EQ(checks[0].sizes.cube_bytes, 0.0);
  EXPECT_GT(checks[1].sizes.cube_bytes, 0.0);
  EXPECT_EQ(checks[0].meanings.front(), std::pair(std::string("the years"), std::string("2025 to 2030")));
  EXPECT_NE(checks[0].fingerprint, checks[1].fingerprint);
}

TEST(CheckScenarios, HaveTheFingerprintOfTheSameRunByHand) {
  const auto checks = checks_of("[scenarios.a]\nfile = 'base.toml'\nset.simulation.paths = 513\n");
  const MemoryFiles files = files_with("");
  const std::vector<std::string> overrides{"simulation.paths=513"};

  EXPECT_EQ(checks[0].fingerprint, run_fingerprint(load_scenario("base.toml", overrides, files)));
}

TEST(CheckScenarios, PlacesErrorsOfSettingsInTheBatchFile) {
  const auto checks = checks_of(
      "[scenarios.a]\nfile = 'base.toml'\nset.simulation.pths = 5\n"
      "[sweeps.s]\nfile = 'base.toml'\ndesign = 'grid'\n[sweeps.s.axes.x]\n"
      "set.simulation.paths = [5,\n  -5]\n");

  EXPECT_THAT(checks[0].error, StartsWith("batch.toml:4:16: simulation.pths: unknown key"));
  EXPECT_THAT(checks[0].error, HasSubstr("Did you mean 'paths'?"));
  EXPECT_TRUE(checks[1].ok()) << checks[1].error;
  EXPECT_EQ(checks[2].error, "batch.toml:10:3: simulation.paths = -5: must be from 1 to 4000000000");
}

TEST(CheckScenarios, PlacesErrorsOfMissingTablesAtWhatAskedForThem) {
  const auto checks = checks_of(
      "[scenarios.a]\nfile = 'base.toml'\nset.simulatoin.paths = 5\nset.series.other.account = 'output'\n");

  EXPECT_THAT(checks[0].error, StartsWith("batch.toml:4:16: simulatoin: unknown key"));
  EXPECT_THAT(checks[0].error, HasSubstr("\nbatch.toml:5:18: series.other: has no sum"));
  EXPECT_THAT(checks[0].error, Not(HasSubstr("--set")));
}

TEST(CheckScenarios, KeepThePlaceOfErrorsInTheConfigs) {
  const MemoryFiles files({{"batch.toml", "batch.title = 'A test'\n[scenarios.a]\nfile = 'x/bad.toml'\n"},
                           {"x/bad.toml", "[scenario]\ntitel = 1\n"}});
  const auto checks = check_scenarios(load_batch("batch.toml", files), files, {});

  EXPECT_THAT(checks[0].error, HasSubstr("x/bad.toml:2:1: scenario.titel: unknown key"));
}

TEST(CheckScenarios, SayWhatCannotBeComparedWithTheBaseline) {
  const std::string sobol = "set.simulation.sampling = 'sobol'\nset.simulation.paths = 2048\n";
  const std::string extra = "set.sectors.industry.base = { value = 100, sd = 1 }\n";
  const auto checks = checks_of(
      "batch.baseline = 'a'\n[scenarios.a]\nfile = 'base.toml'\n"
      "[scenarios.b]\nfile = 'base.toml'\nset.simulation.seed = 7\n"
      "[scenarios.c]\nfile = 'base.toml'\nset.simulation.paths = 100\n");
  const auto sobols = checks_of("batch.baseline = 'a'\n[scenarios.a]\nfile = 'base.toml'\n" + sobol +
                                "[scenarios.b]\nfile = 'base.toml'\n" + sobol + extra);

  ASSERT_TRUE(sobols[1].ok()) << sobols[1].error;
  EXPECT_EQ(checks[0].unpaired, "");
  EXPECT_EQ(checks[1].unpaired,
            "simulation.seed is 20260101 in the baseline and 7 here (it must be the same)");
  EXPECT_EQ(checks[2].unpaired, "");
  EXPECT_THAT(sobols[1].unpaired, HasSubstr("both must draw the same list of numbers"));
}

TEST(NamedError, PutsTheNameBeforeEachError) {
  PlannedScenario scenario;
  scenario.name = "a";
  ScenarioCheck check;
  check.error = "x.toml:1:2: wrong\n  as is\ny.toml:2:1: wrong, too";

  EXPECT_EQ(named_error(scenario, check), "a: x.toml:1:2: wrong\n  as is\na: y.toml:2:1: wrong, too");
  EXPECT_EQ(named_error(scenario, ScenarioCheck{}), "");
}

TEST(CheckScenarios, CountScenariosAndStopWhenAskedTo) {
  const std::string batch = "[scenarios.a]\nfile = 'base.toml'\n[scenarios.b]\nfile = 'base.toml'\n";
  std::atomic<std::uint64_t> n{0};
  RunControl control;
  control.progress = [&](std::uint64_t more) { n += more; };
  checks_of(batch, control);
  std::atomic<bool> cancelled{true};
  control.cancelled = &cancelled;

  EXPECT_EQ(n, 2U);
  EXPECT_THROW(checks_of(batch, control), Interrupted);
}

}  // namespace secondcurve::check_scenarios_test
