// Long: kernels that share what is in no header.
#include "engine/block/reduce.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/reduce.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/core/column.hpp"

#ifndef SECONDCURVE_BLOCK_REDUCE_ONCE
#define SECONDCURVE_BLOCK_REDUCE_ONCE
namespace secondcurve {
namespace {
/// Lanes of a sum, fixed so that the order of additions does not depend on the vector's length.
constexpr std::size_t n_lanes = 16;

/// What a histogram needs to know of its bins.
struct Bins {
  double low;
  double per_unit;
  std::uint32_t n;
};
}  // namespace
}  // namespace secondcurve
#endif

HWY_BEFORE_NAMESPACE();
namespace secondcurve {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;
using Doubles = hn::ScalableTag<double>;
using Singles = hn::ScalableTag<float>;
using Vd = hn::Vec<Doubles>;

/// Six running sums, a vector of lanes each.
template <class V>
struct SixLanes {
  V sum1, sum2, sum3, sum4, sum5, sum6;
};

/// Of powers of deviations.
template <class V>
struct PowerLanes : SixLanes<V> {
  using SixLanes<V>::sum1, SixLanes<V>::sum2, SixLanes<V>::sum3, SixLanes<V>::sum4, SixLanes<V>::sum5,
      SixLanes<V>::sum6;
  // Products and sums are rounded one by one, not fused: the same bits without FMA.
  HWY_INLINE void add(V d) {
    const V d2 = hn::Mul(d, d), d4 = hn::Mul(d2, d2);
    sum1 = hn::Add(sum1, d);
    sum2 = hn::Add(sum2, d2);
    sum3 = hn::Add(sum3, hn::Mul(d2, d));
    sum4 = hn::Add(sum4, d4);
    sum5 = hn::Add(sum5, hn::Mul(d4, d));
    sum6 = hn::Add(sum6, hn::Mul(d4, d2));
  }
};

/// Of products of powers, in the order of PairPowerSums.
template <class V>
struct PairPowerLanes : SixLanes<V> {
  using SixLanes<V>::sum1, SixLanes<V>::sum2, SixLanes<V>::sum3, SixLanes<V>::sum4, SixLanes<V>::sum5,
      SixLanes<V>::sum6;
  HWY_INLINE void add(V a) {
    const V b = hn::Shuffle01(a);  // its partner: pairs lie side by side
    const V ab = hn::Mul(a, b), b2 = hn::Mul(b, b), ab2 = hn::Mul(ab, b), a2b2 = hn::Mul(ab, ab);
    sum1 = hn::Add(sum1, ab);
    sum2 = hn::Add(sum2, ab2);
    sum3 = hn::Add(sum3, a2b2);
    sum4 = hn::Add(sum4, hn::Mul(ab, b2));
    sum5 = hn::Add(sum5, hn::Mul(a2b2, b));
    sum6 = hn::Add(sum6, hn::Mul(a2b2, ab));
  }
};

HWY_INLINE double sum_of_lanes(const double* lanes) {
  double sum = 0.0;
  for (std::size_t lane = 0; lane < n_lanes; ++lane) sum += lanes[lane];
  return sum;
}
/// The sum of a vector's lanes: i and i + half of them, and so on.
template <class D>
HWY_INLINE double sum_by_halves(D d, hn::Vec<D> x) {
  if constexpr (hn::MaxLanes(d) == 1) {
    return hn::GetLane(x);
  } else {
    const hn::Half<D> half;
    return sum_by_halves(half, hn::Add(hn::LowerHalf(half, x), hn::UpperHalf(half, x)));
  }
}
HWY_INLINE double sum_of_lanes(const float* lanes) {
  const Doubles d;
  const hn::Rebind<float, Doubles> floats;
  constexpr std::size_t n_vectors = n_lanes / hn::MaxLanes(Doubles());
  Vd sums[n_vectors];
  for (std::size_t i = 0; i < n_vectors; ++i)
    sums[i] = hn::PromoteTo(d, hn::Load(floats, lanes + i * hn::Lanes(d)));
  for (std::size_t n = n_vectors / 2; n > 0; n /= 2)
    for (std::size_t i = 0; i < n; ++i) sums[i] = hn::Add(sums[i], sums[i + n]);
  return sum_by_halves(d, sums[0]);
}

/// Sums `term(x)` in lanes. @param neutral a value whose term adds zeros.
template <template <class> class Lanes, class T, class Term>
HWY_INLINE void sum_in_lanes(const T* x, std::size_t n, T neutral, const Term& term, double* sums) {
  const hn::ScalableTag<T> d;
  using V = hn::Vec<hn::ScalableTag<T>>;
  const std::size_t length = hn::Lanes(d), whole = n / n_lanes * n_lanes;
  alignas(lane_alignment) T rest[n_lanes];
  if (whole < n) std::fill(std::copy(x + whole, x + n, rest), rest + n_lanes, neutral);
  alignas(lane_alignment) T lanes[6][n_lanes];
  for (std::size_t lane = 0; lane < n_lanes; lane += length) {
    const V zero = hn::Zero(d);
    Lanes<V> total{{zero, zero, zero, zero, zero, zero}};
    for (std::size_t i = lane; i < whole; i += n_lanes) total.add(term(hn::LoadU(d, x + i)));
    if (whole < n) total.add(term(hn::Load(d, rest + lane)));
    hn::Store(total.sum1, d, lanes[0] + lane);
    hn::Store(total.sum2, d, lanes[1] + lane);
    hn::Store(total.sum3, d, lanes[2] + lane);
    hn::Store(total.sum4, d, lanes[3] + lane);
    hn::Store(total.sum5, d, lanes[4] + lane);
    hn::Store(total.sum6, d, lanes[5] + lane);
  }
  for (std::size_t k = 0; k < 6; ++k) sums[k] = sum_of_lanes(lanes[k]);
}

template <template <class> class Lanes>
HWY_INLINE void sum_deviations(const double* x, std::size_t n, double pivot, double* sums) {
  const Vd about = hn::Set(Doubles(), pivot);
  sum_in_lanes<Lanes>(
      x, n, pivot, [&](Vd v) HWY_ATTR { return hn::Sub(v, about); }, sums);
}

void run_power_sums(const double* x, std::size_t n, double pivot, double* sums) {
  sum_deviations<PowerLanes>(x, n, pivot, sums);
}
/// @param per_unit a power of two.
void run_single_power_sums(const float* x, std::size_t n, float pivot, float per_unit, double* sums) {
  const Singles d;
  const auto about = hn::Set(d, pivot), scale = hn::Set(d, per_unit);
  const auto deviation = [&](auto v) HWY_ATTR { return hn::Mul(hn::Sub(v, about), scale); };
  sum_in_lanes<PowerLanes>(x, n, pivot, deviation, sums);
}
void run_pair_power_sums(const double* x, std::size_t n, double pivot, double* sums) {
  sum_deviations<PairPowerLanes>(x, n, pivot, sums);
}

/// Values whose places are found before any is counted, so that the counters' memory is not in the way.
constexpr std::size_t batch = 256;
using Places = hn::ScalableTag<std::uint16_t>;
using Vp = hn::Vec<Places>;
/// After all counts.
constexpr std::uint16_t no_place = 0xffff;

/// A bit for each lane of a vector of places.
using MaskBits =
    std::conditional_t<hn::MaxLanes(Places()) == 32, std::uint32_t,
                       std::conditional_t<hn::MaxLanes(Places()) == 16, std::uint16_t, std::uint8_t>>;

using Integers = hn::Repartition<std::int32_t, Places>;
using Vi = hn::Vec<Integers>;

/// The bins of as many values as a vector of integers has, cut to what such an integer can be.
HWY_INLINE Vi bins_of(const double* x, const Bins& bins) {
  const Doubles d;
  const Vd low = hn::Set(d, bins.low), per_unit = hn::Set(d, bins.per_unit);
  const auto half = [&](const double* values) HWY_ATTR {
    return hn::DemoteTo(hn::Half<Integers>(), hn::Mul(hn::Sub(hn::LoadU(d, values), low), per_unit));
  };
  return hn::Combine(Integers(), half(x + hn::Lanes(d)), half(x));
}
HWY_INLINE Vi bins_of(const float* x, const Bins& bins) {
  const Singles d;
  const auto low = hn::Set(d, static_cast<float>(bins.low));
  const auto per_unit = hn::Set(d, static_cast<float>(bins.per_unit));
  return hn::ConvertTo(Integers(), hn::Mul(hn::Sub(hn::LoadU(d, x), low), per_unit));
}

/// The places in a histogram of as many values as a vector of places has.
template <class T>
HWY_INLINE Vp places_of(const T* x, const Bins& bins) {
  const Places d;
  const auto half = [&](const T* values) HWY_ATTR {
    const Vi least = hn::Set(Integers(), -1), most = hn::Set(Integers(), static_cast<std::int32_t>(bins.n));
    return hn::BitCast(d, hn::Sub(hn::Max(hn::Min(bins_of(values, bins), most), least), least));
  };
  return hn::ConcatEven(d, half(x + hn::Lanes(Integers())), half(x));
}

/// The places of up to `batch` values, and `no_place` up to the end of the last vector.
template <class T>
HWY_INLINE void find_places(const T* x, std::size_t n, const Bins& bins, std::uint16_t* found) {
  const Places d;
  const std::size_t length = hn::Lanes(d), whole = n / length * length;
  for (std::size_t i = 0; i < whole; i += length) hn::Store(places_of(x + i, bins), d, found + i);
  if (whole == n) return;
  T rest[hn::MaxLanes(d)];
  std::fill(std::copy(x + whole, x + n, rest), rest + length, static_cast<T>(bins.low));
  hn::Store(places_of(rest, bins), d, found + whole);
  std::fill(found + n, found + whole + length, no_place);
}

template <class T>
HWY_INLINE void count_bins_of(const T* x, std::size_t n, const Bins& bins, std::uint32_t* counts) {
  alignas(lane_alignment) std::uint16_t found[batch];
  for (std::size_t i = 0; i < n; i += batch) {
    const std::size_t here = std::min(batch, n - i);
    find_places(x + i, here, bins, found);
#pragma GCC unroll 8
    for (std::size_t k = 0; k < here; ++k) ++counts[found[k]];
  }
}
void run_count_bins(ColumnView x, std::size_t n, const Bins& bins, std::uint32_t* counts) {
  if (x.is_single())
    count_bins_of(x.floats(), n, bins, counts);
  else
    count_bins_of(x.doubles(), n, bins, counts);
}

/// Counts the places in some of the gaps before, between and after ranges, each with the gap's last place,
/// and sets the bits of those that are in one. Bits are counted, which other parts of a processor do than
/// those that compare.
/// @tparam n_gaps as many as stay in registers, from `first` on.
template <std::size_t n_gaps>
HWY_INLINE void count_gaps(const std::uint16_t* found, std::size_t n, std::span<const BinRange> ranges,
                           std::size_t first, std::uint32_t n_counts, std::uint32_t* counts, MaskBits* bits) {
  const Places d;
  const hn::RebindToSigned<Places> as_signed;
  const std::size_t length = hn::Lanes(d);
  std::uint32_t ends[n_gaps];
  // A place is in [begin, begin + n) if place - begin is below n: as signed numbers, with 2^15 added to both.
  Vp begin[n_gaps], size[n_gaps];
  std::uint32_t n_inside[n_gaps] = {};
  for (std::size_t k = 0; k < n_gaps; ++k) {
    const std::uint32_t from = first + k == 0 ? 0 : ranges[first + k - 1].end;
    ends[k] = first + k == ranges.size() ? n_counts : ranges[first + k].first;
    begin[k] = hn::Set(d, static_cast<std::uint16_t>(from + 0x8000u));
    size[k] = hn::Set(d, static_cast<std::uint16_t>(ends[k] - from + 0x8000u));
  }
#pragma GCC unroll 1
  for (std::size_t i = 0; i < n; i += length) {
    const Vp place = hn::Load(d, found + i);
    MaskBits in_any = 0;
#pragma GCC unroll 8
    for (std::size_t k = 0; k < n_gaps; ++k) {
      const auto inside =
          hn::Lt(hn::BitCast(as_signed, hn::Sub(place, begin[k])), hn::BitCast(as_signed, size[k]));
      std::uint8_t stored[8] = {};  // Highway may write more than the mask has
      hn::StoreMaskBits(as_signed, inside, stored);
      MaskBits these;
      std::memcpy(&these, stored, sizeof these);
      n_inside[k] += static_cast<std::uint32_t>(std::popcount(these));
      in_any |= these;
    }
    bits[i / length] |= in_any;
  }
  for (std::size_t k = 0; k < n_gaps; ++k)
    if (ends[k] > 0) counts[ends[k] - 1] += n_inside[k];
}

template <class T>
HWY_INLINE std::size_t keep_ranges_of(const T* x, std::size_t n, const Bins& bins,
                                      std::span<const BinRange> ranges, std::uint32_t* counts, T* kept) {
  alignas(lane_alignment) std::uint16_t found[batch];
  std::size_t n_kept = 0;
  for (std::size_t i = 0; i < n; i += batch) {
    const std::size_t here = std::min(batch, n - i);
    find_places(x + i, here, bins, found);
    MaskBits bits[batch / hn::MaxLanes(Places())] = {};
    for (std::size_t first = 0; first <= ranges.size();) {
      const auto count = [&]<std::size_t n_gaps>(std::integral_constant<std::size_t, n_gaps>) HWY_ATTR {
        count_gaps<n_gaps>(found, here, ranges, first, bins.n + 2, counts, bits);
        first += n_gaps;
      };
      switch (ranges.size() + 1 - first) {
        case 1:
          count(std::integral_constant<std::size_t, 1>());
          break;
        case 2:
        case 3:
          count(std::integral_constant<std::size_t, 2>());
          break;
        case 4:
        case 5:
          count(std::integral_constant<std::size_t, 4>());
          break;
        default:
          count(std::integral_constant<std::size_t, 6>());
      }
    }
    // Bits first, then the few values they stand for: a branch per value would be guessed wrong too often.
    std::uint64_t in_gap[batch / 64];
    std::memcpy(in_gap, bits, sizeof in_gap);
    for (std::size_t k = 0; k < here; k += 64) {
      std::uint64_t left = ~in_gap[k / 64];
      if (here - k < 64) left &= (std::uint64_t{1} << (here - k)) - 1;
      for (; left != 0; left &= left - 1) {
        const std::size_t one = k + static_cast<std::size_t>(std::countr_zero(left));
        kept[n_kept++] = x[i + one];
        ++counts[found[one]];
      }
    }
  }
  return n_kept;
}

std::size_t run_keep_ranges(ColumnView x, std::size_t n, const Bins& bins, std::span<const BinRange> ranges,
                            std::uint32_t* counts, ColumnPlace kept) {
  return x.is_single() ? keep_ranges_of(x.floats(), n, bins, ranges, counts, kept.floats())
                       : keep_ranges_of(x.doubles(), n, bins, ranges, counts, kept.doubles());
}

/// Which of 64 values are in any of the intervals, of which there is at least one: a bit for each.
/// @tparam n_known intervals, as many as stay in registers; 0 for any number.
template <std::size_t n_known>
HWY_INLINE std::uint64_t bits_inside(const double* x, std::span<const Interval> intervals) {
  const Doubles d;
  const std::size_t length = hn::Lanes(d), n = n_known == 0 ? intervals.size() : n_known;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 64; i += length) {
    const Vd values = hn::LoadU(d, x + i);
    const auto is_in = [&](const Interval& interval) {
      return hn::And(hn::Ge(values, hn::Set(d, interval.low)), hn::Lt(values, hn::Set(d, interval.high)));
    };
    auto inside = is_in(intervals[0]);
    for (std::size_t k = 1; k < n; ++k) inside = hn::Or(inside, is_in(intervals[k]));
    std::uint8_t byte[8] = {};
    hn::StoreMaskBits(d, inside, byte);
    bits |= std::uint64_t{byte[0]} << i;
  }
  return bits;
}

