#include "engine/block/ops.hpp"

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/ops.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/block/normal_math.inc"
#include "engine/block/operand_reader.inc"
#include "engine/core/special_numbers.hpp"

#ifndef SC_BLOCK_OPS_ONCE
#define SC_BLOCK_OPS_ONCE
namespace secondcurve {
namespace {
enum class Unary {
  exponential,
  logarithm,
  exponential_minus_one,
  logarithm_one_plus,
  square_root,
  negate,
  normal_quantile,
  normal_cdf,
  copy
};
enum class Binary { add, subtract, multiply, divide, minimum, maximum };

/// The longest vector in doubles: the least that a kernel may be asked for.
constexpr std::size_t longest_vector = lane_alignment / sizeof(double);
}  // namespace
}  // namespace secondcurve
#endif

HWY_BEFORE_NAMESPACE();
namespace secondcurve {
namespace HWY_NAMESPACE {
namespace {

/// A function of doubles; of floats by way of doubles.
template <Vd (*function)(Vd)>
struct InDoubles {
  HWY_INLINE Vd operator()(Vd x) const { return function(x); }
  HWY_INLINE Vf operator()(Vf x) const {
    Vd low, high;
    widen(x, low, high);
    return narrow(function(low), function(high));
  }
};

template <class Function, class T>
HWY_INLINE void map(const Function& function, T* out, const Operand& x, std::size_t n) {
  using D = hn::ScalableTag<T>;
  const Reader<D> values(x);
  for (std::size_t i = 0; i < n; i += hn::Lanes(D())) hn::Store(function(values[i]), D(), out + i);
}
template <class Function>
HWY_INLINE void map(const Function& function, ColumnPlace out, const Operand& x, std::size_t n) {
  if (out.is_single())
    map(function, out.floats(), x, n);
  else
    map(function, out.doubles(), x, n);
}

template <class Function, class T>
HWY_INLINE void map(const Function& function, T* out, const Operand& a, const Operand& b) {
  using D = hn::ScalableTag<T>;
  const Reader<D> left(a), right(b);
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(D()))
    hn::Store(function(left[i], right[i]), D(), out + i);
}
template <class Function>
HWY_INLINE void map(const Function& function, ColumnPlace out, const Operand& a, const Operand& b) {
  if (out.is_single())
    map(function, out.floats(), a, b);
  else
    map(function, out.doubles(), a, b);
}

// Where neither is less, b is taken: right for equal values and where b is not a number.
template <class V>
HWY_INLINE V smaller_of(V a, V b) {
  return hn::IfThenElse(hn::Eq(a, a), hn::IfThenElse(hn::Lt(a, b), a, b), a);
}
template <class V>
HWY_INLINE V larger_of(V a, V b) {
  return hn::IfThenElse(hn::Eq(a, a), hn::IfThenElse(hn::Lt(b, a), a, b), a);
}

void run_unary(Unary operation, ColumnPlace out, const Operand& x, std::size_t n) {
  switch (operation) {
    case Unary::exponential:
      return map(InDoubles<vector_exp>(), out, x, n);
    case Unary::logarithm:
      return map(InDoubles<vector_log>(), out, x, n);
    case Unary::exponential_minus_one:
      return map(InDoubles<vector_expm1>(), out, x, n);
    case Unary::logarithm_one_plus:
      return map(InDoubles<vector_log1p>(), out, x, n);
    case Unary::square_root:
      return map([](auto v) HWY_ATTR { return hn::Sqrt(v); }, out, x, n);
    case Unary::negate:
      return map([](auto v) HWY_ATTR { return hn::Neg(v); }, out, x, n);
    case Unary::normal_quantile:
      return map(InDoubles<vector_normal_quantile>(), out, x, n);
    case Unary::normal_cdf:
      return map(InDoubles<vector_normal_cdf>(), out, x, n);
    case Unary::copy:
      return map([](auto v) HWY_ATTR { return v; }, out, x, n);
  }
}

void run_binary(Binary operation, ColumnPlace out, const Operand& a, const Operand& b) {
  switch (operation) {
    case Binary::add:
      return map([](auto x, auto y) HWY_ATTR { return hn::Add(x, y); }, out, a, b);
    case Binary::subtract:
      return map([](auto x, auto y) HWY_ATTR { return hn::Sub(x, y); }, out, a, b);
    case Binary::multiply:
      return map([](auto x, auto y) HWY_ATTR { return hn::Mul(x, y); }, out, a, b);
    case Binary::divide:
      return map([](auto x, auto y) HWY_ATTR { return hn::Div(x, y); }, out, a, b);
    case Binary::minimum:
      return map([](auto x, auto y) HWY_ATTR { return smaller_of(x, y); }, out, a, b);
    case Binary::maximum:
      return map([](auto x, auto y) HWY_ATTR { return larger_of(x, y); }, out, a, b);
  }
}

template <class T>
HWY_INLINE void multiply_add_in(T* out, const Operand& a, const Operand& b, const Operand& c) {
  using D = hn::ScalableTag<T>;
  const Reader<D> left(a), right(b), addend(c);
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(D()))
    hn::Store(hn::MulAdd(left[i], right[i], addend[i]), D(), out + i);
}
void run_multiply_add(ColumnPlace out, const Operand& a, const Operand& b, const Operand& c) {
  if (out.is_single())
    multiply_add_in(out.floats(), a, b, c);
  else
    multiply_add_in(out.doubles(), a, b, c);
}

template <class T>
HWY_INLINE void select_in(T* out, const Operand& a, const Operand& b, const Operand& x, const Operand& y) {
  using D = hn::ScalableTag<T>;
  const Reader<D> left(a), right(b), if_less(x), otherwise(y);
  for (std::size_t i = 0; i < block_paths; i += hn::Lanes(D())) {
    const auto less = hn::Lt(left[i], right[i]);
    hn::Store(hn::IfThenElse(less, if_less[i], otherwise[i]), D(), out + i);
  }
}
void run_select(ColumnPlace out, const Operand& a, const Operand& b, const Operand& x, const Operand& y) {
  if (out.is_single())
    select_in(out.floats(), a, b, x, y);
  else
    select_in(out.doubles(), a, b, x, y);
}

// One comparison per entry: gathering from memory is slower for the short tables that models have.
void run_lookup(double* out, const Operand& index, const Column* table, std::size_t n_entries) {
  const Doubles d;
  const Reader<Doubles> places(index);
  const std::size_t length = hn::Lanes(d);
  for (std::size_t i = 0; i < block_paths; i += length) {
    const Vd place = places[i];
    Vd found = fill(not_a_number);
    for (std::size_t k = 0; k < n_entries; ++k) {
      const double* lanes = table[k].lanes();
      const Vd entry = lanes != nullptr ? hn::Load(d, lanes + i) : fill(table[k].value());
      found = hn::IfThenElse(hn::Eq(place, fill(static_cast<double>(k))), entry, found);
    }
    hn::Store(found, d, out + i);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace secondcurve
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace secondcurve {
namespace {
HWY_EXPORT(run_unary);
HWY_EXPORT(run_binary);
HWY_EXPORT(run_multiply_add);
HWY_EXPORT(run_select);
HWY_EXPORT(run_lookup);

void unary(Unary operation, ColumnPlace out, const Operand& x) {
  SC_EXPECT(out.is_aligned() && x.is_aligned());
  SC_DISPATCH(run_unary)(operation, out, x, block_paths);
}

double unary(Unary operation, double x) {
  alignas(lane_alignment) double out[longest_vector];
  SC_DISPATCH(run_unary)(operation, ColumnPlace(out), Operand(x), longest_vector);
  return out[0];
}

void binary(Binary operation, ColumnPlace out, const Operand& a, const Operand& b) {
  SC_EXPECT(out.is_aligned() && a.is_aligned() && b.is_aligned());
  SC_DISPATCH(run_binary)(operation, out, a, b);
}
}  // namespace

void add(ColumnPlace out, Operand a, Operand b) { binary(Binary::add, out, a, b); }
void subtract(ColumnPlace out, Operand a, Operand b) { binary(Binary::subtract, out, a, b); }
void multiply(ColumnPlace out, Operand a, Operand b) { binary(Binary::multiply, out, a, b); }
void divide(ColumnPlace out, Operand a, Operand b) { binary(Binary::divide, out, a, b); }
void minimum(ColumnPlace out, Operand a, Operand b) { binary(Binary::minimum, out, a, b); }
void maximum(ColumnPlace out, Operand a, Operand b) { binary(Binary::maximum, out, a, b); }

void multiply_add(ColumnPlace out, Operand a, Operand b, Operand c) {
  SC_EXPECT(out.is_aligned() && a.is_aligned() && b.is_aligned() && c.is_aligned());
  SC_DISPATCH(run_multiply_add)(out, a, b, c);
}

void select_less(ColumnPlace out, Operand a, Operand b, Operand if_less, Operand otherwise) {
  SC_EXPECT(out.is_aligned() && a.is_aligned() && b.is_aligned() && if_less.is_aligned() &&
            otherwise.is_aligned());
  SC_DISPATCH(run_select)(out, a, b, if_less, otherwise);
}

void lookup(double* out, Operand index, std::span<const Column> table) {
  SC_EXPECT(ColumnPlace(out).is_aligned() && index.is_aligned());
  SC_DISPATCH(run_lookup)(out, index, table.data(), table.size());
}

void exponential(ColumnPlace out, Operand x) { unary(Unary::exponential, out, x); }
void logarithm(ColumnPlace out, Operand x) { unary(Unary::logarithm, out, x); }
void exponential_minus_one(ColumnPlace out, Operand x) { unary(Unary::exponential_minus_one, out, x); }
void logarithm_one_plus(ColumnPlace out, Operand x) { unary(Unary::logarithm_one_plus, out, x); }
void square_root(ColumnPlace out, Operand x) { unary(Unary::square_root, out, x); }
void negate(ColumnPlace out, Operand x) { unary(Unary::negate, out, x); }
void normal_quantile(ColumnPlace out, Operand probability) {
  unary(Unary::normal_quantile, out, probability);
}
void normal_cdf(ColumnPlace out, Operand x) { unary(Unary::normal_cdf, out, x); }

double exponential(double x) { return unary(Unary::exponential, x); }
double logarithm(double x) { return unary(Unary::logarithm, x); }
double exponential_minus_one(double x) { return unary(Unary::exponential_minus_one, x); }
double logarithm_one_plus(double x) { return unary(Unary::logarithm_one_plus, x); }
double normal_quantile(double probability) { return unary(Unary::normal_quantile, probability); }
double normal_cdf(double x) { return unary(Unary::normal_cdf, x); }

void broadcast(ColumnPlace out, double value) { unary(Unary::copy, out, value); }
void assign(ColumnPlace out, Operand x) { unary(Unary::copy, out, x); }

}  // namespace secondcurve
#endif
