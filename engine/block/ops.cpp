// Long: one operation after the other, each short; they share what is in no header.
#include "engine/block/ops.hpp"

#include <algorithm>
#include <cstdint>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/ops.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/block/vector_math.inc"
#include "engine/core/special_numbers.hpp"

#ifndef SECONDCURVE_BLOCK_OPS_ONCE
#define SECONDCURVE_BLOCK_OPS_ONCE
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

template <class D>
using NumberOf = hn::TFromD<D>;
template <class D>
using VectorOf = hn::Vec<D>;

HWY_INLINE const double* values_of(ColumnView column, Doubles) { return column.doubles(); }
HWY_INLINE const float* values_of(ColumnView column, Singles) { return column.floats(); }
/// Whether a column is of the other precision.
HWY_INLINE bool is_other(ColumnView column, Doubles) { return column.is_single(); }
HWY_INLINE bool is_other(ColumnView column, Singles) { return !column.is_single(); }

/// One vector of a column of the other precision, from `first` on.
HWY_INLINE Vd converted(Doubles d, ColumnView column, std::size_t first) {
  const hn::Rebind<float, Doubles> half;
  return hn::PromoteTo(d, hn::Load(half, column.floats() + first));
}
HWY_INLINE Vf converted(Singles, ColumnView column, std::size_t first) {
  const Doubles d;
  const double* const values = column.doubles() + first;
  return narrow(hn::Load(d, values), hn::Load(d, values + hn::Lanes(d)));
}

/// Converts the values of a column of the other precision, n from `first` on, a multiple of the longest
/// vector.
template <class D>
HWY_INLINE void convert(D d, ColumnView column, std::size_t first, std::size_t n, NumberOf<D>* out) {
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) hn::Store(converted(d, column, first + i), d, out + i);
}

