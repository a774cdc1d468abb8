#include "engine/cli/figures.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_result.hpp"

namespace secondcurve::cli::figures_test {

using ::testing::ElementsAre;

TEST(FixedText, HasTheDecimalsAskedForAndGroupsWholeNumbers) {
  EXPECT_EQ(fixed_text(12.345, 2), "12.35");
  EXPECT_EQ(fixed_text(-12.345, 1), "-12.3");
  EXPECT_EQ(fixed_text(4761.4, 0), "4,761");
  EXPECT_EQ(fixed_text(-2.5e14, 0), "-2.500e+14");
  EXPECT_EQ(fixed_text(undefined, 2), "-");
}

TEST(FixedText, MarksGainsWhereAskedAndNeverZero) {
  EXPECT_EQ(fixed_text(0.5, 1, Sign::of_both), "+0.5");
  EXPECT_EQ(fixed_text(-0.5, 1, Sign::of_both), "-0.5");
  EXPECT_EQ(fixed_text(0.0, 1, Sign::of_both), "0.0");
  EXPECT_EQ(fixed_text(-0.04, 1, Sign::of_both), "0.0");
  EXPECT_EQ(fixed_text(-0.4, 0), "0");
}

TEST(DecimalsOf, GivesTheLargestNumberAboutThreeDigits) {
  EXPECT_EQ(decimals_of({1.0, -250.0}), 0);
  EXPECT_EQ(decimals_of({1.0, -25.0}), 1);
  EXPECT_EQ(decimals_of({0.031, undefined}), 4);
  EXPECT_EQ(decimals_of({1e-20}), 6);
  EXPECT_EQ(decimals_of({0.0, 0.0}), 0);
}

TEST(LevelText, HasAboutThreeDigits) {
  EXPECT_EQ(level_text(4761.2), "4,761");
  EXPECT_EQ(level_text(-37.34), "-37.3");
  EXPECT_EQ(level_text(9.456), "9.46");
  EXPECT_EQ(level_text(0.0312), "0.031");
  EXPECT_EQ(level_text(0.0), "0.00");
}

TEST(LevelText, MarksAGainWhereASignIsAskedFor) {
  EXPECT_EQ(level_text(4761.2, Sign::of_both), "+4,761");
  EXPECT_EQ(level_text(0.0312, Sign::of_both), "+0.031");
  EXPECT_EQ(level_text(-0.0312, Sign::of_both), "-0.031");
  EXPECT_EQ(level_text(0.0, Sign::of_both), "0.00");
}

TEST(PercentText, HasOneDecimal) {
  EXPECT_EQ(percent_text(0.1234), "12.3%");
  EXPECT_EQ(percent_text(0.1234, Sign::of_both), "+12.3%");
  EXPECT_EQ(percent_text(-0.0004, Sign::of_both), "0.0%");
  EXPECT_EQ(percent_text(undefined), "-");
}

TEST(YearHeader, HasTheChosenYearsFromTheFirstThatIsWanted) {
  const TableChoice all = choice_of_all(sample_view());

  EXPECT_THAT(year_header(sample_view(), all, 2), ElementsAre("", "", "2025", "2026"));
  EXPECT_THAT(year_header(sample_view(), all, 1, 1), ElementsAre("", "2026"));
}

}  // namespace secondcurve::cli::figures_test
