#include "engine/stats/bins.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/block/histogram.hpp"
#include "engine/block/reduce.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/special_numbers.hpp"

namespace secondcurve {
namespace {

constexpr double largest_number = std::numeric_limits<double>::max();
constexpr double largest_single = std::numeric_limits<float>::max();
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
constexpr std::uint32_t single_sign_bit = std::uint32_t{1} << 31;

struct Range {
  double low, high;
};

/// Cuts a range at eight interquartile ranges beyond the quartiles of the first 512 values.
Range cut_tails(Range range, std::span<const double> pilot) {
  std::vector<double> sample(
      pilot.begin(), pilot.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(pilot.size(), 512)));
  const auto quarter = static_cast<std::ptrdiff_t>(sample.size() / 4);
  std::nth_element(sample.begin(), sample.begin() + quarter, sample.end());
  const double lower = sample[static_cast<std::size_t>(quarter)];
  std::nth_element(sample.begin(), sample.end() - 1 - quarter, sample.end());
  const double upper = sample[sample.size() - 1 - static_cast<std::size_t>(quarter)];
  const double spread = 8.0 * (upper - lower);
  if (!(spread > 0.0)) return range;  // half of the values are the same: the quartiles say nothing
  return {std::max(range.low, lower - spread), std::min(range.high, upper + spread)};
}

}  // namespace

std::uint64_t ordered_key(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x + 0.0);  // -0 + 0 is +0
  return (bits & sign_bit) != 0 ? ~bits : bits | sign_bit;
}

double keyed_value(std::uint64_t key) {
  return std::bit_cast<double>((key & sign_bit) != 0 ? key & ~sign_bit : ~key);
}

bool BinScale::is_atom() const { return bins_per_unit == infinity; }

std::uint32_t suitable_bins(std::uint64_t n_values) {
  const double wanted = 2.0 * std::sqrt(static_cast<double>(n_values));
  return std::bit_ceil(static_cast<std::uint32_t>(std::clamp(std::ceil(wanted), 256.0, 32768.0)));
}

BinScale bin_scale(std::span<const double> pilot, std::uint32_t n_bins, Arithmetic precision) {
  SC_EXPECT(n_bins >= 1);
  if (pilot.empty()) return {.precision = precision};
  const auto [min, max] = std::minmax_element(pilot.begin(), pilot.end());
  if (*min == *max) return {.low = *min, .bins_per_unit = infinity, .n_bins = 1, .precision = precision};
  Range range = cut_tails({*min, *max}, pilot);
  // Within half of the range of doubles, so that the width is finite.
  range = {std::clamp(range.low, -largest_number / 4, largest_number / 4),
           std::clamp(range.high, -largest_number / 4, largest_number / 4)};
  const double margin = (range.high - range.low) / 64.0;
  range = {range.low - margin, range.high + margin};
  if (!(range.high - range.low > 0.0))
    return {.low = range.low, .bins_per_unit = 1.0, .n_bins = 1, .precision = precision};
  return even_bins(range.low, range.high, n_bins, precision);
}

BinScale even_bins(double low, double high, std::uint32_t n_bins, Arithmetic precision) {
  SC_EXPECT(n_bins >= 1 && low < high && std::isfinite(high - low));
  const bool is_single = precision == Arithmetic::single_precision;
  const double per_unit = std::min(n_bins / (high - low), is_single ? largest_single : largest_number);
  return {.low = is_single ? static_cast<float>(low) : low,
          .bins_per_unit = is_single ? static_cast<float>(per_unit) : per_unit,
          .n_bins = n_bins,
          .precision = precision};
}

std::uint32_t bin_of(const BinScale& scale, double x) {
  if (x == scale.low) return 1;  // at an atom the product would be 0 times infinity
  double bin = 0.0;
  if (scale.is_single() && !scale.is_atom()) {
    const float away =
        (static_cast<float>(x) - static_cast<float>(scale.low)) * static_cast<float>(scale.bins_per_unit);
    bin = (away + (0x1p23f + 1.0f)) - (0x1p23f + 1.0f);  // rounded to an integer
  } else {
    bin = std::trunc((x - scale.low) * scale.bins_per_unit);
  }
  if (bin < 0.0) return 0;
  if (bin >= scale.n_bins) return scale.n_bins + 1;
  return static_cast<std::uint32_t>(bin) + 1;
}

void count_in_bins(const BinScale& scale, ColumnView column, std::size_t n, std::uint32_t* counts) {
  SC_EXPECT(scale.is_single() == column.is_single());
  if (!scale.is_atom()) return count_bins(column, n, scale.low, scale.bins_per_unit, scale.n_bins, counts);
  const Widened values(column, n);
  const double* const x = values.data();
  const auto from_atom = static_cast<std::uint32_t>(count_at_least(x, n, scale.low));
  const auto above = static_cast<std::uint32_t>(count_at_least(x, n, std::nextafter(scale.low, infinity)));
  counts[0] += static_cast<std::uint32_t>(n) - from_atom;
  counts[1] += from_atom - above;
  counts[2] += above;
}

namespace {
/// Floats in rising order, as ordered_key has doubles.
std::uint32_t ordered_single_key(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x + 0.0f);
  return (bits & single_sign_bit) != 0 ? ~bits : bits | single_sign_bit;
}
float keyed_single(std::uint32_t key) {
  return std::bit_cast<float>((key & single_sign_bit) != 0 ? key & ~single_sign_bit : ~key);
}

/// The key of the least value whose bin is at least `bin`, between those of -infinity and infinity.
/// @param guess a key not far from it. @param value_of the value of a key.
template <class Key, class ValueOf>
Key first_key(const BinScale& scale, std::uint32_t bin, Key low, Key guess, Key high,
              const ValueOf& value_of) {
  // Invariant: the bin of low's value is below `bin`, that of high's is not. The edge is within few roundings
  // of where it would be without any.
  for (std::uint64_t reach = 4; reach < std::uint64_t{1} << 40; reach *= 16) {
    const Key from = guess - static_cast<Key>(std::min<std::uint64_t>(reach, guess - low)),
              to = guess + static_cast<Key>(std::min<std::uint64_t>(reach, high - guess));
    const bool above = bin_of(scale, value_of(from)) < bin, below = bin_of(scale, value_of(to)) >= bin;
    if (above) low = from;
    if (below) high = to;
    if (above && below) break;
  }
  while (high - low > 1) {
    const Key middle = low + (high - low) / 2;
    (bin_of(scale, value_of(middle)) < bin ? low : high) = middle;
  }
  return high;
}
}  // namespace

std::uint64_t first_key_of_bin(const BinScale& scale, std::uint32_t bin) {
  const std::uint64_t low = ordered_key(-infinity), high = ordered_key(infinity);
  if (bin == 0) return low;
  if (bin > scale.n_bins + 1) return high;
  const bool is_rounded = scale.is_single() && !scale.is_atom();
  const double guess = scale.low + (bin - (is_rounded ? 1.5 : 1.0)) / scale.bins_per_unit;
  if (is_rounded) {
    constexpr float none = std::numeric_limits<float>::infinity();
    const std::uint32_t key =
        first_key(scale, bin, ordered_single_key(-none), ordered_single_key(static_cast<float>(guess)),
                  ordered_single_key(none), [](std::uint32_t each) { return keyed_single(each); });
    return ordered_key(keyed_single(key));
  }
  const std::uint64_t key = first_key(scale, bin, low, ordered_key(guess), high,
                                      [](std::uint64_t each) { return keyed_value(each); });
  return ordered_key(keyed_value(key));  // -0 is no value of its own
}

}  // namespace secondcurve
