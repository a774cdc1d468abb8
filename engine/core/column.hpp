#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

#include "engine/core/arithmetic.hpp"
#include "engine/core/contract.hpp"

namespace secondcurve {

/// Number of paths in a block: the unit of computing and of reducing. Fixed, because results must not
/// depend on it; the last block of a run is padded with paths that are computed and masked out.
inline constexpr std::size_t block_paths = 256;

/// Distance between neighbouring columns of a block in doubles: a block and one cache line, so that
/// columns do not fall on the same cache sets.
inline constexpr std::size_t lane_pitch = block_paths + 8;

/// The same in floats: a column of either precision has the same room.
inline constexpr std::size_t single_pitch = 2 * lane_pitch;

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

/// A column of a block: a value per path, doubles or floats [block_paths], aligned to `lane_alignment` where
/// block operations use it. A view; null where there is no column.
template <class Double, class Float>
class ColumnOf final {
 public:
  ColumnOf() = default;
  ColumnOf(Double* values) : place_(reinterpret_cast<Byte*>(values)) {}  // NOLINT: conversions are the point
  ColumnOf(Float* values) : place_(reinterpret_cast<Byte*>(values) + 1) {  // NOLINT
    SC_EXPECT(values != nullptr);
  }
  /// In the room of one column of doubles, which is not null.
  ColumnOf(Double* room, Arithmetic precision) : ColumnOf(room) {
    SC_EXPECT(room != nullptr);
    if (precision == Arithmetic::single_precision) ++place_;
  }
  /// Of a column that can be written one that can be read.
  operator ColumnOf<const Double, const Float>() const {  // NOLINT
    if (is_single()) return static_cast<const Float*>(floats());
    return static_cast<const Double*>(doubles());
  }

  explicit operator bool() const { return place_ != nullptr; }
  bool is_single() const { return address() % 2 != 0; }
  /// Whether it begins there.
  bool is_at(const void* values) const {
    return address() / 2 == reinterpret_cast<std::uintptr_t>(values) / 2;
  }
  /// Whether it is aligned to `lane_alignment`, as one that is null is.
  bool is_aligned() const { return address() % lane_alignment < 2; }
  Arithmetic precision() const {
    return is_single() ? Arithmetic::single_precision : Arithmetic::double_precision;
  }
  /// The values, where they are doubles.
  Double* doubles() const {
    SC_EXPECT(!is_single());
    return reinterpret_cast<Double*>(place_);
  }
  /// The values, where they are floats.
  Float* floats() const {
    SC_EXPECT(is_single());
    return reinterpret_cast<Float*>(place_ - 1);
  }
  /// The value of one path of the block.
  double operator[](std::size_t path) const { return is_single() ? floats()[path] : doubles()[path]; }

 private:
  using Byte = std::conditional_t<std::is_const_v<Double>, const std::byte, std::byte>;
  std::uintptr_t address() const { return reinterpret_cast<std::uintptr_t>(place_); }

  /// Of floats the byte after their first, so that a view is passed in one register.
  Byte* place_ = nullptr;
};

/// What a block operation writes, in that precision.
using ColumnPlace = ColumnOf<double, float>;
/// What is only read.
using ColumnView = ColumnOf<const double, const float>;

/// Values of a column as doubles: in place, or widened.
class Widened final {
 public:
  /// @param n values, at most `block_paths` of floats.
  Widened(ColumnView x, std::size_t n) : in_place_(x.is_single() ? nullptr : x.doubles()) {
    if (!x.is_single()) return;
    SC_EXPECT(n <= block_paths);
    std::copy_n(x.floats(), n, room_);
  }
  Widened(const Widened&) = delete;
  Widened& operator=(const Widened&) = delete;
  ~Widened() = default;

  const double* data() const { return in_place_ != nullptr ? in_place_ : room_; }

 private:
  const double* in_place_;
  alignas(lane_alignment) double room_[block_paths];
};

/// What a block operation reads: a value for all paths or a column of values, in either precision. A view.
struct Operand {
  ColumnView column;  ///< [block_paths], 64-byte aligned; null where `value` holds for all
  double value = 0.0;

  Operand(double v = 0.0) : value(v) {}                           // NOLINT: conversions are the point
  Operand(const double* values) : Operand(ColumnView(values)) {}  // NOLINT
  Operand(const float* values) : Operand(ColumnView(values)) {}   // NOLINT
  Operand(const Column& c) : column(c.lanes()), value(c.varies() ? 0.0 : c.value()) {}  // NOLINT
  Operand(ColumnView values) : column(values) { SC_EXPECT(is_column()); }               // NOLINT
  Operand(ColumnPlace place) : Operand(ColumnView(place)) {}                            // NOLINT

  bool is_column() const { return static_cast<bool>(column); }
  bool is_aligned() const { return column.is_aligned(); }
  /// Whether it is a column of that precision.
  bool is_in(Arithmetic precision) const { return is_column() && column.precision() == precision; }
  /// The value of one path of the block.
  double operator[](std::size_t path) const { return is_column() ? column[path] : value; }
};

}  // namespace secondcurve
