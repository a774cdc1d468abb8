#include "engine/schema/field.hpp"

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"

namespace secondcurve::field_test {

TEST(Range, HoldsItsEndsUnlessTheyAreOpen) {
  EXPECT_TRUE(share_range.contains(0.0));
  EXPECT_TRUE(share_range.contains(1.0));
  EXPECT_FALSE(share_range.contains(1.0000001));
  EXPECT_FALSE(positive.contains(0.0));
  EXPECT_FALSE(growth_range.contains(-1.0));
  EXPECT_TRUE(growth_range.contains(-0.999));
  EXPECT_FALSE(growth_range.contains(8.0));  // 8% as a slip of the pen
}

TEST(Range, HoldsNoNumberThatIsNone) { EXPECT_FALSE(any_real.contains(not_a_number)); }

TEST(Range, IsSaidInWords) {
  EXPECT_EQ(to_string(any_real), "any number");
  EXPECT_EQ(to_string(not_negative), "at least 0");
  EXPECT_EQ(to_string(positive), "above 0");
  EXPECT_EQ(to_string(share_range), "from 0 to 1");
  EXPECT_EQ(to_string(Range{.high = 3.0}), "at most 3");
  EXPECT_EQ(to_string(Range{.high = 3.0, .high_open = true}), "below 3");
  EXPECT_EQ(to_string(Range{.low = 0.0, .high = 1.0, .high_open = true}), "at least 0 and below 1");
}

}  // namespace secondcurve::field_test
