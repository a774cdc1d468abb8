#pragma once

#include <cmath>
#include <cstdint>

namespace secondcurve {

class ByteReader;
class ByteWriter;

namespace detail {
__extension__ typedef __int128 Int128;  // no ISO C++ type is this wide
}  // namespace detail

/// A sum of doubles kept as a 128-bit integer in units of 2^e. Each addend is rounded once, to the
/// nearest unit (ties to even); the additions themselves are exact, so the sum has no order: threads
/// and ranks that finish in any order give the same bits.
///
/// An addend of 2^94 units or more, or one that is not finite, marks the sum as overflowed and it reads
/// as NaN. Since the addends are judged one by one, that too is independent of order. 2^32 addends fit.
class IntegerSum final {
 public:
  /// @param unit_exponent e; held within -1000 to 1000, so that a unit and its inverse are normal doubles.
  explicit IntegerSum(int unit_exponent);

  void add(double x) {
    const double units = std::nearbyint(x * units_per_one_);
    if (std::abs(units) < 0x1p62) {
      total_ += static_cast<std::int64_t>(units);  // converts in one instruction
    } else if (std::abs(units) < addend_limit) {
      total_ += static_cast<detail::Int128>(units);
    } else {
      overflowed_ = true;
    }
  }
  /// Adds another sum in the same unit.
  void merge(const IntegerSum& other);

  /// Writes what has been added, for one of the same making to load.
  void save(ByteWriter& out) const;
  /// Takes over a state that was saved by one of the same making. Throws DamagedBytes where it cannot be.
  void load(ByteReader& in);

  /// The sum, rounded once to double; NaN where an addend overflowed.
  double value() const;
  bool overflowed() const { return overflowed_; }
  int unit_exponent() const { return unit_exponent_; }

  friend bool operator==(const IntegerSum&, const IntegerSum&) = default;

 private:
  static constexpr double addend_limit = 0x1p94;

  detail::Int128 total_ = 0;
  double units_per_one_;
  int unit_exponent_;
  bool overflowed_ = false;
};

}  // namespace secondcurve
