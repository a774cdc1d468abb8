#include "engine/stats/integer_sum.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/saved.hpp"

namespace secondcurve::integer_sum_test {

TEST(IntegerSum, RoundsEachAddendToNearestUnitTiesToEven) {
  IntegerSum quarters(-2);

  for (double x : {0.25, 0.1, 0.2, 0.125, 0.375, -0.45}) quarters.add(x);

  // In quarters: 1, 0.4 -> 0, 0.8 -> 1, 0.5 -> 0, 1.5 -> 2, -1.8 -> -2.
  EXPECT_EQ(quarters.value(), 0.5);
}

TEST(IntegerSum, IsExactWhereDoublesCancel) {
  IntegerSum sum(-40);

  sum.add(0x1p50);
  sum.add(0x1p-40);
  sum.add(-0x1p50);

  EXPECT_EQ(sum.value(), 0x1p-40);
}

TEST(IntegerSum, HasTheSameBitsInAnyOrderAndGrouping) {
  plain::Draws draws(1);
  std::vector<double> x(1000);
  for (double& value : x) value = std::exp(6.0 * draws.normal()) * draws.normal();
  IntegerSum in_order(-60);
  for (double value : x) in_order.add(value);
  ASSERT_FALSE(in_order.overflowed());

  for (int trial = 0; trial < 20; ++trial) {
    for (std::size_t i = x.size(); i > 1; --i) std::swap(x[i - 1], x[draws.below(i)]);
    std::vector<IntegerSum> parts(1 + draws.below(9), IntegerSum(-60));
    for (double value : x) parts[draws.below(parts.size())].add(value);
    while (parts.size() > 1) {
      const IntegerSum last = parts.back();
      parts.pop_back();
      parts[draws.below(parts.size())].merge(last);
    }

    EXPECT_EQ(parts.front(), in_order);
  }
}

TEST(IntegerSum, ReadsAsNanOnceAnAddendOverflowsInAnyOrder) {
  IntegerSum early(0), late(0), other(0);

  early.add(0x1p94);
  early.add(1.0);
  late.add(1.0);
  late.add(-0x1p94);
  other.merge(late);

  EXPECT_TRUE(early.overflowed());
  EXPECT_TRUE(late.overflowed());
  EXPECT_TRUE(std::isnan(early.value()));
  EXPECT_TRUE(std::isnan(other.value()));
}

TEST(IntegerSum, TreatsWhatIsNotFiniteAsOverflow) {
  for (double x : {infinity, -infinity, not_a_number}) {
    IntegerSum sum(0);

    sum.add(x);

    EXPECT_TRUE(sum.overflowed()) << x;
  }
}

TEST(IntegerSum, HoldsTheLargestAddendsWithoutOverflow) {
  const double largest = std::nextafter(0x1p94, 0.0);
  IntegerSum sum(0);

  for (int i = 0; i < 4096; ++i) sum.add(largest);

  EXPECT_FALSE(sum.overflowed());
  EXPECT_EQ(sum.value(), largest * 4096.0);
}

TEST(IntegerSum, KeepsItsUnitWithinTheRangeOfDoubles) {
  IntegerSum tiny(-5000), huge(5000);

  tiny.add(0x1p-990);
  huge.add(0x1p1010);

  EXPECT_EQ(tiny.value(), 0x1p-990);
  EXPECT_EQ(huge.value(), 0x1p1010);
}

TEST(IntegerSum, LoadsWhatItHasSaved) {
  IntegerSum large(-60), negative(-60), out_of_range(-60);
  large.add(0x1p30);
  large.add(0x1p-60);
  negative.add(-0x1p30);
  negative.add(0x1p-60);
  out_of_range.add(0x1p60);
  ASSERT_TRUE(out_of_range.overflowed());

  for (const IntegerSum& sum : {large, negative, out_of_range}) test::expect_loads(sum, IntegerSum(-60));
}

TEST(IntegerSum, RefusesToLoadWhatNoSumCanBe) {
  IntegerSum sum(0);
  ByteWriter too_large, no_mark;
  for (const std::uint64_t word : {std::uint64_t{0}, std::uint64_t{1} << 62}) too_large.write_u64(word);
  too_large.write_u8(0);
  for (const std::uint64_t word : {std::uint64_t{1}, std::uint64_t{0}}) no_mark.write_u64(word);
  no_mark.write_u8(2);

  ByteReader first(too_large.bytes()), second(no_mark.bytes());

  EXPECT_THROW(sum.load(first), DamagedBytes);
  EXPECT_THROW(sum.load(second), DamagedBytes);
}

}  // namespace secondcurve::integer_sum_test
