#include "engine/core/size_text.hpp"

#include <gtest/gtest.h>

namespace secondcurve::size_text_test {

TEST(SizeText, PicksTheUnitThatFits) {
  EXPECT_EQ(size_text(384'000.0), "384 KB");
  EXPECT_EQ(size_text(6.3e6), "6.3 MB");
  EXPECT_EQ(size_text(2.25e9), "2.2 GB");
}

TEST(SizeText, IsNeverZero) { EXPECT_EQ(size_text(10.0), "1 KB"); }

TEST(SizeText, NeverShowsAThousandOfAUnit) {
  EXPECT_EQ(size_text(999'700.0), "1.0 MB");
  EXPECT_EQ(size_text(999'960'000.0), "1.0 GB");
}

}  // namespace secondcurve::size_text_test