/// Calls `take(value)` for each value that is in any of the intervals. Bits first, then the few values they
/// stand for: a branch per value would be guessed wrong too often.
template <std::size_t n_known, class Take>
HWY_INLINE void take_inside(const double* x, std::size_t n, std::span<const Interval> intervals,
                            const Take& take) {
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64)
    for (std::uint64_t left = bits_inside<n_known>(x + i, intervals); left != 0; left &= left - 1)
      take(x[i + static_cast<std::size_t>(std::countr_zero(left))]);
  for (; i < n; ++i) {
    const double value = x[i];
    const auto is_in = [value](const Interval& interval) {
      return value >= interval.low && value < interval.high;
    };
    if (std::any_of(intervals.begin(), intervals.end(), is_in)) take(value);
  }
}

template <class Take>
HWY_INLINE void take_inside(const double* x, std::size_t n, std::span<const Interval> intervals,
                            const Take& take) {
  switch (intervals.size()) {
    case 0:
      return;
    case 1:
      return take_inside<1>(x, n, intervals, take);
    case 3:
      return take_inside<3>(x, n, intervals, take);
    case 5:
      return take_inside<5>(x, n, intervals, take);
    case 7:
      return take_inside<7>(x, n, intervals, take);
    default:
      return take_inside<0>(x, n, intervals, take);
  }
}

