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

TEST(Failures, SayThatSinglePrecisionHasLessRoom) {
  const auto explain = [](const std::string& text) {
    return explain_failure(Economy(scenario_of(text, {"simulation.arithmetic=\"single\""})), 0);
  };
  const std::string where = "path 0, sector industry (model path), step 2 (year 2027): output ";
  const std::string remedy = ". Another unit, or simulation.arithmetic = \"double\", has room";

  EXPECT_EQ(explain(one_sector(falling) + event(60)),
            where + "grew beyond 1e20 or e^80 times its base" + remedy);
  EXPECT_EQ(explain(one_sector(rising) + event(-60)),
            where + "shrank below 1e-20 or e^-80 times its base" + remedy);
}

TEST(Failures, SayWhichEndOfTheRangeABaseIsBeyond) {
  const auto explain = [](const std::string& base, const std::string& growth) {
    return explained(test::sector("industry", base, growth) + test::series("industry", "industry = 1"));
  };

  EXPECT_THAT(explain("1e130", falling), HasSubstr("output grew beyond 1e120"));
  EXPECT_THAT(explain("1e-130", rising), HasSubstr("output shrank below 1e-120"));
}

TEST(Failures, AreOutputsThatLeaveTheRangeOfFloats) {
  // A level of 4e19 with the largest weight, beside one of 100 with the smallest.
  const auto text = [](const std::string& series_text) {
    return test::sector("large", "4e19", rising) + test::sector("small", "1e-19", falling) +
           test::series("large", "large = 1e15") + test::series("small", "small = 1e-15") + series_text;
  };
  const auto failures_of = [&](const std::string& series_text, const std::string& arithmetic) {
    const Economy economy(scenario_of(text(series_text), {"simulation.arithmetic=\"" + arithmetic + "\""}));
    Failures failures;
    Economy::Workspace workspace(economy);
    failures.add(economy.simulate(0, block_paths, workspace));
    return std::pair(failures.count, explain_failure(economy, 0));
  };
  const std::string ratio = "[series.ratio]\naccount = \"output\"\nsum = { large = 1 }\nper = \"small\"\n";

  EXPECT_EQ(failures_of("", "single").first, 0u) << "4e34 and 1e-34 are floats";
  EXPECT_EQ(failures_of(ratio, "double").first, 0u);
  const auto [count, explanation] = failures_of(ratio, "single");
  EXPECT_EQ(count, block_paths);
  EXPECT_EQ(explanation,
            "path 0: the output of series ratio in 2026 grew beyond 3e38. Another unit, or "
            "simulation.arithmetic = \"double\", has room");
}

TEST(Failures, SayWhichOutputLeftTheRangeOfFloatsAtItsLowerEnd) {
  const std::string text = test::sector("large", "4e19", rising) + test::sector("small", "1e-19", falling) +
                           test::series("large", "large = 1e15") + test::series("small", "small = 1e-15") +
                           "[series.ratio]\naccount = \"output\"\nsum = { small = 1 }\nper = \"large\"\n";

  EXPECT_THAT(explain_failure(Economy(scenario_of(text, {"simulation.arithmetic=\"single\""})), 0),
              HasSubstr("the output of series ratio in 2026 shrank below 1e-38"));
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
