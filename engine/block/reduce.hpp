#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/column.hpp"

namespace secondcurve {

// Reductions of one column. Those with a count n read the first n values and nothing beyond; x needs no
// alignment. All give the same bits on every instruction set, FMA or not.

/// Sums of (x - pivot)^k, k = 1..6 at [k - 1].
using PowerSums = std::array<double, 6>;

/// Sums powers about a pivot. Value i goes to lane i mod 16; the lanes are then added in order.
PowerSums power_sums(const double* x, std::size_t n, double pivot);
/// The largest exponent e for which 2^-e is a normal float.
inline constexpr int most_unit_exponent = 126;
/// The same of floats, in single precision in 16 lanes, which are then added in double precision: lane i and
/// i + 8, then i and i + 4 of these, and so on.
/// @param pivot a float. @param exponent deviations are summed in units of 2^exponent, about that of the
/// largest one, within -most_unit_exponent to most_unit_exponent. Infinite or not-a-number where a power has
/// left the range.
PowerSums power_sums(const float* x, std::size_t n, double pivot, int exponent);

/// Sums of a^j b^k for (j, k) = (1, 1), (1, 2), (2, 2), (1, 3), (2, 3), (3, 3) over all values: a is a
/// value's deviation from the pivot, b that of its partner in the pair (0, 1), (2, 3), ...
using PairPowerSums = std::array<double, 6>;

/// Sums products of powers about a pivot over pairs, in lanes as `power_sums` does. n is even.
PairPowerSums pair_power_sums(const double* x, std::size_t n, double pivot);

/// The largest number of bins of a histogram.
inline constexpr std::uint32_t most_bins = 65'000;

/// Counts values into bins of equal width: (x - low) * bins_per_unit, cut towards zero and kept within
/// -1..n_bins, is counted at [bin + 1]. So bin 0 is twice as wide. Floats are set into
/// bins in single precision, for which `low` and `bins_per_unit` are floats. Monotone: a larger x never falls
/// in a lower bin. No value is not-a-number.
/// @param counts [n_bins + 2], added to: at least a width below low, the bins, at or above the last bin's
/// end.
/// @param n_bins at most most_bins.
void count_bins(ColumnView x, std::size_t n, double low, double bins_per_unit, std::uint32_t n_bins,
                std::uint32_t* counts);

/// Counts [first, end) of a histogram: first < end.
struct BinRange {
  std::uint32_t first, end;
};

/// Counts values as count_bins does, but those in no range are counted together: before each range, and after
/// the last, with the last bin that is in none. Keeps those in a range, in their order. Ranges rise, and no
/// two overlap.
/// @param kept room for n values of the same precision.
/// @return how many were kept.
std::size_t keep_ranges(ColumnView x, std::size_t n, double low, double bins_per_unit, std::uint32_t n_bins,
                        std::span<const BinRange> ranges, std::uint32_t* counts, ColumnPlace kept);

/// The values low <= x < high.
struct Interval {
  double low, high;
};

/// A value and the place of the interval that it is in.
struct InsideValue {
  double value;
  std::size_t interval;
};

/// Keeps the values that are in one of several intervals, in their order, with the interval that each is in.
/// Intervals rise, and no two overlap.
/// @param kept room for n values.
/// @return how many were kept.
std::size_t keep_inside(const double* x, std::size_t n, std::span<const Interval> intervals,
                        InsideValue* kept);

/// Counts values at or above a threshold.
std::uint64_t count_at_least(const double* x, std::size_t n, double threshold);

/// Counts pairs (0, 1), (2, 3), ... of which both values are at or above a threshold. n is even.
std::uint64_t count_pairs_at_least(const double* x, std::size_t n, double threshold);

/// Whether all values of a block are finite [block_paths].
bool all_finite(const double* x);

/// /// Sets failed[path] to 1 where a value of a block is not finite; others stay [block_paths].
void mark_non_finite(ColumnView x, std::uint8_t* failed);

/// The same where a value of a block of floats is no positive normal number.
void mark_abnormal(const float* x, std::uint8_t* failed);

/// Copies the values of paths with failed[path] == 0, in order. `out` has room for n values and may be x.
/// @return how many were copied.
std::size_t compact(ColumnView x, const std::uint8_t* failed, std::size_t n, ColumnPlace out);

}  // namespace secondcurve
