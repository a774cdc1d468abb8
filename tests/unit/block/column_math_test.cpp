#include "engine/block/column_math.hpp"

#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/block_columns.hpp"

namespace secondcurve::column_math_test {
using test::bits_of;
using test::for_each_target;
using test::Lanes;
using test::random_lanes;
using test::to_column;

using Binary = std::function<Column(const Column&, const Column&)>;
using Unary = std::function<Column(const Column&)>;

const std::vector<Binary> binaries = {
    [](const Column& x, const Column& y) { return x + y; },
    [](const Column& x, const Column& y) { return x - y; },
    [](const Column& x, const Column& y) { return x * y; },
    [](const Column& x, const Column& y) { return x / y; },
    [](const Column& x, const Column& y) { return min(x, y); },
    [](const Column& x, const Column& y) { return max(x, y); },
    [](const Column& x, const Column& y) { return select_less(x, y, 2.0 * x, y); },
};
const std::vector<Unary> unaries = {
    [](const Column& x) { return -x; },       [](const Column& x) { return exp(x); },
    [](const Column& x) { return log(x); },   [](const Column& x) { return expm1(x); },
    [](const Column& x) { return log1p(x); }, [](const Column& x) { return sqrt(x); },
};

TEST(ColumnMath, KeepsSingleValuesSingle) {
  for (const Binary& f : binaries) EXPECT_FALSE(f(2.0, 3.0).varies());
  for (const Unary& f : unaries) EXPECT_FALSE(f(2.0).varies());
}

TEST(ColumnMath, GivesAPathTheBitsOfTheSingleValue) {
  const Lanes x = random_lanes(0.01, 5.0, 21), y = random_lanes(0.01, 5.0, 22);
  const Column cx = to_column(x), cy = to_column(y);

  for_each_target([&] {
    for (std::size_t k = 0; k < binaries.size(); ++k) {
      const Column both = binaries[k](cx, cy), left = binaries[k](cx, 1.5), right = binaries[k](1.5, cy);
      for (std::size_t i = 0; i < block_paths; ++i) {
        ASSERT_EQ(bits_of(both.at(i)), bits_of(binaries[k](x[i], y[i]).value())) << "operation " << k;
        ASSERT_EQ(bits_of(left.at(i)), bits_of(binaries[k](x[i], 1.5).value())) << "operation " << k;
        ASSERT_EQ(bits_of(right.at(i)), bits_of(binaries[k](1.5, y[i]).value())) << "operation " << k;
      }
    }
    for (std::size_t k = 0; k < unaries.size(); ++k) {
      const Column z = unaries[k](cx);
      for (std::size_t i = 0; i < block_paths; ++i) {
        ASSERT_EQ(bits_of(z.at(i)), bits_of(unaries[k](x[i]).value())) << "function " << k;
      }
    }
  });
}

TEST(ColumnMath, ReadsLikeTheFormula) {
  const Column volatility = to_column(random_lanes(0.1, 0.4, 23));
  const Column drift = 0.05;

  const Column shift = drift - volatility * volatility / 2.0;

  ASSERT_TRUE(shift.varies());
  for (std::size_t i = 0; i < block_paths; ++i) {
    ASSERT_EQ(shift.at(i), 0.05 - volatility.at(i) * volatility.at(i) / 2.0);
  }
}

TEST(ColumnMinimum, KeepsNotANumber) {
  EXPECT_TRUE(std::isnan(min(std::nan(""), 1.0).value()));
  EXPECT_TRUE(std::isnan(max(1.0, std::nan("")).value()));
}

TEST(ColumnSelectLess, MixesSingleValuesAndColumns) {
  const Lanes x = random_lanes(-1.0, 1.0, 24);

  const Column chosen = select_less(to_column(x), 0.0, -1.0, to_column(x));

  for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(chosen.at(i), x[i] < 0.0 ? -1.0 : x[i]);
}

}  // namespace secondcurve::column_math_test