std::size_t run_keep_inside(const double* x, std::size_t n, std::span<const Interval> intervals,
                            InsideValue* kept) {
  // A value is in the interval after those that end at or below it. Some are compared all at once, as the
  // branches of a search would be guessed wrong too often.
  constexpr std::size_t n_at_once = 16;
  const Doubles d;
  alignas(lane_alignment) double ends[n_at_once];
  std::fill(ends, ends + n_at_once, std::numeric_limits<double>::infinity());
  for (std::size_t k = 0; k < std::min(n_at_once, intervals.size()); ++k) ends[k] = intervals[k].high;
  std::size_t n_kept = 0;
  take_inside(x, n, intervals, [&](double value) HWY_ATTR {
    std::size_t k = 0;
    for (std::size_t i = 0; i < n_at_once; i += hn::Lanes(d))
      k += hn::CountTrue(d, hn::Ge(hn::Set(d, value), hn::Load(d, ends + i)));
    while (value >= intervals[k].high) ++k;
    kept[n_kept++] = {value, k};
  });
  return n_kept;
}

std::uint64_t run_count_at_least(const double* x, std::size_t n, double threshold) {
  const Doubles d;
  const std::size_t length = hn::Lanes(d);
  const Vd limit = hn::Set(d, threshold);
  std::size_t count = 0, i = 0;
  for (; i + length <= n; i += length) count += hn::CountTrue(d, hn::Ge(hn::LoadU(d, x + i), limit));
  for (; i < n; ++i) count += x[i] >= threshold ? 1 : 0;
  return count;
}

