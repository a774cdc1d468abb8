// Operations on columns of floats, and of both.
#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::single_ops_test {
using test::bits_of;
using test::for_each_target;
using test::Lanes;
using test::random_lanes;
using test::single;

const Lanes a = random_lanes(-3.0, 3.0, 1), b = random_lanes(-3.0, 3.0, 2), c = random_lanes(-3.0, 3.0, 3);

TEST(BlockOps, ComputeInThePrecisionOfWhatTheyWrite) {
  for_each_target([] {
    Lanes room_x, room_y, wide;
    const ColumnPlace x = single(room_x), y = single(room_y);
    assign(x, a.data());
    for (std::size_t i = 0; i < block_paths; ++i)
      ASSERT_EQ(x[i], static_cast<double>(static_cast<float>(a[i])));

    multiply(y, x, b.data());  // a column of doubles is rounded first
    multiply(wide.data(), x, b.data());
    for (std::size_t i = 0; i < block_paths; ++i) {
      const auto rounded = static_cast<float>(a[i]);
      ASSERT_EQ(y[i], static_cast<double>(rounded * static_cast<float>(b[i])));
      ASSERT_EQ(wide[i], static_cast<double>(rounded) * b[i]);
    }
    affine(y, 0.5, {{2.0, x}, {c.data(), b.data()}});
    affine(wide.data(), 0.5, {{2.0, x}, {c.data(), b.data()}});
    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_NEAR(y[i], 0.5 + 2.0 * a[i] + c[i] * b[i], 3e-6);
      ASSERT_NEAR(wide[i], 0.5 + 2.0 * x[i] + c[i] * b[i], 1e-14);
    }
    select_less(y, x, 0.0, 1.0, x);
    exponential(x, x);
    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(y[i], a[i] < 0.0 ? 1.0 : static_cast<double>(static_cast<float>(a[i])));
      ASSERT_EQ(x[i], static_cast<double>(
                          static_cast<float>(exponential(static_cast<double>(static_cast<float>(a[i]))))));
    }
    Lanes room_z;
    const ColumnPlace z = single(room_z);
    exponential(wide.data(), y);
    minimum(z, y, 0.25);
    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(z[i], std::min(y[i], 0.25));
      ASSERT_EQ(bits_of(wide[i]), bits_of(exponential(y[i])));
    }
  });
}

}  // namespace secondcurve::single_ops_test
