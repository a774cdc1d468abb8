#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/column.hpp"

namespace secondcurve {

// Histograms of one column: of the first n values; x needs no alignment. The same on every instruction set.

/// The largest number of bins of a histogram.
inline constexpr std::uint32_t most_bins = 65'000;

/// Counts values into bins of equal width: (x - low) * bins_per_unit, cut towards zero and kept within
/// -1..n_bins, is counted at [bin + 1]. So bin 0 is twice as wide. Of floats, for which `low` and
/// `bins_per_unit` are floats, the same in single precision, but rounded to the nearest integer, to the odd
/// one of two. Monotone: a larger x never falls in a lower bin. No value is not-a-number.
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

}  // namespace secondcurve