std::uint64_t run_count_pairs_at_least(const double* x, std::size_t n, double threshold) {
  const Doubles d;
  const std::size_t length = hn::Lanes(d);
  const Vd limit = hn::Set(d, threshold);
  std::size_t twice = 0, i = 0;
  for (; i + length <= n; i += length) {
    const Vd values = hn::LoadU(d, x + i);
    twice += hn::CountTrue(d, hn::Ge(hn::Min(values, hn::Shuffle01(values)), limit));
  }
  for (; i < n; i += 2) twice += x[i] >= threshold && x[i + 1] >= threshold ? 2 : 0;
  return twice / 2;
}

bool run_all_finite(const double* x) {
  const Doubles d;
  const Vd infinite = hn::Set(d, std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < block_paths; i += 4 * hn::Lanes(d)) {
    const std::size_t length = hn::Lanes(d);
    const auto first = hn::And(hn::Lt(hn::Abs(hn::LoadU(d, x + i)), infinite),
                               hn::Lt(hn::Abs(hn::LoadU(d, x + i + length)), infinite));
    const auto second = hn::And(hn::Lt(hn::Abs(hn::LoadU(d, x + i + 2 * length)), infinite),
                                hn::Lt(hn::Abs(hn::LoadU(d, x + i + 3 * length)), infinite));
    if (!hn::AllTrue(d, hn::And(first, second))) return false;
  }
  return true;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace secondcurve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace secondcurve {
namespace {
HWY_EXPORT(run_power_sums);
HWY_EXPORT(run_single_power_sums);
HWY_EXPORT(run_pair_power_sums);
HWY_EXPORT(run_count_bins);
HWY_EXPORT(run_keep_ranges);
HWY_EXPORT(run_keep_inside);
HWY_EXPORT(run_count_at_least);
HWY_EXPORT(run_count_pairs_at_least);
HWY_EXPORT(run_all_finite);
}  // namespace

PowerSums power_sums(const double* x, std::size_t n, double pivot) {
  PowerSums sums;
  SC_DISPATCH(run_power_sums)(x, n, pivot, sums.data());
  return sums;
}

PowerSums power_sums(const float* x, std::size_t n, double pivot, int exponent) {
  SC_EXPECT(static_cast<double>(static_cast<float>(pivot)) == pivot);
  SC_EXPECT(exponent >= -most_unit_exponent && exponent <= most_unit_exponent);
  PowerSums sums;
  const auto power_of_two = [](int k) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + k) << 52);
  };
  const double unit = power_of_two(exponent);
  SC_DISPATCH(run_single_power_sums)
  (x, n, static_cast<float>(pivot), static_cast<float>(power_of_two(-exponent)), sums.data());
  double power = 1.0;
  for (double& sum : sums) sum *= power *= unit;
  return sums;
}

