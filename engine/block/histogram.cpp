#include "engine/block/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/histogram.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"

#ifndef SC_BLOCK_HISTOGRAM_ONCE
#define SC_BLOCK_HISTOGRAM_ONCE
namespace secondcurve {
namespace {
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

/// Values whose places are found before any is counted, so that the counters' memory is not in the way.
constexpr std::size_t batch = 256;
using Places = hn::ScalableTag<std::uint16_t>;
using Vp = hn::Vec<Places>;
/// After all counts.
constexpr std::uint16_t no_place = 0xffff;

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

/// The places in a histogram of as many values as a vector of places has.
HWY_INLINE Vp places_of(const double* x, const Bins& bins) {
  const Places d;
  const auto half = [&](const double* values) HWY_ATTR {
    const Vi least = hn::Set(Integers(), -1), most = hn::Set(Integers(), static_cast<std::int32_t>(bins.n));
    return hn::BitCast(d, hn::Sub(hn::Max(hn::Min(bins_of(values, bins), most), least), least));
  };
  return hn::ConcatEven(d, half(x + hn::Lanes(Integers())), half(x));
}
/// Of floats: added to 2^23 they are rounded to integers, which are then the low bits.
HWY_INLINE Vp places_of(const float* x, const Bins& bins) {
  const Places d;
  const Singles f;
  const auto low = hn::Set(f, static_cast<float>(bins.low));
  const auto per_unit = hn::Set(f, static_cast<float>(bins.per_unit));
  const auto half = [&](const float* values) HWY_ATTR {
    const auto place =
        hn::Add(hn::Mul(hn::Sub(hn::LoadU(f, values), low), per_unit), hn::Set(f, 0x1p23f + 1.0f));
    const auto last = hn::Set(f, 0x1p23f + static_cast<float>(bins.n + 1));
    return hn::BitCast(d, hn::Min(hn::Max(place, hn::Set(f, 0x1p23f)), last));
  };
  return hn::ConcatEven(d, half(x + hn::Lanes(f)), half(x));
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
/// and sets the bits of those that are in one.
/// @tparam n_gaps as many as stay in registers, from `first` on.
/// @param in_gap [batch / 64]
template <std::size_t n_gaps>
HWY_INLINE void count_gaps(const std::uint16_t* found, std::size_t n, std::span<const BinRange> ranges,
                           std::size_t first, std::uint32_t n_counts, std::uint32_t* counts,
                           std::uint64_t* in_gap) {
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
  using Bits =
      std::conditional_t<(hn::MaxLanes(Places()) > 16), std::uint32_t,
                         std::conditional_t<(hn::MaxLanes(Places()) > 8), std::uint16_t, std::uint8_t>>;
#pragma GCC unroll 1
  for (std::size_t i = 0; i < n; i += length) {
    const Vp place = hn::Load(d, found + i);
    std::uint64_t in_any = 0;
#pragma GCC unroll 8
    for (std::size_t k = 0; k < n_gaps; ++k) {
      const auto inside =
          hn::Lt(hn::BitCast(as_signed, hn::Sub(place, begin[k])), hn::BitCast(as_signed, size[k]));
      std::uint8_t bytes[8] = {};
      hn::StoreMaskBits(as_signed, inside, bytes);
      Bits bits = 0;
      std::memcpy(&bits, bytes, sizeof bits);
      n_inside[k] += static_cast<std::uint32_t>(std::popcount(bits));
      in_any |= bits;
    }
    in_gap[i / 64] |= in_any << i % 64;
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
    std::uint64_t in_gap[batch / 64] = {};
    for (std::size_t first = 0; first <= ranges.size();) {
      const auto count = [&]<std::size_t n_gaps>(std::integral_constant<std::size_t, n_gaps>) HWY_ATTR {
        count_gaps<n_gaps>(found, here, ranges, first, bins.n + 2, counts, in_gap);
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

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace secondcurve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace secondcurve {
namespace {
HWY_EXPORT(run_count_bins);
HWY_EXPORT(run_keep_ranges);
}  // namespace

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

}  // namespace secondcurve
#endif
