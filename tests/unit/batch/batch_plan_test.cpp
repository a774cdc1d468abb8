#include "engine/batch/batch_plan.hpp"

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/batch/batch_testing.hpp"

namespace secondcurve::batch_plan_test {

using test::batch_errors;
using test::names_of;
using test::plan_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string listed = "[scenarios.baseline]\nfile = 'base.toml'\n";
const std::string two_by_two =
    "[sweeps.cells]\nfile = 'base.toml'\ndesign = 'grid'\n"
    "[sweeps.cells.axes.growth]\nset.sectors.a.growth.growth = [-0.01, 0.5e-1]\n"
    "[sweeps.cells.axes.speed]\nlabels = ['slow', 'fast']\nset.adoption.x.support = [0.25, 4]\n";
const std::string space =
    "[sweeps.space]\nfile = 'base.toml'\ndesign = 'lhs'\nsamples = 4\nseed = 1\n"
    "[sweeps.space.axes.growth]\nset.sectors.a.growth.growth = { uniform = [0, 1] }\n"
    "set.sectors.b.growth.growth = { uniform = [2, 4] }\n";

TEST(LoadBatch, ListsScenariosInTheOrderOfTheFile) {
  const BatchPlan plan = plan_of("batch.description = 'd'\nbatch.baseline = 'push'\n" + listed +
                                 "[scenarios.push]\nfile = '../b/push.toml'\ntitle = 'Push'\n");

  EXPECT_EQ(plan.title, "A test");
  EXPECT_EQ(plan.description, "d");
  EXPECT_THAT(names_of(plan), ElementsAre("baseline", "push"));
  EXPECT_EQ(plan.scenarios[0].path, "b/base.toml");
  EXPECT_EQ(plan.scenarios[1].path, "b/push.toml");
  EXPECT_EQ(plan.scenarios[0].title, "");
  EXPECT_EQ(plan.scenarios[1].title, "Push");
  EXPECT_EQ(plan.scenarios[1].line, 6);
  EXPECT_EQ(plan.baseline, 1U);
  EXPECT_THAT(plan.axes, IsEmpty());
  EXPECT_TRUE(plan.text.starts_with("batch.title"));
}

TEST(LoadBatch, HasNoBaselineUnlessOneIsNamed) { EXPECT_FALSE(plan_of(listed).baseline); }

TEST(LoadBatch, LetsTheNarrowerSettingHold) {
  const BatchPlan plan =
      plan_of("batch.set.simulation = { paths = 100, seed = 7 }\n" + listed +
              "set.simulation.paths = 200\nset.sectors.a.base = { value = 3, sd = 1 }\n" + two_by_two);

  EXPECT_THAT(plan.scenarios[0].overrides(), ElementsAre("simulation.seed=7", "simulation.paths=200",
                                                         "sectors.a.base={ value = 3, sd = 1 }"));
  EXPECT_THAT(plan.scenarios[1].overrides(),
              ElementsAre("simulation.paths=100", "simulation.seed=7", "sectors.a.growth.growth=-0.01",
                          "adoption.x.support=0.25"));
  EXPECT_EQ(plan.scenarios[0].settings[1].line, 5);
  EXPECT_EQ(plan.scenarios[0].settings[1].column, 16);
  EXPECT_EQ(plan.scenarios[1].settings[2].column, 32);
}

TEST(LoadBatch, TellsSectionsFromValues) {
  const BatchPlan plan = plan_of(listed +
                                 "[scenarios.baseline.set]\noutput = { quantiles = [0.5], cube = [] }\n"
                                 "programmes.f.schedule = { 2026 = 1, 2028 = 2 }\n"
                                 "sectors.a.growth = { growth = { normal = [0, 1] }, spread.value = 2 }\n");

  EXPECT_THAT(
      plan.scenarios[0].overrides(),
      ElementsAre("output.quantiles=[0.5]", "output.cube=[]", "programmes.f.schedule={ 2026 = 1, 2028 = 2 }",
                  "sectors.a.growth.growth={ normal = [0, 1] }", "sectors.a.growth.spread={ value = 2 }"));
}

TEST(LoadBatch, NamesTheCellsOfAGridByTheirValues) {
  const BatchPlan plan = plan_of(two_by_two);

  EXPECT_THAT(names_of(plan), ElementsAre("growth=-0.01,speed=slow", "growth=-0.01,speed=fast",
                                          "growth=0.05,speed=slow", "growth=0.05,speed=fast"));
  EXPECT_EQ(plan.scenarios[1].title, "growth -0.01, speed fast");
  EXPECT_THAT(plan.scenarios[3].overrides(),
              ElementsAre("sectors.a.growth.growth=0.05", "adoption.x.support=4"));
  ASSERT_EQ(plan.axes.size(), 2U);
  EXPECT_EQ(plan.axes[0].key, "sectors.a.growth.growth");
  EXPECT_FALSE(plan.axes[0].is_text || plan.axes[1].is_text);
  EXPECT_EQ(plan.axes[1].unit, "1");
  EXPECT_THAT(plan.scenarios[2].swept, ElementsAre(SweptValue(0.05), SweptValue(0.25)));
}

TEST(LoadBatch, PutsTheSweepInFrontWhereThereAreSeveral) {
  std::string other = two_by_two;
  for (std::size_t at = other.find("cells"); at != std::string::npos; at = other.find("cells", at + 1))
    other.replace(at, 5, "more");

  EXPECT_EQ(names_of(plan_of(two_by_two + other)).front(), "cells:growth=-0.01,speed=slow");
  EXPECT_EQ(names_of(plan_of(two_by_two + other)).back(), "more:growth=0.05,speed=fast");
}

TEST(LoadBatch, ZipsListsSideBySide) {
  const BatchPlan plan = plan_of(
      "[sweeps.s]\nfile = 'base.toml'\ndesign = 'zip'\ntitle = 'Both'\n"
      "[sweeps.s.axes.a]\ntitle = 'Rate'\nset.x = ['1%', '2.5%']\nset.y = [[1], [2]]\n"
      "[sweeps.s.axes.b]\nset.z = [true, false]\n");

  EXPECT_THAT(names_of(plan), ElementsAre("a=1%,b=true", "a=2.5%,b=false"));
  EXPECT_THAT(plan.scenarios[1].overrides(), ElementsAre("x=\"2.5%\"", "y=[2]", "z=false"));
  EXPECT_THAT(plan.scenarios[1].swept, ElementsAre(SweptValue(0.025), SweptValue("false")));
  EXPECT_EQ(plan.scenarios[1].title, "Both: Rate 2.5%, b false");
  EXPECT_EQ(plan.axes[0].title, "Rate");
  EXPECT_EQ(plan.axes[1].title, "b");
}

TEST(LoadBatch, DrawsTheKeysOfAnAxisInStep) {
  const BatchPlan plan = plan_of(space);

  EXPECT_THAT(names_of(plan), ElementsAre("space_0001", "space_0002", "space_0003", "space_0004"));
  EXPECT_EQ(plan.scenarios[1].title, "space 2");
  for (const PlannedScenario& each : plan.scenarios) {
    const double share = std::get<double>(each.swept[0]);
    ASSERT_EQ(each.settings.size(), 2U);
    EXPECT_EQ(std::stod(each.settings[0].value), share);
    EXPECT_NEAR(std::stod(each.settings[1].value), 2.0 + 2.0 * share, 1e-15);
    EXPECT_EQ(each.settings[1].line, 9);
  }
}

TEST(LoadBatch, DrawsTheLawsThatAreAskedFor) {
  // A Latin hypercube of n points has one in each n-th part, so its mean and its quartiles are exact up to
  // 1 / n of the spread.
  const BatchPlan plan = plan_of(
      "[sweeps.s]\nfile = 'base.toml'\ndesign = 'lhs'\nsamples = 1000\nseed = 1\n"
      "[sweeps.s.axes.a]\nset.x.y = { normal = [3, 2] }\n"
      "[sweeps.s.axes.b]\nset.x.z = { discrete = [[1, 1], [2, 3]] }\n"
      "[sweeps.s.axes.c]\nset.x.w = { uniform = [0, 1], max = 0.5 }\n");
  double below_mean = 0, below_sd = 0, twos = 0, sum = 0;
  for (const PlannedScenario& each : plan.scenarios) {
    below_mean += std::get<double>(each.swept[0]) < 3.0;
    below_sd += std::get<double>(each.swept[0]) < 5.0;
    twos += each.settings[1].value == "2";
    sum += std::get<double>(each.swept[2]);
  }

  EXPECT_EQ(below_mean, 500);
  EXPECT_NEAR(below_sd, 841.34, 1.0);
  EXPECT_EQ(twos, 750);
  EXPECT_NEAR(sum / 1000, 0.25, 0.5 / 1000);
}

TEST(LoadBatch, DrawsAnAxisAlikeWhateverAxisFollows) {
  const std::string with_another = space + "[sweeps.space.axes.other]\nset.x.y = { normal = [0, 1] }\n";
  const BatchPlan one = plan_of(space), two = plan_of(with_another);

  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(one.scenarios[i].swept[0], two.scenarios[i].swept[0]);
}

TEST(LoadBatch, CorrelatesRanks) {
  const BatchPlan plan = plan_of(
      "[sweeps.s]\nfile = 'base.toml'\ndesign = 'lhs'\nsamples = 400\nseed = 1\n"
      "[sweeps.s.axes.a]\nset.x.y = { uniform = [0, 1] }\n"
      "[sweeps.s.axes.b]\nset.x.z = { uniform = [0, 1] }\n"
      "[sweeps.s.rank_correlation]\nb = { a = -0.8 }\n");
  double product = 0.0;
  for (const PlannedScenario& each : plan.scenarios)
    product += (std::get<double>(each.swept[0]) - 0.5) * (std::get<double>(each.swept[1]) - 0.5);

  // The correlation of uniforms is that of their ranks; 0.03 is twice the largest miss at n = 400.
  EXPECT_NEAR(12.0 * product / 400, -0.8, 0.03);
}

TEST(LoadBatch, SharesAxesOfOneName) {
  const BatchPlan plan = plan_of(two_by_two + space + listed);

  ASSERT_EQ(plan.axes.size(), 2U);
  EXPECT_THAT(plan.scenarios[0].swept, ElementsAre(SweptValue(), SweptValue()));
  EXPECT_EQ(plan.scenarios[1].swept[0], SweptValue(-0.01));
  EXPECT_TRUE(std::holds_alternative<double>(plan.scenarios[5].swept[0]));
  EXPECT_EQ(plan.scenarios[5].swept[1], SweptValue());
}

TEST(LoadBatch, KeepsNumbersOfSeveralSweepsWhateverLabelsOneHas) {
  const BatchPlan plan = plan_of(
      "[sweeps.s]\nfile = 'base.toml'\ndesign = 'zip'\n[sweeps.s.axes.a]\nlabels = ['low', 'high']\n"
      "set.x.y = [2, 5]\n[sweeps.t]\nfile = 'base.toml'\ndesign = 'zip'\n[sweeps.t.axes.a]\n"
      "set.x.y = [3]\n");

  EXPECT_FALSE(plan.axes[0].is_text);
  EXPECT_THAT(names_of(plan), ElementsAre("s:a=low", "s:a=high", "t:a=3"));
  EXPECT_THAT(plan.scenarios[1].swept, ElementsAre(SweptValue(5.0)));
  EXPECT_THAT(plan.scenarios[2].swept, ElementsAre(SweptValue(3.0)));
}

TEST(LoadBatch, CallsValuesThatAreNoNumbersByTheirLabels) {
  const BatchPlan plan = plan_of(
      "[sweeps.s]\nfile = 'base.toml'\ndesign = 'zip'\n[sweeps.s.axes.a]\nlabels = ['low', 'high']\n"
      "set.x.y = [[1, 2], [2, 3]]\n");

  EXPECT_TRUE(plan.axes[0].is_text);
  EXPECT_THAT(plan.scenarios[1].swept, ElementsAre(SweptValue("high")));
}

TEST(LoadBatch, WritesNumbersAsTextOnAnAxisOfTexts) {
  const BatchPlan plan =
      plan_of("[sweeps.s]\nfile = 'base.toml'\ndesign = 'zip'\n[sweeps.s.axes.a]\nset.x = [2, 'two']\n");

  EXPECT_THAT(plan.scenarios[0].swept, ElementsAre(SweptValue("2")));
  EXPECT_THAT(plan.scenarios[1].swept, ElementsAre(SweptValue("two")));
}

TEST(LoadBatch, LeavesOutWhatIsSwitchedOff) {
  EXPECT_THAT(names_of(plan_of(listed + two_by_two + space + "[sweeps.cells.axes.off]\nenabled = false\n" +
                               "[scenarios.off]\nenabled = false\n")),
              ElementsAre("baseline", "cells:growth=-0.01,speed=slow", "cells:growth=-0.01,speed=fast",
                          "cells:growth=0.05,speed=slow", "cells:growth=0.05,speed=fast", "space_0001",
                          "space_0002", "space_0003", "space_0004"));
}

TEST(LoadBatch, AcceptsTheLargestBatchAndRefusesLarger) {
  const auto sweep = [](const std::string& name, int n) {
    return fmt::format(
        "[sweeps.{0}]\nfile = 'base.toml'\ndesign = 'lhs'\nsamples = {1}\nseed = 1\n[sweeps.{0}.axes.a]\n"
        "set.x.y = {{ uniform = [0, 1] }}\n",
        name, n);
  };

  EXPECT_EQ(plan_of(sweep("s", 100'000)).scenarios.back().name, "s_100000");
  EXPECT_THAT(batch_errors(sweep("s", 60'000) + sweep("t", 60'000)),
              ElementsAre(" makes 120,000 scenarios (a batch has at most 100,000)"));
}

TEST(LoadBatch, TakesWellUnderASecondForThousands) {
  const auto start = std::chrono::steady_clock::now();
  const BatchPlan plan = plan_of(
      "[sweeps.s]\nfile = 'base.toml'\ndesign = 'lhs'\nsamples = 5000\nseed = 1\n"
      "[sweeps.s.axes.a]\nset.x.y = { uniform = [0, 1] }\n[sweeps.s.axes.b]\nset.x.z = { pert = [0, 1, 2] "
      "}\n");
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;

  EXPECT_EQ(plan.scenarios.size(), 5000U);
  EXPECT_LT(seconds.count(), 5.0);  // 0.05 s on an idle machine
}

TEST(LoadBatch, ReportsEveryErrorAtOnce) {
  EXPECT_THAT(
      batch_errors("batch.basline = 'x'\n[scenarios.a]\nfile = 'nope.toml'\nset = {}\n[sweeps.s]\n"
                   "design = 'gird'\n[sweeps.s.axes.x]\nlabel = 1\n"),
      ElementsAre("2:7: batch.basline: unknown key (allowed: title, description, baseline, set). Did you "
                  "mean 'baseline'?",
                  "4:8: scenarios.a.file = \"nope.toml\": b/nope.toml: cannot read: it is not among the "
                  "files kept with the result (a config file, relative to the folder of this batch file)",
                  "5:7: scenarios.a.set: sets nothing (a setting such as set.simulation.paths = 2000)",
                  "6:1: sweeps.s: has no file (file must be given)",
                  "7:10: sweeps.s.design = \"gird\": is not known here (allowed: grid, zip, lhs, sobol). Did "
                  "you mean 'grid'?",
                  "8:1: sweeps.s.axes.x: has no set (set must be given)",
                  "9:1: sweeps.s.axes.x.label: unknown key (allowed: enabled, title, labels, set). Did you "
                  "mean 'labels'?"));
}

TEST(LoadBatch, NamesBothScenariosOfOneName) {
  EXPECT_THAT(batch_errors(space + "[scenarios.space_0003]\nfile = 'base.toml'\n"),
              ElementsAre("2:9: sweeps.space: scenarios.space_0003 and point 3 of sweeps.space are both "
                          "named \"space_0003\" (each scenario has a name of its own)"));
  EXPECT_THAT(
      batch_errors(
          "[sweeps.s]\nfile = 'base.toml'\ndesign = 'grid'\n[sweeps.s.axes.a]\nset.x = [0.1, 1e-1]\n"),
      ElementsAre("2:9: sweeps.s: point 1 of sweeps.s and point 2 of sweeps.s are both named \"a=0.1\" (each "
                  "scenario has a name of its own). Leave out the value that stands twice, or give labels"));
}

}  // namespace secondcurve::batch_plan_test