PairPowerSums pair_power_sums(const double* x, std::size_t n, double pivot) {
  SC_EXPECT(n % 2 == 0);
  PairPowerSums sums;
  SC_DISPATCH(run_pair_power_sums)(x, n, pivot, sums.data());
  return sums;
}

void count_bins(ColumnView x, std::size_t n, double low, double bins_per_unit, std::uint32_t n_bins,
                std::uint32_t* counts) {
  SC_EXPECT(n_bins <= most_bins && bins_per_unit > 0.0);
  SC_DISPATCH(run_count_bins)(x, n, Bins{low, bins_per_unit, n_bins}, counts);
}

std::size_t keep_ranges(ColumnView x, std::size_t n, double low, double bins_per_unit, std::uint32_t n_bins,
                        std::span<const BinRange> ranges, std::uint32_t* counts, ColumnPlace kept) {
  SC_EXPECT(n_bins <= most_bins && bins_per_unit > 0.0);
  return SC_DISPATCH(run_keep_ranges)(x, n, Bins{low, bins_per_unit, n_bins}, ranges, counts, kept);
}

std::size_t keep_inside(const double* x, std::size_t n, std::span<const Interval> intervals,
                        InsideValue* kept) {
  return SC_DISPATCH(run_keep_inside)(x, n, intervals, kept);
}

