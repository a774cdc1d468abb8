#include "engine/block/power_sums.hpp"

#include <algorithm>
#include <bit>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/power_sums.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/core/column.hpp"
#include "engine/core/contract.hpp"

#ifndef SC_BLOCK_POWER_SUMS_ONCE
#define SC_BLOCK_POWER_SUMS_ONCE
namespace secondcurve {
namespace {
/// Lanes of a sum, fixed so that the order of additions does not depend on the vector's length.
constexpr std::size_t n_lanes = 16;
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

HWY_INLINE void sum_lanes(const double (&lanes)[6][n_lanes], double* sums) {
  for (std::size_t k = 0; k < 6; ++k) {
    double sum = 0.0;
    for (std::size_t lane = 0; lane < n_lanes; ++lane) sum += lanes[k][lane];
    sums[k] = sum;
  }
}

/// Adds the pairs of lanes of a vector until one pair is left.
template <class D>
HWY_INLINE auto sum_by_halves(D d, hn::Vec<D> x) {
  if constexpr (hn::MaxLanes(d) == 2) {
    return x;
  } else {
    const hn::Half<D> half;
    return sum_by_halves(half, hn::Add(hn::LowerHalf(half, x), hn::UpperHalf(half, x)));
  }
}
/// Two sums at a time: pairs of their lanes side by side.
HWY_INLINE void sum_lanes(const float (&lanes)[6][n_lanes], double* sums) {
  const Doubles d;
  const hn::Rebind<float, Doubles> floats;
  constexpr std::size_t n_vectors = n_lanes / 2 / hn::MaxLanes(Doubles());
  const auto folded = [&](const float* sum, std::size_t first) HWY_ATTR {
    return hn::Add(hn::PromoteTo(d, hn::Load(floats, sum + first)),
                   hn::PromoteTo(d, hn::Load(floats, sum + first + n_lanes / 2)));
  };
  for (std::size_t k = 0; k < 6; k += 2) {
    Vd pairs[n_vectors];
    for (std::size_t i = 0; i < n_vectors; ++i) {
      const Vd a = folded(lanes[k], i * hn::Lanes(d)), b = folded(lanes[k + 1], i * hn::Lanes(d));
      pairs[i] = hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b));
    }
    for (std::size_t n = n_vectors / 2; n > 0; n /= 2)
      for (std::size_t i = 0; i < n; ++i) pairs[i] = hn::Add(pairs[i], pairs[i + n]);
    const auto both = sum_by_halves(d, pairs[0]);
    hn::StoreU(both, hn::DFromV<decltype(both)>(), sums + k);
  }
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
  sum_lanes(lanes, sums);
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

}  // namespace secondcurve
#endif
