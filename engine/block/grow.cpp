#include "engine/block/grow.hpp"

#include <limits>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/grow.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/block/operand_reader.inc"
#include "engine/block/ops.hpp"
#include "engine/core/special_numbers.hpp"

HWY_BEFORE_NAMESPACE();
namespace secondcurve {
namespace HWY_NAMESPACE {
namespace {
/// Growth that needs no look at the levels it leads to, if the base is that far from the ends of their range.
template <class T>
struct Moderate;
template <>
struct Moderate<double> {
  static constexpr double growth = 100.0, factor = 2.7e43;  // just above e^100
};
template <>
struct Moderate<float> {
  static constexpr float growth = 20.0f;
  static constexpr double factor = 4.9e8;  // just above e^20
};

/// out = base * e^growth for one base, unless it cannot be seen at a glance that all is inside the range.
/// @return whether it was done.
template <class T>
bool grow_moderately(T* out, double base, ColumnView growth, const LevelRange& range) {
  if (!(base * Moderate<T>::factor <= range.most && base >= range.least * Moderate<T>::factor)) return false;
  using D = hn::ScalableTag<T>;
  const D d;
  const bool is_converted = is_other(growth, d);
  const auto same_base = fill(static_cast<T>(base));
  auto inside = hn::Eq(hn::Zero(d), hn::Zero(d));
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(d)) {
    const VectorOf<D> x =
        is_converted ? converted(d, others_of(growth, d) + i) : hn::Load(d, values_of(growth, d) + i);
    inside = hn::And(inside, hn::Le(hn::Abs(x), fill(Moderate<T>::growth)));  // not-a-number is not
    hn::Store(hn::Mul(moderate_exp(x), same_base), d, out + i);
  }
  return hn::AllTrue(d, inside);
}

/// Levels inside the range; notes in `all` which lanes were inside every time.
HWY_INLINE Vd bounded(Vd level, Vd least, Vd most, Vd& all) {
  const auto inside = hn::And(hn::Ge(level, least), hn::Le(level, most));
  all = hn::IfThenElseZero(inside, all);
  return hn::IfThenElse(inside, level, fill(not_a_number));
}

bool grow_in(double* out, const Operand& base, const Operand& growth, const LevelRange& range) {
  const Doubles d;
  const Reader<Doubles> levels(base), growths(growth);
  const Vd least = fill(range.least), most = fill(range.most);
  Vd all = fill(1.0);
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(d))
    hn::Store(bounded(hn::Mul(vector_exp(growths[i]), levels[i]), least, most, all), d, out + i);
  return hn::AllTrue(d, hn::Eq(all, fill(1.0)));
}

bool grow_in(float* out, const Operand& base, const Operand& growth, const LevelRange& range) {
  const Singles d;
  const bool is_of_doubles = growth.is_in(Arithmetic::double_precision);
  const Reader<Singles> levels(base), growths(is_of_doubles ? Operand(0.0) : growth);
  const Vf least = fill(static_cast<float>(range.least)), most = fill(static_cast<float>(range.most));
  auto all = hn::Eq(hn::Zero(d), hn::Zero(d));
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(d)) {
    const Vf growth_here = is_of_doubles ? converted(d, others_of(growth.column, d) + i) : growths[i];
    const Vf level = hn::Mul(moderate_exp(growth_here), levels[i]);
    const auto inside = hn::And(hn::And(hn::Ge(level, least), hn::Le(level, most)),
                                hn::Le(hn::Abs(growth_here), fill(moderate_single)));
    all = hn::And(all, inside);
    hn::Store(hn::IfThenElse(inside, level, fill(std::numeric_limits<float>::quiet_NaN())), d, out + i);
  }
  return hn::AllTrue(d, all);
}

template <class T>
HWY_INLINE bool grow_to(T* out, const Operand& base, const Operand& growth, const LevelRange& range) {
  const bool may_be_moderate = !base.is_column() && growth.is_column() && !growth.column.is_at(out);
  if (may_be_moderate && grow_moderately(out, base.value, growth.column, range)) return true;
  return grow_in(out, base, growth, range);
}
bool run_grow(ColumnPlace out, const Operand& base, const Operand& growth, const LevelRange& range) {
  return out.is_single() ? grow_to(out.floats(), base, growth, range)
                         : grow_to(out.doubles(), base, growth, range);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace secondcurve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace secondcurve {
namespace {
HWY_EXPORT(run_grow);
}  // namespace

bool grow(ColumnPlace out, Operand base, Operand growth, LevelRange range) {
  SC_EXPECT(out.is_aligned() && base.is_aligned() && growth.is_aligned());
  if (!base.is_column() && !growth.is_column() && growth.value == 0.0) {
    const bool is_inside = base.value >= range.least && base.value <= range.most;
    broadcast(out, is_inside ? base.value : not_a_number);
    return is_inside;
  }
  return SC_DISPATCH(run_grow)(out, base, growth, range);
}

}  // namespace secondcurve
#endif
