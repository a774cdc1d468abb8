#include "engine/simulate/failures.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::failures_test {

using test::one_sector;
using test::scenario_of;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string falling = "model = \"path\", growth = -0.1";
const std::string rising = "model = \"path\", growth = 0.1";

/// An event of 2027 that changes the log level by so much.
std::string event(int impact) {
  return "[events.shock]\nyear = 2027\nimpact = " + std::to_string(impact / 100.0) +
         "\nexposure = { industry = 100 }\n";
}

std::string explained(const std::string& text) { return explain_failure(Economy(scenario_of(text)), 0); }

TEST(Failures, SayWhichWayTheWholeOutputWentWhereALeverMovedItAgainstItsModel) {
  EXPECT_EQ(explained(one_sector(falling) + event(500)),
            "path 0, sector industry (model path), step 2 (year 2027): output grew beyond 1e120");
  EXPECT_EQ(explained(one_sector(rising) + event(-500)),
            "path 0, sector industry (model path), step 2 (year 2027): output shrank below 1e-120");
}

TEST(Failures, SayWhereNumbersCannotBeUsed) {
  const std::string above_capacity =
      "model = \"logistic\", rate = 0.3, capacity = { uniform = [0.5, 0.6] }, volatility = 0, noise = "
      "\"logit\"";

  EXPECT_EQ(
      explained(one_sector(above_capacity)),
      "path 0, sector industry (model logistic), step 1 (year 2026): output is not a number: its model or a "
      "lever cannot use its parameters on this path");
}

TEST(Failures, SayThatNothingIsLeftOfAPublishedTotal) {
  const std::string text = test::sector("large", "{ value = 90, sd = 90 }", rising) +
                           test::sector("rest", "{ residual_of = \"all\", total = 100 }", rising) +
                           test::series("all", "large = 1, rest = 1");
  const Economy economy(scenario_of(text));
  Failures failures;
  Economy::Workspace workspace(economy);
  failures.add(economy.simulate(0, block_paths, workspace));
  ASSERT_GT(failures.count, 0u);

  EXPECT_THAT(explain_failure(economy, failures.first),
              HasSubstr(": nothing is left of the published total for sector rest in the base year"));
}

TEST(Failures, EndARunWithTheShareThatIsAllowedAndTheFirstOfThem) {
  const Economy economy(scenario_of(one_sector(falling) + event(500)));

  try {
    check_failures(economy, {.count = 300, .first = 0}, 1000);
    ADD_FAILURE() << "should throw";
  } catch (const NumericalError& error) {
    EXPECT_THAT(
        error.what(),
        StartsWith("at least 300 of 1000 paths left the range of numbers (simulation.max_failed_share "
                   "allows 0 of them). The first: path 0, sector industry (model path), step 2 (year "
                   "2027): output grew beyond 1e120. Look at it with: secondcurve replay FILE --path 0"));
  }
}

}  // namespace secondcurve::failures_test
