#include "engine/cli/terminal.hpp"

#include <cstdint>

#include <gtest/gtest.h>

namespace secondcurve::cli::terminal_test {

TEST(DurationText, ShowsHundredthsOfShortTimes) {
  EXPECT_EQ(duration_text(0.0), "0.00 s");
  EXPECT_EQ(duration_text(0.4249), "0.42 s");
}

TEST(DurationText, ShowsWholeSecondsBelowAMinuteAndAHalf) {
  EXPECT_EQ(duration_text(10.0), "10 s");
  EXPECT_EQ(duration_text(89.4), "89 s");
}

TEST(DurationText, ShowsMinutesAndSecondsBelowAnHourAndAHalf) {
  EXPECT_EQ(duration_text(200.0), "3 min 20 s");
  EXPECT_EQ(duration_text(185.2), "3 min 05 s");
  EXPECT_EQ(duration_text(5399.0), "89 min 59 s");
}

TEST(DurationText, ShowsHoursAndMinutesOfLongTimes) {
  EXPECT_EQ(duration_text(5400.0), "1 h 30 min");
  EXPECT_EQ(duration_text(7500.0), "2 h 05 min");
}

TEST(DurationText, NeverShowsAUnitInFull) {
  EXPECT_EQ(duration_text(9.999), "10 s");
  EXPECT_EQ(duration_text(89.6), "90 s");
  EXPECT_EQ(duration_text(5399.6), "1 h 30 min");
}

}  // namespace secondcurve::cli::terminal_test
