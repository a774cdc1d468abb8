#include "models/scenario/validate_targets.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/scenario/scenario.hpp"
#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::validate_targets_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The errors of a scenario with the targets high and low, and what follows.
std::vector<std::string> errors(const std::string& more, const std::vector<std::string>& overrides = {}) {
  return test::messages(test::one_sector("model = \"path\", growth = 0.1") +
                            "[targets.high]\nseries = \"industry\"\nyear = 2030\nat_least = 1\n"
                            "[targets.low]\nseries = \"industry\"\nyear = 2026\nat_most = 1\n" +
                            more,
                        overrides);
}

TEST(ValidateTargets, TakesTargetsAndJointOnes) {
  EXPECT_THAT(errors("[targets.both]\nall_of = [\"high\", \"low\"]\n"), IsEmpty());
}

TEST(ValidateTargets, WantsASeriesThatExists) {
  EXPECT_THAT(errors("", {"targets.high.series=\"industri\""}),
              ElementsAre(HasSubstr("\"industri\" is no series")));
}

TEST(ValidateTargets, WantsSeriesAndYear) {
  EXPECT_THAT(errors("[targets.x]\nat_least = 1\n"),
              ElementsAre(HasSubstr("has no series"), HasSubstr("has no year")));
}

TEST(ValidateTargets, WantsAYearThatIsSimulated) {
  EXPECT_THAT(errors("", {"targets.high.year=2025"}), ElementsAre(HasSubstr("from 2026 to 2030")));
  EXPECT_THAT(errors("", {"targets.high.year=2031"}), ElementsAre(HasSubstr("from 2026 to 2030")));
}

TEST(ValidateTargets, WantsPartsThatExist) {
  EXPECT_THAT(errors("[targets.both]\nall_of = [\"high\", \"lo\"]\n"),
              ElementsAre(HasSubstr("all_of[1]: \"lo\" is no target")));
}

TEST(ValidateTargets, WantsPartsThatAreNotJointThemselves) {
  EXPECT_THAT(errors("[targets.both]\nall_of = [\"high\", \"low\"]\n[targets.all]\nall_of = [\"both\"]\n"),
              ElementsAre(HasSubstr("\"both\" is itself a joint target")));
  EXPECT_THAT(errors("[targets.both]\nall_of = [\"both\"]\n"), ElementsAre(HasSubstr("the target itself")));
}

TEST(ValidateTargets, WantsAPart) {
  EXPECT_THAT(errors("[targets.both]\nall_of = []\n"), ElementsAre(HasSubstr("all_of: is empty")));
}

TEST(ValidateTargets, WantsTwoPartsThatDiffer) {
  EXPECT_THAT(errors("[targets.both]\nall_of = [\"high\"]\n"),
              ElementsAre(HasSubstr("all_of: has one target (two or more")));
  EXPECT_THAT(errors("[targets.both]\nall_of = [\"high\", \"low\", \"high\"]\n"),
              ElementsAre(HasSubstr("all_of[2] = \"high\": stands there twice")));
}

TEST(ValidateTargets, TakesNoSeriesOrYearBesideParts) {
  EXPECT_THAT(errors("[targets.both]\nall_of = [\"high\", \"low\"]\nyear = 2030\n"),
              ElementsAre(HasSubstr("year: cannot stand beside all_of")));
}

TEST(ValidateTargets, WantsExactlyOneCondition) {
  EXPECT_THAT(errors("[targets.x]\nseries = \"industry\"\nyear = 2030\n"),
              ElementsAre(HasSubstr("exactly one of them")));
  EXPECT_THAT(errors("[targets.x]\nseries = \"industry\"\nyear = 2030\nat_least = 1\nat_most = 5\n"),
              ElementsAre(HasSubstr("only one of them")));
}

}  // namespace secondcurve::validate_targets_test
