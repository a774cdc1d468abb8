#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/column.hpp"

namespace secondcurve {

// Reductions of one column. Those with a count n read the first n values and nothing beyond; x needs no
// alignment. All give the same bits on every instruction set, FMA or not.

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

/// Keeps the values that are in one interval, in their order.
/// @param interval of floats where x is of floats.
/// @param kept room for n values of the same precision, all of which may be written to.
/// @return how many were kept.
std::size_t keep_between(ColumnView x, std::size_t n, Interval interval, ColumnPlace kept);

/// Counts values at or above a threshold.
std::uint64_t count_at_least(const double* x, std::size_t n, double threshold);

/// Counts pairs (0, 1), (2, 3), ... of which both values are at or above a threshold. n is even.
std::uint64_t count_pairs_at_least(const double* x, std::size_t n, double threshold);

/// Whether all values of a block are finite [block_paths].
bool all_finite(const double* x);
/// Whether all of n values are equal to one; x needs no alignment.
bool all_equal(ColumnView x, std::size_t n, double value);

/// Sets failed[path] to 1 where a value of a block is not finite; others stay [block_paths].
void mark_non_finite(ColumnView x, std::uint8_t* failed);

/// The same where a value of a block of floats is no positive normal number.
void mark_abnormal(const float* x, std::uint8_t* failed);

/// Copies the values of paths with failed[path] == 0, in order. `out` has room for n values and may be x.
/// @return how many were copied.
std::size_t compact(ColumnView x, const std::uint8_t* failed, std::size_t n, ColumnPlace out);

}  // namespace secondcurve
