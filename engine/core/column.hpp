#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

#include "engine/core/contract.hpp"

namespace secondcurve {

/// Number of paths in a block: the unit of computing and of reducing. Fixed, because results must not
/// depend on it; the last block of a run is padded with paths that are computed and masked out.
inline constexpr std::size_t block_paths = 256;

/// Distance between neighbouring columns of a block in doubles: a block and one cache line, so that
/// columns do not fall on the same cache sets.
inline constexpr std::size_t lane_pitch = block_paths + 8;

/// Alignment of every column [bytes]: one cache line, one AVX-512 vector.
inline constexpr std::size_t lane_alignment = 64;

namespace detail {
/// Takes and returns room for one column; per thread, so that a Column costs no system call.
double* take_lanes();
void return_lanes(double* lanes) noexcept;
struct LaneReturner {
  void operator()(double* lanes) const noexcept { return_lanes(lanes); }
};
}  // namespace detail

/// A quantity in a block: one value for all paths, or one value per path [path]. A value type.
class Column final {
 public:
  Column(double value = 0.0) : value_(value) {}  // NOLINT: a number is a column
  Column(const Column& other);
  Column(Column&&) noexcept = default;
  Column& operator=(const Column& other);
  Column& operator=(Column&&) noexcept = default;
  ~Column() = default;

  /// Makes a column with one value per path, not yet set.
  static Column per_path();

  bool varies() const { return lanes_ != nullptr; }
  /// The one value. Only where `!varies()`.
  double value() const {
    SC_EXPECT(!varies());
    return value_;
  }
  /// The values of the paths [block_paths], or null where one value holds for all.
  const double* lanes() const { return lanes_.get(); }
  double* lanes() { return lanes_.get(); }
  /// The value of one path of the block.
  double at(std::size_t path) const { return varies() ? lanes_.get()[path] : value_; }

 private:
  std::unique_ptr<double, detail::LaneReturner> lanes_;
  double value_ = 0.0;
};

/// What a block operation reads: a value for all paths or a column of values. A view, 16 bytes.
struct Operand {
  const double* lanes = nullptr;  ///< [block_paths], 64-byte aligned; null where `value` holds for all
  double value = 0.0;

  Operand(double v) : value(v) {}                   // NOLINT: conversions are the point
  Operand(const double* column) : lanes(column) {}  // NOLINT
  Operand(const Column& c) : lanes(c.lanes()), value(c.varies() ? 0.0 : c.value()) {}  // NOLINT
};

}  // namespace secondcurve
