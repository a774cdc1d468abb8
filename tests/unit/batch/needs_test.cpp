#include "engine/batch/needs.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/batch/run_batch.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::needs_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const auto all_are_left = [](std::size_t) { return true; };

ScenarioCheck check_of(std::uint64_t n_blocks, double memory_bytes, double kept_bytes, double disk_bytes) {
  ScenarioCheck check;
  check.n_blocks = n_blocks;
  check.sizes = {
      .memory_bytes = memory_bytes, .kept_bytes = kept_bytes, .cube_bytes = 0.0, .disk_bytes = disk_bytes};
  return check;
}

TEST(NeedsOf, TakeTheLargestScenariosThatRunAtOnce) {
  const std::vector<ScenarioCheck> checks{check_of(8, 10, 1, 5), check_of(8, 40, 2, 5),
                                          check_of(8, 20, 4, 5)};

  const BatchNeeds needs = needs_of(checks, std::nullopt, 2, all_are_left);

  EXPECT_EQ(needs.at_once, 2U);
  EXPECT_EQ(needs.memory_bytes, program_bytes + 60.0);
}

TEST(NeedsOf, AddWhatTheBaselineKeeps) {
  const std::vector<ScenarioCheck> checks{check_of(8, 10, 7, 5), check_of(8, 40, 2, 5),
                                          check_of(8, 20, 4, 5)};

  EXPECT_EQ(needs_of(checks, 0, 2, all_are_left).memory_bytes, program_bytes + 67.0);
}

TEST(NeedsOf, CountTheIndexOfAllAndThePartsThatAreLeft) {
  std::vector<ScenarioCheck> checks{check_of(8, 10, 1, 5), check_of(8, 10, 1, 7), check_of(8, 10, 1, 11)};
  checks[2].error = "wrong";

  EXPECT_EQ(needs_of(checks, std::nullopt, 2, all_are_left).disk_bytes, 24.0);
  EXPECT_EQ(needs_of(checks, std::nullopt, 2, [](std::size_t i) { return i == 1; }).disk_bytes, 19.0);
}

TEST(NeedsOf, AreOfNoMoreScenariosThanAreLeft) {
  const std::vector<ScenarioCheck> checks{check_of(8, 10, 1, 5), check_of(8, 40, 2, 5)};

  const BatchNeeds one = needs_of(checks, std::nullopt, 8, [](std::size_t i) { return i == 0; });
  const BatchNeeds none = needs_of(checks, std::nullopt, 8, [](std::size_t) { return false; });

  EXPECT_EQ(one.at_once, 1U);
  EXPECT_EQ(one.memory_bytes, program_bytes + 10.0);
  EXPECT_EQ(none.memory_bytes, 0.0);
}

TEST(MeanBlocks, AreOfScenariosThatCanBeRun) {
  std::vector<ScenarioCheck> checks{check_of(8, 0, 0, 0), check_of(16, 0, 0, 0), check_of(1000, 0, 0, 0)};
  checks[2].error = "wrong";

  EXPECT_EQ(mean_blocks(checks), 12U);
  EXPECT_EQ(mean_blocks({}), 1U);
}

TEST(RefuseWhatDoesNotFit, NamesWhatIsShort) {
  EXPECT_NO_THROW(refuse_what_does_not_fit({.at_once = 1, .memory_bytes = 1, .disk_bytes = 1}, "."));
  EXPECT_THAT([] { refuse_what_does_not_fit({.at_once = 1, .memory_bytes = 1e18, .disk_bytes = 1}, "."); },
              ThrowsMessage<IoError>(HasSubstr("GB of memory")));
  EXPECT_THAT(
      [] {
        refuse_what_does_not_fit({.at_once = 1, .memory_bytes = 1, .disk_bytes = 1e18}, "no/such/place");
      },
      ThrowsMessage<IoError>(HasSubstr("GB of disk")));
}

}  // namespace secondcurve::needs_test