/// Reads an operand in one precision: a single value is put into one vector, which is then read again and
/// again.
template <class D>
class Reader {
 public:
  HWY_INLINE explicit Reader(const Operand& x) : lanes_(repeated_), mask_(0) {
    if (!x.is_column()) {
      hn::Store(hn::Set(D(), static_cast<NumberOf<D>>(x.value)), D(), repeated_);
      return;
    }
    mask_ = ~std::size_t{0};
    if (HWY_LIKELY(!is_other(x.column, D()))) {
      lanes_ = values_of(x.column, D());
    } else {
      convert(D(), x.column, 0, block_paths, converted_);
      lanes_ = converted_;
    }
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  HWY_INLINE VectorOf<D> operator[](std::size_t lane) const { return hn::Load(D(), lanes_ + (lane & mask_)); }

 private:
  alignas(lane_alignment) NumberOf<D> repeated_[lane_alignment / sizeof(NumberOf<D>)];
  alignas(lane_alignment) NumberOf<D> converted_[block_paths];
  const NumberOf<D>* lanes_;
  std::size_t mask_;
};

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
    const VectorOf<D> x = is_converted ? converted(d, growth, i) : hn::Load(d, values_of(growth, d) + i);
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
    const Vf growth_here = is_of_doubles ? converted(d, growth.column, i) : growths[i];
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

/// Where n values of a column are, from `first` on: in place, or converted in `room`.
template <class D>
HWY_INLINE const NumberOf<D>* values_at(ColumnView column, std::size_t first, std::size_t n,
                                        NumberOf<D>* room) {
  if (HWY_LIKELY(!is_other(column, D()))) return values_of(column, D()) + first;
  convert(D(), column, first, n, room);
  return room;
}

// Eight vectors at a time: enough chains to hide the latency of the multiply-adds, and one look at each term
// per eight vectors.
template <class T>
HWY_INLINE void affine_in(T* out, const Operand& constant, const Term* terms, std::size_t n_terms) {
  using D = hn::ScalableTag<T>;
  constexpr std::size_t n_chains = 8;
  const D d;
  const std::size_t length = hn::Lanes(d);
  const Reader<D> start(constant);
  alignas(lane_alignment) T room[2][n_chains * lane_alignment / sizeof(T)];
  for (std::size_t i = 0; i < block_paths; i += n_chains * length) {
    VectorOf<D> y[n_chains];
#pragma GCC unroll 8
    for (std::size_t j = 0; j < n_chains; ++j) y[j] = start[i + j * length];
    for (const Term* term = terms; term != terms + n_terms; ++term) {
      const Operand& coefficient = term->coefficient;
      if (coefficient.is_column()) {
        const T* const x = values_at<D>(term->column, i, n_chains * length, room[0]);
        const T* const k = values_at<D>(coefficient.column, i, n_chains * length, room[1]);
#pragma GCC unroll 8
        for (std::size_t j = 0; j < n_chains; ++j)
          y[j] = hn::MulAdd(hn::Load(d, k + j * length), hn::Load(d, x + j * length), y[j]);
      } else if (const VectorOf<D> same_k = hn::Set(d, static_cast<T>(coefficient.value));
                 is_other(term->column, d)) {
#pragma GCC unroll 8
        for (std::size_t j = 0; j < n_chains; ++j)
          y[j] = hn::MulAdd(same_k, converted(d, term->column, i + j * length), y[j]);
      } else {
        const T* const x = values_of(term->column, d) + i;
#pragma GCC unroll 8
        for (std::size_t j = 0; j < n_chains; ++j)
          y[j] = hn::MulAdd(same_k, hn::Load(d, x + j * length), y[j]);
      }
    }
#pragma GCC unroll 8
    for (std::size_t j = 0; j < n_chains; ++j) hn::Store(y[j], d, out + i + j * length);
  }
}
void run_affine(ColumnPlace out, const Operand& constant, const Term* terms, std::size_t n_terms) {
  if (out.is_single())
    affine_in(out.floats(), constant, terms, n_terms);
  else
    affine_in(out.doubles(), constant, terms, n_terms);
}

template <class T>
HWY_INLINE T* values_at(ColumnPlace column, std::size_t path) {
  if constexpr (std::is_same_v<T, float>)
    return column.floats() + path;
  else
    return column.doubles() + path;
}

/// Rows `first` to first + n_rows - 1 of multiply_lower at two vectors of paths, from `path` on: each column
/// is loaded once for all of them.
template <class T, std::size_t n_rows>
HWY_INLINE void multiply_rows(const ColumnPlace* columns, const double* lower, std::size_t first,
                              std::size_t path) {
  using D = hn::ScalableTag<T>;
  const D d;
  const std::size_t length = hn::Lanes(d);
  const double* rows[n_rows];
  VectorOf<D> y[n_rows][2];
#pragma GCC unroll 4
  for (std::size_t r = 0; r < n_rows; ++r) {
    rows[r] = lower + (first + r) * (first + r + 1) / 2;
    y[r][0] = y[r][1] = hn::Zero(d);
  }
  const auto add = [&](std::size_t j, std::size_t from_row) HWY_ATTR {
    const T* const x = values_at<T>(columns[j], path);
    const VectorOf<D> x0 = hn::Load(d, x), x1 = hn::Load(d, x + length);
#pragma GCC unroll 4
    for (std::size_t r = from_row; r < n_rows; ++r) {
      const VectorOf<D> k = hn::Set(d, static_cast<T>(rows[r][j]));
      y[r][0] = hn::MulAdd(k, x0, y[r][0]);
      y[r][1] = hn::MulAdd(k, x1, y[r][1]);
    }
  };
  for (std::size_t j = 0; j <= first; ++j) add(j, 0);
#pragma GCC unroll 4
  for (std::size_t r = 1; r < n_rows; ++r) add(first + r, r);
#pragma GCC unroll 4
  for (std::size_t r = 0; r < n_rows; ++r) {
    T* const out = values_at<T>(columns[first + r], path);
    hn::Store(y[r][0], d, out);
    hn::Store(y[r][1], d, out + length);
  }
}

// From the last row up, so that no column is overwritten that a row still needs.
template <class T>
HWY_INLINE void multiply_lower_in(const ColumnPlace* columns, const double* lower, std::size_t n) {
  for (std::size_t path = 0; path < block_paths; path += 2 * hn::Lanes(hn::ScalableTag<T>())) {
    std::size_t end = n;
    for (; end >= 4; end -= 4) multiply_rows<T, 4>(columns, lower, end - 4, path);
    for (; end > 0; --end) multiply_rows<T, 1>(columns, lower, end - 1, path);
  }
}
void run_multiply_lower(const ColumnPlace* columns, const double* lower, std::size_t n) {
  if (n == 0) return;
  if (columns[0].is_single())
    multiply_lower_in<float>(columns, lower, n);
  else
    multiply_lower_in<double>(columns, lower, n);
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
HWY_EXPORT(run_grow);
HWY_EXPORT(run_lookup);
HWY_EXPORT(run_affine);
HWY_EXPORT(run_multiply_lower);

bool aligned(ColumnPlace x) { return x.is_aligned(); }
bool aligned(ColumnView x) { return x.is_aligned(); }
bool aligned(const Operand& x) { return x.column.is_aligned(); }

void unary(Unary operation, ColumnPlace out, const Operand& x) {
  SC_EXPECT(aligned(out) && aligned(x));
  SC_DISPATCH(run_unary)(operation, out, x, block_paths);
}

double unary(Unary operation, double x) {
  alignas(lane_alignment) double out[longest_vector];
  SC_DISPATCH(run_unary)(operation, ColumnPlace(out), Operand(x), longest_vector);
  return out[0];
}

void binary(Binary operation, ColumnPlace out, const Operand& a, const Operand& b) {
  SC_EXPECT(aligned(out) && aligned(a) && aligned(b));
  SC_DISPATCH(run_binary)(operation, out, a, b);
}
}  // namespace

void affine(ColumnPlace out, Operand constant, std::span<const Term> terms) {
  SC_EXPECT(aligned(out) && aligned(constant));
  SC_EXPECT(std::all_of(terms.begin(), terms.end(), [](const Term& t) {
    return t.column && aligned(t.column) && aligned(t.coefficient);
  }));
  SC_DISPATCH(run_affine)(out, constant, terms.data(), terms.size());
}

void affine(ColumnPlace out, Operand constant, std::initializer_list<Term> terms) {
  affine(out, constant, std::span<const Term>(terms.begin(), terms.size()));
}

void multiply_lower(std::span<const ColumnPlace> columns, std::span<const double> lower) {
  SC_EXPECT(lower.size() == columns.size() * (columns.size() + 1) / 2);
  SC_EXPECT(std::all_of(columns.begin(), columns.end(), [](ColumnPlace x) { return aligned(x); }));
  SC_DISPATCH(run_multiply_lower)(columns.data(), lower.data(), columns.size());
}

void add(ColumnPlace out, Operand a, Operand b) { binary(Binary::add, out, a, b); }
void subtract(ColumnPlace out, Operand a, Operand b) { binary(Binary::subtract, out, a, b); }
void multiply(ColumnPlace out, Operand a, Operand b) { binary(Binary::multiply, out, a, b); }
void divide(ColumnPlace out, Operand a, Operand b) { binary(Binary::divide, out, a, b); }
void minimum(ColumnPlace out, Operand a, Operand b) { binary(Binary::minimum, out, a, b); }
void maximum(ColumnPlace out, Operand a, Operand b) { binary(Binary::maximum, out, a, b); }

void multiply_add(ColumnPlace out, Operand a, Operand b, Operand c) {
  SC_EXPECT(aligned(out) && aligned(a) && aligned(b) && aligned(c));
  SC_DISPATCH(run_multiply_add)(out, a, b, c);
}

void select_less(ColumnPlace out, Operand a, Operand b, Operand if_less, Operand otherwise) {
  SC_EXPECT(aligned(out) && aligned(a) && aligned(b) && aligned(if_less) && aligned(otherwise));
  SC_DISPATCH(run_select)(out, a, b, if_less, otherwise);
}

void lookup(double* out, Operand index, std::span<const Column> table) {
  SC_EXPECT(aligned(ColumnPlace(out)) && aligned(index));
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

bool grow(ColumnPlace out, Operand base, Operand growth, LevelRange range) {
  SC_EXPECT(aligned(out) && aligned(base) && aligned(growth));
  if (!base.is_column() && !growth.is_column() && growth.value == 0.0) {
    const bool is_inside = base.value >= range.least && base.value <= range.most;
    broadcast(out, is_inside ? base.value : not_a_number);
    return is_inside;
  }
  return SC_DISPATCH(run_grow)(out, base, growth, range);
}

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
