#include "engine/block/ops.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/contracts.hpp"

namespace secondcurve::ops_test {
using test::bits_of;
using test::for_each_target;
using test::has_fma;
using test::Lanes;
using test::random_lanes;

const Lanes a = random_lanes(-3.0, 3.0, 1), b = random_lanes(-3.0, 3.0, 2), c = random_lanes(-3.0, 3.0, 3);

/// Expects a binary operation to have the bits of a plain loop for columns and single values alike.
void expect_loop(void (*operation)(ColumnPlace, Operand, Operand), double (*scalar)(double, double)) {
  for_each_target([&] {
    Lanes both, left, right, none;
    operation(both.data(), a.data(), b.data());
    operation(left.data(), a.data(), 1.25);
    operation(right.data(), 1.25, b.data());
    operation(none.data(), 1.25, -0.5);
    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(bits_of(both[i]), bits_of(scalar(a[i], b[i]))) << "path " << i;
      ASSERT_EQ(bits_of(left[i]), bits_of(scalar(a[i], 1.25))) << "path " << i;
      ASSERT_EQ(bits_of(right[i]), bits_of(scalar(1.25, b[i]))) << "path " << i;
      ASSERT_EQ(bits_of(none[i]), bits_of(scalar(1.25, -0.5))) << "path " << i;
    }
  });
}

TEST(BlockArithmetic, EqualsAPlainLoopToTheBit) {
  expect_loop(add, [](double x, double y) { return x + y; });
  expect_loop(subtract, [](double x, double y) { return x - y; });
  expect_loop(multiply, [](double x, double y) { return x * y; });
  expect_loop(divide, [](double x, double y) { return x / y; });
  expect_loop(minimum, [](double x, double y) { return x < y ? x : y; });
  expect_loop(maximum, [](double x, double y) { return x < y ? y : x; });
}

TEST(BlockArithmetic, WorksInPlace) {
  for_each_target([] {
    Lanes x = a;

    add(x.data(), x.data(), x.data());

    for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(x[i], 2 * a[i]);
  });
}

TEST(BlockMinimumAndMaximum, KeepNotANumberOnEitherSide) {
  for_each_target([] {
    Lanes x;

    minimum(x.data(), not_a_number, 1.0);
    EXPECT_TRUE(std::isnan(x[0]));
    minimum(x.data(), 1.0, not_a_number);
    EXPECT_TRUE(std::isnan(x[0]));
    maximum(x.data(), not_a_number, 1.0);
    EXPECT_TRUE(std::isnan(x[0]));
    maximum(x.data(), 1.0, not_a_number);
    EXPECT_TRUE(std::isnan(x[0]));
  });
}

TEST(BlockUnary, NegateAndSquareRootEqualAPlainLoop) {
  for_each_target([] {
    Lanes size, minus, root;
    for (std::size_t i = 0; i < block_paths; ++i) size[i] = std::fabs(a[i]);

    negate(minus.data(), a.data());
    square_root(root.data(), size.data());

    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(minus[i], -a[i]);
      ASSERT_EQ(root[i], std::sqrt(size[i]));
    }
  });
}

TEST(BlockMultiplyAdd, IsFusedWhereTheMachineHasIt) {
  for_each_target([] {
    Lanes x;

    multiply_add(x.data(), a.data(), b.data(), c.data());

    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(x[i], has_fma() ? std::fma(a[i], b[i], c[i]) : a[i] * b[i] + c[i]) << "path " << i;
    }
  });
}

TEST(BlockSelectLess, ChoosesPathByPath) {
  for_each_target([] {
    Lanes x, y;

    select_less(x.data(), a.data(), b.data(), c.data(), 7.0);
    select_less(y.data(), not_a_number, 1.0, 2.0, 3.0);

    for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(x[i], a[i] < b[i] ? c[i] : 7.0);
    EXPECT_EQ(y[0], 3.0);
  });
}

TEST(BlockLookup, EqualsAPlainLoopOverTheTable) {
  const std::vector<Column> table{2.5, test::to_column(a), -1.0};
  Lanes index;
  for (std::size_t i = 0; i < block_paths; ++i) index[i] = static_cast<double>(i % 4);

  for_each_target([&] {
    Lanes x, same = index;

    lookup(x.data(), index.data(), table);
    lookup(same.data(), same.data(), table);

    for (std::size_t i = 0; i < block_paths; ++i) {
      const double expected = i % 4 < 3 ? table[i % 4].at(i) : not_a_number;
      ASSERT_EQ(bits_of(x[i]), bits_of(expected)) << "path " << i;
      ASSERT_EQ(bits_of(same[i]), bits_of(expected)) << "path " << i << ", in place";
    }
    lookup(x.data(), 1.0, table);
    for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(x[i], a[i]);
  });
}

TEST(BlockBroadcast, FillsTheColumnAndNothingBeyond) {
  for_each_target([] {
    alignas(lane_alignment) std::array<double, block_paths + 1> x{};

    broadcast(x.data(), 4.5);

    for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(x[i], 4.5);
    EXPECT_EQ(x[block_paths], 0.0);
  });
}

TEST(BlockAssign, WritesAColumnOrOneValueBitByBit) {
  for_each_target([] {
    Lanes column = a, copy, same;
    column[7] = -0.0;

    assign(copy.data(), column.data());
    assign(same.data(), -2.5);

    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(bits_of(copy[i]), bits_of(column[i]));
      ASSERT_EQ(same[i], -2.5);
    }
  });
}

TEST(BlockOperations, RefuseAMisalignedColumn) {
  SC_NEEDS_CONTRACTS();
  Lanes x;

  EXPECT_THROW(add(x.data() + 1, 1.0, 2.0), ContractViolation);
  EXPECT_THROW(exponential(x.data(), a.data() + 1), ContractViolation);
}

}  // namespace secondcurve::ops_test
