#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/core/column.hpp"
#include "engine/core/contract.hpp"

namespace secondcurve {

/// A number of a scenario as blocks see it: one number, one number per year, or one value per path. A value
/// type.
class BoundQuantity final {
 public:
  BoundQuantity(double value = 0.0) : by_year_{value} {}  // NOLINT: a number is a quantity
  /// @param by_year one number per year, the base year first; the last one holds for all later years.
  explicit BoundQuantity(std::vector<double> by_year) : by_year_(std::move(by_year)) {
    SC_EXPECT(!by_year_.empty());
  }
  /// A quantity that is drawn once per path. @param draw its place among the drawn values.
  static BoundQuantity drawn(std::size_t draw) {
    BoundQuantity quantity;
    quantity.by_year_.clear();
    quantity.draw_ = draw;
    return quantity;
  }

  /// Whether it differs from path to path.
  bool varies() const { return by_year_.empty(); }
  /// Whether it is written year by year.
  bool by_year() const { return by_year_.size() > 1; }

  /// The number of a year. @param year index, 0 is the base year. Only where `!varies()`.
  double value(std::size_t year = 0) const {
    SC_EXPECT(!varies());
    return by_year_[std::min(year, by_year_.size() - 1)];
  }
  /// What a block operation reads. @param draws the drawn values of the block, columns at `lane_pitch`;
  /// may be null where `!varies()`.
  Operand at(std::size_t year, const double* draws) const {
    return varies() ? Operand(draws + draw_ * lane_pitch) : Operand(value(year));
  }
  /// The same as a column of its own.
  Column column(std::size_t year, const double* draws) const {
    if (!varies()) return value(year);
    Column column = Column::per_path();
    std::copy_n(draws + draw_ * lane_pitch, block_paths, column.lanes());
    return column;
  }

 private:
  std::vector<double> by_year_;
  std::size_t draw_ = 0;
};

}  // namespace secondcurve
