#pragma once

#include <array>
#include <cstddef>

namespace secondcurve {

// Power sums of one column: of the first n values; x needs no alignment. The same bits on every instruction
// set, FMA or not.

/// Sums of (x - pivot)^k, k = 1..6 at [k - 1].
using PowerSums = std::array<double, 6>;

/// Sums powers about a pivot. Value i goes to lane i mod 16; the lanes are then added in order.
PowerSums power_sums(const double* x, std::size_t n, double pivot);
/// The largest exponent e for which 2^-e is a normal float.
inline constexpr int most_unit_exponent = 126;
/// The same of floats, in single precision in 16 lanes, which are then added in double precision: lanes i and
/// i + 8, then 2 i and 2 i + 1 of these, then i and i + 2 of these, then the two that are left.
/// @param pivot a float. @param exponent deviations are summed in units of 2^exponent, about that of the
/// largest one, within -most_unit_exponent to most_unit_exponent. Infinite or not-a-number where a power has
/// left the range.
PowerSums power_sums(const float* x, std::size_t n, double pivot, int exponent);

/// Sums of a^j b^k for (j, k) = (1, 1), (1, 2), (2, 2), (1, 3), (2, 3), (3, 3) over all values: a is a
/// value's deviation from the pivot, b that of its partner in the pair (0, 1), (2, 3), ...
using PairPowerSums = std::array<double, 6>;

/// Sums products of powers about a pivot over pairs, in lanes as `power_sums` does. n is even.
PairPowerSums pair_power_sums(const double* x, std::size_t n, double pivot);

}  // namespace secondcurve
