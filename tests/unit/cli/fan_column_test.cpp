#include "engine/cli/fan_column.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_result.hpp"

namespace secondcurve::cli::fan_column_test {

TEST(Sparkline, HasABlockForEachValueOnTheScale) {
  EXPECT_EQ(sparkline({0.0, 0.5, 1.0}, 0.0, 1.0), "▁▅█");
  EXPECT_EQ(sparkline({-5.0, 9.0}, 0.0, 1.0), "▁█");
}

TEST(Sparkline, LeavesOutWhatIsNotDefinedAndHasAMiddleWithoutScale) {
  EXPECT_EQ(sparkline({undefined, 1.0}, 0.0, 1.0), " █");
  EXPECT_EQ(sparkline({2.0, 2.0}, 2.0, 2.0), "▅▅");
  EXPECT_EQ(sparkline({}, 0.0, 1.0), "");
}

TEST(FanColumn, DrawsTheQuantilesOfASeriesOnOneScale) {
  const ResultView result = sample_view();
  const TableChoice choice = choice_of_all(result);

  const FanColumn fan(result, choice, "output_quantile", {0, 1, 2});

  // Automobiles are 100 in the first year; in the second 104.4, 110 and 4,761.
  EXPECT_EQ(fan.head(), "5%   50%  95% ");
  EXPECT_EQ(fan.cell(0), "▁▁   ▁▁   ▁█  ");
  EXPECT_EQ(fan.cell(1), "█▁   █▄   █▇  ");
}

}  // namespace secondcurve::cli::fan_column_test
