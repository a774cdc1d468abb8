#include "engine/block/reduce.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/reduce.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/core/column.hpp"

HWY_BEFORE_NAMESPACE();
namespace secondcurve {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;
using Doubles = hn::ScalableTag<double>;
using Vd = hn::Vec<Doubles>;

/// Which of 64 values are in any of the intervals, of which there is at least one: a bit for each.
/// @tparam n_known intervals, as many as stay in registers; 0 for any number.
template <std::size_t n_known, class T>
HWY_INLINE std::uint64_t bits_inside(const T* x, std::span<const Interval> intervals) {
  const hn::ScalableTag<T> d;
  const std::size_t length = hn::Lanes(d), n = n_known == 0 ? intervals.size() : n_known;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 64; i += length) {
    const auto values = hn::LoadU(d, x + i);
    const auto is_in = [&](const Interval& interval) HWY_ATTR {
      return hn::And(hn::Ge(values, hn::Set(d, static_cast<T>(interval.low))),
                     hn::Lt(values, hn::Set(d, static_cast<T>(interval.high))));
    };
    auto inside = is_in(intervals[0]);
    for (std::size_t k = 1; k < n; ++k) inside = hn::Or(inside, is_in(intervals[k]));
    std::uint8_t bytes[8] = {};
    hn::StoreMaskBits(d, inside, bytes);
    std::uint64_t here = 0;
    std::memcpy(&here, bytes, sizeof here);
    bits |= here << i;
  }
  return bits;
}

/// Calls `take(value)` for each value that is in any of the intervals. Bits first, then the few values they
/// stand for: a branch per value would be guessed wrong too often.
template <std::size_t n_known, class T, class Take>
HWY_INLINE void take_inside(const T* x, std::size_t n, std::span<const Interval> intervals,
                            const Take& take) {
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64)
    for (std::uint64_t left = bits_inside<n_known>(x + i, intervals); left != 0; left &= left - 1)
      take(x[i + static_cast<std::size_t>(std::countr_zero(left))]);
  for (; i < n; ++i) {
    const T value = x[i];
    const auto is_in = [value](const Interval& interval) {
      return value >= static_cast<T>(interval.low) && value < static_cast<T>(interval.high);
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

template <class T>
std::size_t keep_between_of(const T* x, std::size_t n, const Interval& interval, T* kept) {
  std::size_t n_kept = 0, i = 0;
  // An instruction for it, where whole vectors are written; elsewhere, and for doubles in Highway 1.0, a
  // table takes longer than bit by bit.
  if constexpr (HWY_TARGET <= HWY_AVX3 && sizeof(T) == sizeof(float)) {
    const hn::ScalableTag<T> d;
    const auto low = hn::Set(d, static_cast<T>(interval.low)),
               high = hn::Set(d, static_cast<T>(interval.high));
    for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) {
      const auto values = hn::LoadU(d, x + i);
      const auto inside = hn::And(hn::Ge(values, low), hn::Lt(values, high));
      hn::StoreU(hn::Compress(values, inside), d, kept + n_kept);
      n_kept += hn::CountTrue(d, inside);
    }
  }
  take_inside<1>(x + i, n - i, std::span(&interval, 1), [&](T value) { kept[n_kept++] = value; });
  return n_kept;
}
std::size_t run_keep_between(ColumnView x, std::size_t n, const Interval& interval, ColumnPlace kept) {
  return x.is_single() ? keep_between_of(x.floats(), n, interval, kept.floats())
                       : keep_between_of(x.doubles(), n, interval, kept.doubles());
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

template <class T>
bool all_equal_in(const T* x, std::size_t n, T value) {
  const hn::ScalableTag<T> d;
  const std::size_t length = hn::Lanes(d);
  const auto wanted = hn::Set(d, value);
  auto others = hn::Ne(wanted, wanted);
  std::size_t i = 0;
  for (; i + length <= n; i += length) others = hn::Or(others, hn::Ne(hn::LoadU(d, x + i), wanted));
  return hn::AllFalse(d, others) && std::all_of(x + i, x + n, [=](T each) { return each == value; });
}
bool run_all_equal(ColumnView x, std::size_t n, double value) {
  if (!x.is_single()) return all_equal_in(x.doubles(), n, value);
  const auto single = static_cast<float>(value);
  return single == value ? all_equal_in(x.floats(), n, single) : n == 0;
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
HWY_EXPORT(run_keep_inside);
HWY_EXPORT(run_keep_between);
HWY_EXPORT(run_count_at_least);
HWY_EXPORT(run_count_pairs_at_least);
HWY_EXPORT(run_all_equal);
HWY_EXPORT(run_all_finite);
}  // namespace

std::size_t keep_inside(const double* x, std::size_t n, std::span<const Interval> intervals,
                        InsideValue* kept) {
  return SC_DISPATCH(run_keep_inside)(x, n, intervals, kept);
}

std::size_t keep_between(ColumnView x, std::size_t n, Interval interval, ColumnPlace kept) {
  return SC_DISPATCH(run_keep_between)(x, n, interval, kept);
}

std::uint64_t count_at_least(const double* x, std::size_t n, double threshold) {
  return SC_DISPATCH(run_count_at_least)(x, n, threshold);
}

std::uint64_t count_pairs_at_least(const double* x, std::size_t n, double threshold) {
  SC_EXPECT(n % 2 == 0);
  return SC_DISPATCH(run_count_pairs_at_least)(x, n, threshold);
}

bool all_equal(ColumnView x, std::size_t n, double value) { return SC_DISPATCH(run_all_equal)(x, n, value); }

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