std::uint64_t count_at_least(const double* x, std::size_t n, double threshold) {
  return SC_DISPATCH(run_count_at_least)(x, n, threshold);
}

std::uint64_t count_pairs_at_least(const double* x, std::size_t n, double threshold) {
  SC_EXPECT(n % 2 == 0);
  return SC_DISPATCH(run_count_pairs_at_least)(x, n, threshold);
}

bool all_finite(const double* x) { return SC_DISPATCH(run_all_finite)(x); }

void mark_non_finite(ColumnView x, std::uint8_t* failed) {
  const Widened values(x, block_paths);
  if (all_finite(values.data())) return;
  for (std::size_t path = 0; path < block_paths; ++path) {
    if (!std::isfinite(values.data()[path])) failed[path] = 1;
  }
}

void mark_abnormal(const float* x, std::uint8_t* failed) {
  for (std::size_t path = 0; path < block_paths; ++path) {
    const bool is_normal =
        x[path] >= std::numeric_limits<float>::min() && x[path] <= std::numeric_limits<float>::max();
    failed[path] = is_normal ? failed[path] : std::uint8_t{1};
  }
}

namespace {
template <class T>
std::size_t compact_values(const T* x, const std::uint8_t* failed, std::size_t n, T* out) {
  std::size_t n_kept = 0;
  for (std::size_t path = 0; path < n; ++path) {
    out[n_kept] = x[path];
    n_kept += failed[path] == 0 ? 1 : 0;
  }
  return n_kept;
}
}  // namespace

std::size_t compact(ColumnView x, const std::uint8_t* failed, std::size_t n, ColumnPlace out) {
  return x.is_single() ? compact_values(x.floats(), failed, n, out.floats())
                       : compact_values(x.doubles(), failed, n, out.doubles());
}

}  // namespace secondcurve
#endif
