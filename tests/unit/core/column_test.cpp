#include "engine/core/column.hpp"

#include <cstdint>
#include <numeric>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "tests/support/contracts.hpp"

namespace secondcurve::column_test {

/// A column whose path p holds first + p.
Column counting_column(double first) {
  Column column = Column::per_path();
  std::iota(column.lanes(), column.lanes() + block_paths, first);
  return column;
}

bool is_aligned(const double* lanes) { return reinterpret_cast<std::uintptr_t>(lanes) % lane_alignment == 0; }

TEST(Column, IsZeroUnlessSaidOtherwise) {
  const Column column;

  EXPECT_FALSE(column.varies());
  EXPECT_EQ(column.value(), 0.0);
}

TEST(Column, OfOneNumberHasItOnEveryPath) {
  const Column column = 0.05;

  EXPECT_FALSE(column.varies());
  EXPECT_EQ(column.value(), 0.05);
  EXPECT_EQ(column.lanes(), nullptr);
  EXPECT_EQ(column.at(0), 0.05);
  EXPECT_EQ(column.at(block_paths - 1), 0.05);
}

TEST(Column, PerPathHasAnAlignedValueForEachPath) {
  const Column column = counting_column(10.0);

  ASSERT_TRUE(column.varies());
  EXPECT_TRUE(is_aligned(column.lanes()));
  EXPECT_EQ(column.at(0), 10.0);
  EXPECT_EQ(column.at(block_paths - 1), 10.0 + static_cast<double>(block_paths - 1));
}

TEST(Column, PerPathHasNoSingleValue) {
  SC_NEEDS_CONTRACTS();

  EXPECT_THROW(counting_column(0.0).value(), ContractViolation);
}

TEST(ColumnCopy, HoldsTheSameValuesInRoomOfItsOwn) {
  Column original = counting_column(1.0);

  const Column copy = original;
  original.lanes()[3] = -1.0;

  ASSERT_TRUE(copy.varies());
  EXPECT_NE(copy.lanes(), original.lanes());
  EXPECT_EQ(copy.at(3), 4.0);
  EXPECT_EQ(copy.at(block_paths - 1), static_cast<double>(block_paths));
}

TEST(ColumnCopy, OverAColumnReplacesItsValues) {
  const Column source = counting_column(5.0);
  Column target = counting_column(100.0);

  target = source;

  EXPECT_NE(target.lanes(), source.lanes());
  EXPECT_EQ(target.at(7), 12.0);
}

TEST(ColumnCopy, OfANumberOverAColumnNoLongerVaries) {
  const Column number = 2.0;
  Column target = counting_column(100.0);

  target = number;

  EXPECT_FALSE(target.varies());
  EXPECT_EQ(target.value(), 2.0);
}

TEST(ColumnCopy, OfAColumnOverANumberVaries) {
  const Column source = counting_column(5.0);
  Column target = 2.0;

  target = source;

  EXPECT_EQ(target.at(1), 6.0);
}

TEST(ColumnCopy, OntoItselfChangesNothing) {
  Column column = counting_column(5.0);
  const Column& itself = column;

  column = itself;

  ASSERT_TRUE(column.varies());
  EXPECT_EQ(column.at(2), 7.0);
}

TEST(ColumnMove, HandsTheRoomOver) {
  Column source = counting_column(5.0);
  const double* room = source.lanes();

  const Column target = std::move(source);

  EXPECT_EQ(target.lanes(), room);
  EXPECT_EQ(target.at(1), 6.0);
  static_assert(std::is_nothrow_move_constructible_v<Column> && std::is_nothrow_move_assignable_v<Column>);
}

TEST(ColumnMove, OverAColumnReplacesIt) {
  Column target = counting_column(100.0);

  target = counting_column(5.0);

  EXPECT_EQ(target.at(1), 6.0);
}

TEST(ColumnRoom, IsReusedByTheNextColumnOfTheThread) {
  const double* first = nullptr;
  {
    const Column column = counting_column(0.0);
    first = column.lanes();
  }

  const Column next = Column::per_path();

  EXPECT_EQ(next.lanes(), first);
}

TEST(ColumnRoom, IsNeverSharedByTwoLivingColumns) {
  {
    const Column a = Column::per_path(), b = Column::per_path();
    EXPECT_NE(a.lanes(), b.lanes());
  }

  const Column c = Column::per_path(), d = Column::per_path(), e = Column::per_path();

  EXPECT_NE(c.lanes(), d.lanes());
  EXPECT_NE(c.lanes(), e.lanes());
  EXPECT_NE(d.lanes(), e.lanes());
}

TEST(ColumnView, KnowsWhereItsValuesAreAndWhetherTheyAreFloats) {
  alignas(lane_alignment) double doubles[2 * block_paths] = {1.5, 2.5};
  alignas(lane_alignment) float floats[block_paths] = {3.5F, 4.5F};
  const ColumnPlace of_doubles = doubles, of_floats = floats;
  const ColumnPlace in_room(doubles, Arithmetic::double_precision),
      room_of_floats(doubles + block_paths, Arithmetic::single_precision);

  for (const ColumnView view : {ColumnView(of_doubles), ColumnView(in_room)}) {
    EXPECT_TRUE(view);
    EXPECT_FALSE(view.is_single());
    EXPECT_EQ(view.precision(), Arithmetic::double_precision);
    EXPECT_EQ(view.doubles(), doubles);
    EXPECT_EQ(view[1], 2.5);
    EXPECT_TRUE(view.is_at(doubles) && view.is_aligned());
    EXPECT_FALSE(view.is_at(doubles + 1));
  }
  const ColumnView view = of_floats;
  EXPECT_TRUE(view && view.is_single());
  EXPECT_EQ(view.precision(), Arithmetic::single_precision);
  EXPECT_EQ(view.floats(), floats);
  EXPECT_EQ(view[1], 4.5);
  EXPECT_TRUE(view.is_at(floats) && view.is_aligned());
  EXPECT_FALSE(view.is_at(floats + 1));
  EXPECT_EQ(static_cast<const void*>(room_of_floats.floats()), doubles + block_paths);
  EXPECT_FALSE(ColumnView(floats + 1).is_aligned());
  EXPECT_FALSE(ColumnView(doubles + 1).is_aligned());
  EXPECT_FALSE(ColumnView());
  EXPECT_FALSE(ColumnView().is_single());
  EXPECT_TRUE(ColumnView().is_aligned());
}

TEST(Operand, OfAColumnPointsAtItsLanes) {
  const Column column = counting_column(0.0);

  EXPECT_EQ(Operand(column).column.doubles(), column.lanes());
}

TEST(Operand, OfANumberHoldsIt) {
  const Operand from_column = Column(3.0);
  const Operand from_number = 4.0;

  EXPECT_FALSE(from_column.is_column());
  EXPECT_EQ(from_column.value, 3.0);
  EXPECT_FALSE(from_number.is_column());
  EXPECT_EQ(from_number.value, 4.0);
}

TEST(LanePitch, KeepsEveryColumnAligned) {
  EXPECT_EQ(lane_pitch * sizeof(double) % lane_alignment, 0u);
  EXPECT_GE(lane_pitch, block_paths);
}

}  // namespace secondcurve::column_test
