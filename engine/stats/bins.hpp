#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/arithmetic.hpp"
#include "engine/core/column.hpp"

namespace secondcurve {

/// Numbers the doubles in rising order, so that an interval of values is an interval of integers that
/// can be halved without rounding. Both zeros have the key of +0; x is not NaN.
std::uint64_t ordered_key(double x);
/// The double with this key; the inverse of ordered_key. The key just below that of +0 is -0.
double keyed_value(std::uint64_t key);

/// The bins of a cell's histogram: bin 0 for what lies below, bins 1 to n_bins of equal width but for the
/// first, which is twice as wide where values are doubles, and bin n_bins + 1 for what lies above, so that
/// every finite value is in exactly one.
struct BinScale {
  double low = 0.0;            ///< the middle of bin 1, in the unit of the values
  double bins_per_unit = 1.0;  ///< > 0; infinite for a cell whose pilot has no spread: bin 1 is `low` alone
  std::uint32_t n_bins = 1;
  /// Of the values. Floats are set into bins in single precision: `low` and `bins_per_unit` are floats, too.
  Arithmetic precision = Arithmetic::double_precision;

  bool is_single() const { return precision == Arithmetic::single_precision; }
  /// True where bin 1 holds one value alone.
  bool is_atom() const;
  /// Number of counts of a histogram.
  std::size_t n_counts() const { return std::size_t{n_bins} + 2; }

  friend bool operator==(const BinScale&, const BinScale&) = default;
};

/// The number of bins that balances the histogram of n values against the values kept around quantiles:
/// the power of two next above 2 sqrt(n), within 256 and 32768 (2048 for a million).
std::uint32_t suitable_bins(std::uint64_t n_values);

/// Makes bins over the pilot's range, cut at eight interquartile ranges beyond its quartiles so that a far
/// tail leaves the bulk resolved. The range decides the cost of quantiles, never their value.
/// @param precision of the values.
BinScale bin_scale(std::span<const double> pilot, std::uint32_t n_bins,
                   Arithmetic precision = Arithmetic::double_precision);

/// Makes bins that begin at `low`, each as wide as n_bins of them need to reach `high`; high - low is finite
/// and above 0.
BinScale even_bins(double low, double high, std::uint32_t n_bins, Arithmetic precision);

/// The bin of a finite value: 1 + (x - low) * bins_per_unit cut towards zero, where values are floats rounded
/// to the nearest integer, as in count_bins; 0 below and n_bins + 1 above. Each operation rounds
/// monotonically, so the bin never falls as x rises.
std::uint32_t bin_of(const BinScale& scale, double x);

/// Adds finite values [n] to counts [scale.n_counts()], each in its bin_of.
void count_in_bins(const BinScale& scale, ColumnView x, std::size_t n, std::uint32_t* counts);

/// The key of the least double, or float where values are floats, whose bin is at least `bin`, for 0 <= bin
/// <= n_bins + 2: -infinity's for bin 0, +infinity's for n_bins + 2. Keys from first_key_of_bin(b) to below
/// first_key_of_bin(b + 1) are exactly the values of bin b, whatever rounding did to the edges.
std::uint64_t first_key_of_bin(const BinScale& scale, std::uint32_t bin);

}  // namespace secondcurve
