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

/// Reads an operand: a single value is put into one vector, which is then read again and again.
class Reader {
 public:
  HWY_INLINE explicit Reader(const Operand& x)
      : lanes_(x.lanes != nullptr ? x.lanes : repeated_), mask_(x.lanes != nullptr ? ~std::size_t{0} : 0) {
    hn::Store(fill(x.value), Doubles(), repeated_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  HWY_INLINE Vd operator[](std::size_t lane) const { return hn::Load(Doubles(), lanes_ + (lane & mask_)); }

 private:
  alignas(lane_alignment) double repeated_[longest_vector];
  const double* lanes_;
  std::size_t mask_;
};

template <Vd (*function)(Vd)>
HWY_INLINE void map(double* out, const Operand& x, std::size_t n) {
  const Reader values(x);
  const std::size_t length = hn::Lanes(Doubles());
  for (std::size_t i = 0; i < n; i += length) hn::Store(function(values[i]), Doubles(), out + i);
}

template <Vd (*function)(Vd, Vd)>
HWY_INLINE void map(double* out, const Operand& a, const Operand& b) {
  const Reader left(a), right(b);
  const std::size_t length = hn::Lanes(Doubles());
  for (std::size_t i = 0; i < block_paths; i += length) {
    hn::Store(function(left[i], right[i]), Doubles(), out + i);
  }
}

HWY_INLINE Vd root_of(Vd x) { return hn::Sqrt(x); }
HWY_INLINE Vd minus(Vd x) { return hn::Neg(x); }
HWY_INLINE Vd same(Vd x) { return x; }
HWY_INLINE Vd sum_of(Vd a, Vd b) { return hn::Add(a, b); }
HWY_INLINE Vd difference_of(Vd a, Vd b) { return hn::Sub(a, b); }
HWY_INLINE Vd product_of(Vd a, Vd b) { return hn::Mul(a, b); }
HWY_INLINE Vd ratio_of(Vd a, Vd b) { return hn::Div(a, b); }
// Where neither is less, b is taken: right for equal values and where b is not a number.
HWY_INLINE Vd smaller_of(Vd a, Vd b) {
  return hn::IfThenElse(hn::Eq(a, a), hn::IfThenElse(hn::Lt(a, b), a, b), a);
}
HWY_INLINE Vd larger_of(Vd a, Vd b) {
  return hn::IfThenElse(hn::Eq(a, a), hn::IfThenElse(hn::Lt(b, a), a, b), a);
}

void run_unary(Unary operation, double* out, const Operand& x, std::size_t n) {
  switch (operation) {
    case Unary::exponential:
      return map<vector_exp>(out, x, n);
    case Unary::logarithm:
      return map<vector_log>(out, x, n);
    case Unary::exponential_minus_one:
      return map<vector_expm1>(out, x, n);
    case Unary::logarithm_one_plus:
      return map<vector_log1p>(out, x, n);
    case Unary::square_root:
      return map<root_of>(out, x, n);
    case Unary::negate:
      return map<minus>(out, x, n);
    case Unary::normal_quantile:
      return map<vector_normal_quantile>(out, x, n);
    case Unary::normal_cdf:
      return map<vector_normal_cdf>(out, x, n);
    case Unary::copy:
      return map<same>(out, x, n);
  }
}

void run_binary(Binary operation, double* out, const Operand& a, const Operand& b) {
  switch (operation) {
    case Binary::add:
      return map<sum_of>(out, a, b);
    case Binary::subtract:
      return map<difference_of>(out, a, b);
    case Binary::multiply:
      return map<product_of>(out, a, b);
    case Binary::divide:
      return map<ratio_of>(out, a, b);
    case Binary::minimum:
      return map<smaller_of>(out, a, b);
    case Binary::maximum:
      return map<larger_of>(out, a, b);
  }
}

void run_multiply_add(double* out, const Operand& a, const Operand& b, const Operand& c) {
  const Reader left(a), right(b), addend(c);
  const std::size_t length = hn::Lanes(Doubles());
  for (std::size_t i = 0; i < block_paths; i += length) {
    hn::Store(hn::MulAdd(left[i], right[i], addend[i]), Doubles(), out + i);
  }
}

void run_select(double* out, const Operand& a, const Operand& b, const Operand& x, const Operand& y) {
  const Reader left(a), right(b), if_less(x), otherwise(y);
  const std::size_t length = hn::Lanes(Doubles());
  for (std::size_t i = 0; i < block_paths; i += length) {
    const auto less = hn::Lt(left[i], right[i]);
    hn::Store(hn::IfThenElse(less, if_less[i], otherwise[i]), Doubles(), out + i);
  }
}

/// out = base * e^growth for one base, unless it cannot be seen at a glance that all is inside the range:
/// growth within -100 to 100, and so far from the ends of the range. @return whether it was done.
bool grow_moderately(double* out, double base, const double* growth, const LevelRange& range) {
  constexpr double moderate = 100.0, most_factor = 2.7e43;  // just above e^100
  if (!(base * most_factor <= range.most && base >= range.least * most_factor)) return false;
  const Doubles d;
  const std::size_t length = hn::Lanes(d);
  auto inside = hn::Eq(hn::Zero(d), hn::Zero(d));
  for (std::size_t i = 0; i < block_paths; i += length) {
    const Vd x = hn::Load(d, growth + i);
    inside = hn::And(inside, hn::Le(hn::Abs(x), fill(moderate)));  // not-a-number is not
    hn::Store(hn::Mul(moderate_exp(x), fill(base)), d, out + i);
  }
  return hn::AllTrue(d, inside);
}

/// Levels inside the range; notes in `all` which lanes were inside every time.
HWY_INLINE Vd bounded(Vd level, Vd least, Vd most, Vd& all) {
  const auto inside = hn::And(hn::Ge(level, least), hn::Le(level, most));
  all = hn::IfThenElseZero(inside, all);
  return hn::IfThenElse(inside, level, fill(not_a_number));
}

template <bool in_single>
bool run_grow(double* out, const Operand& base, const Operand& growth, const LevelRange& range) {
  const bool may_be_moderate =
      !in_single && base.lanes == nullptr && growth.lanes != nullptr && out != growth.lanes;
  if (may_be_moderate && grow_moderately(out, base.value, growth.lanes, range)) return true;
  const Doubles d;
  const Reader levels(base), growths(growth);
  const Vd least = fill(range.least), most = fill(range.most);
  const std::size_t length = hn::Lanes(d);
  Vd all = fill(1.0);
  for (std::size_t i = 0; i < block_paths; i += 2 * length) {
    Vd a = growths[i], b = growths[i + length];
    if constexpr (in_single) {
      exp_in_single(a, b);
    } else {
      a = vector_exp(a);
      b = vector_exp(b);
    }
    hn::Store(bounded(hn::Mul(a, levels[i]), least, most, all), d, out + i);
    hn::Store(bounded(hn::Mul(b, levels[i + length]), least, most, all), d, out + i + length);
  }
  return hn::AllTrue(d, hn::Eq(all, fill(1.0)));
}
bool run_double_grow(double* out, const Operand& base, const Operand& growth, const LevelRange& range) {
  return run_grow<false>(out, base, growth, range);
}
bool run_single_grow(double* out, const Operand& base, const Operand& growth, const LevelRange& range) {
  return run_grow<true>(out, base, growth, range);
}

// One comparison per entry: gathering from memory is slower for the short tables that models have.
void run_lookup(double* out, const Operand& index, const Column* table, std::size_t n_entries) {
  const Doubles d;
  const Reader places(index);
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

// Eight vectors at a time: enough chains to hide the latency of the multiply-adds, and one look at each term
// per eight vectors.
void run_affine(double* out, const Operand& constant, const Term* terms, std::size_t n_terms) {
  constexpr std::size_t n_chains = 8;
  const Doubles d;
  const std::size_t length = hn::Lanes(d);
  const Reader start(constant);
  for (std::size_t i = 0; i < block_paths; i += n_chains * length) {
    Vd y[n_chains];
#pragma GCC unroll 8
    for (std::size_t j = 0; j < n_chains; ++j) y[j] = start[i + j * length];
    for (const Term* term = terms; term != terms + n_terms; ++term) {
      const double* const x = term->column + i;
      if (const double* k = term->coefficient.lanes; k != nullptr) {
#pragma GCC unroll 8
        for (std::size_t j = 0; j < n_chains; ++j)
          y[j] = hn::MulAdd(hn::Load(d, k + i + j * length), hn::Load(d, x + j * length), y[j]);
      } else {
        const Vd same_k = fill(term->coefficient.value);
#pragma GCC unroll 8
        for (std::size_t j = 0; j < n_chains; ++j)
          y[j] = hn::MulAdd(same_k, hn::Load(d, x + j * length), y[j]);
      }
    }
#pragma GCC unroll 8
    for (std::size_t j = 0; j < n_chains; ++j) hn::Store(y[j], d, out + i + j * length);
  }
}

/// Rows `first` to first + n_rows - 1 of multiply_lower at two vectors of paths, from `path` on: each column
/// is loaded once for all of them.
template <std::size_t n_rows>
HWY_INLINE void multiply_rows(double* const* columns, const double* lower, std::size_t first,
                              std::size_t path) {
  const Doubles d;
  const std::size_t length = hn::Lanes(d);
  const double* rows[n_rows];
  Vd y[n_rows][2];
#pragma GCC unroll 4
  for (std::size_t r = 0; r < n_rows; ++r) {
    rows[r] = lower + (first + r) * (first + r + 1) / 2;
    y[r][0] = y[r][1] = hn::Zero(d);
  }
  const auto add = [&](std::size_t j, std::size_t from_row) HWY_ATTR {
    const Vd x0 = hn::Load(d, columns[j] + path), x1 = hn::Load(d, columns[j] + path + length);
#pragma GCC unroll 4
    for (std::size_t r = from_row; r < n_rows; ++r) {
      const Vd k = fill(rows[r][j]);
      y[r][0] = hn::MulAdd(k, x0, y[r][0]);
      y[r][1] = hn::MulAdd(k, x1, y[r][1]);
    }
  };
  for (std::size_t j = 0; j <= first; ++j) add(j, 0);
#pragma GCC unroll 4
  for (std::size_t r = 1; r < n_rows; ++r) add(first + r, r);
#pragma GCC unroll 4
  for (std::size_t r = 0; r < n_rows; ++r) {
    hn::Store(y[r][0], d, columns[first + r] + path);
    hn::Store(y[r][1], d, columns[first + r] + path + length);
  }
}

// From the last row up, so that no column is overwritten that a row still needs.
void run_multiply_lower(double* const* columns, const double* lower, std::size_t n) {
  for (std::size_t path = 0; path < block_paths; path += 2 * hn::Lanes(Doubles())) {
    std::size_t end = n;
    for (; end >= 4; end -= 4) multiply_rows<4>(columns, lower, end - 4, path);
    for (; end > 0; --end) multiply_rows<1>(columns, lower, end - 1, path);
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
HWY_EXPORT(run_double_grow);
HWY_EXPORT(run_single_grow);
HWY_EXPORT(run_lookup);
HWY_EXPORT(run_affine);
HWY_EXPORT(run_multiply_lower);

bool aligned(const double* lanes) { return reinterpret_cast<std::uintptr_t>(lanes) % lane_alignment == 0; }

void unary(Unary operation, double* out, const Operand& x) {
  SC_EXPECT(aligned(out) && aligned(x.lanes));
  SC_DISPATCH(run_unary)(operation, out, x, block_paths);
}

double unary(Unary operation, double x) {
  alignas(lane_alignment) double out[longest_vector];
  SC_DISPATCH(run_unary)(operation, out, Operand(x), longest_vector);
  return out[0];
}

void binary(Binary operation, double* out, const Operand& a, const Operand& b) {
  SC_EXPECT(aligned(out) && aligned(a.lanes) && aligned(b.lanes));
  SC_DISPATCH(run_binary)(operation, out, a, b);
}
}  // namespace

void affine(double* out, Operand constant, std::span<const Term> terms) {
  SC_EXPECT(aligned(out) && aligned(constant.lanes));
  SC_EXPECT(std::all_of(terms.begin(), terms.end(),
                        [](const Term& t) { return aligned(t.column) && aligned(t.coefficient.lanes); }));
  SC_DISPATCH(run_affine)(out, constant, terms.data(), terms.size());
}

void affine(double* out, Operand constant, std::initializer_list<Term> terms) {
  affine(out, constant, std::span<const Term>(terms.begin(), terms.size()));
}

void multiply_lower(std::span<double* const> columns, std::span<const double> lower) {
  SC_EXPECT(lower.size() == columns.size() * (columns.size() + 1) / 2);
  SC_EXPECT(std::all_of(columns.begin(), columns.end(), [](const double* x) { return aligned(x); }));
  SC_DISPATCH(run_multiply_lower)(columns.data(), lower.data(), columns.size());
}

void add(double* out, Operand a, Operand b) { binary(Binary::add, out, a, b); }
void subtract(double* out, Operand a, Operand b) { binary(Binary::subtract, out, a, b); }
void multiply(double* out, Operand a, Operand b) { binary(Binary::multiply, out, a, b); }
void divide(double* out, Operand a, Operand b) { binary(Binary::divide, out, a, b); }
void minimum(double* out, Operand a, Operand b) { binary(Binary::minimum, out, a, b); }
void maximum(double* out, Operand a, Operand b) { binary(Binary::maximum, out, a, b); }

void multiply_add(double* out, Operand a, Operand b, Operand c) {
  SC_EXPECT(aligned(out) && aligned(a.lanes) && aligned(b.lanes) && aligned(c.lanes));
  SC_DISPATCH(run_multiply_add)(out, a, b, c);
}

void select_less(double* out, Operand a, Operand b, Operand if_less, Operand otherwise) {
  SC_EXPECT(aligned(out) && aligned(a.lanes) && aligned(b.lanes));
  SC_EXPECT(aligned(if_less.lanes) && aligned(otherwise.lanes));
  SC_DISPATCH(run_select)(out, a, b, if_less, otherwise);
}

void lookup(double* out, Operand index, std::span<const Column> table) {
  SC_EXPECT(aligned(out) && aligned(index.lanes));
  SC_DISPATCH(run_lookup)(out, index, table.data(), table.size());
}

void exponential(double* out, Operand x) { unary(Unary::exponential, out, x); }
void logarithm(double* out, Operand x) { unary(Unary::logarithm, out, x); }
void exponential_minus_one(double* out, Operand x) { unary(Unary::exponential_minus_one, out, x); }
void logarithm_one_plus(double* out, Operand x) { unary(Unary::logarithm_one_plus, out, x); }
void square_root(double* out, Operand x) { unary(Unary::square_root, out, x); }
void negate(double* out, Operand x) { unary(Unary::negate, out, x); }
void normal_quantile(double* out, Operand probability) { unary(Unary::normal_quantile, out, probability); }
void normal_cdf(double* out, Operand x) { unary(Unary::normal_cdf, out, x); }

bool grow(double* out, Operand base, Operand growth, LevelRange range, Arithmetic arithmetic) {
  SC_EXPECT(aligned(out) && aligned(base.lanes) && aligned(growth.lanes));
  if (base.lanes == nullptr && growth.lanes == nullptr && growth.value == 0.0) {
    const bool is_inside = base.value >= range.least && base.value <= range.most;
    broadcast(out, is_inside ? base.value : not_a_number);
    return is_inside;
  }
  if (arithmetic == Arithmetic::single_precision)
    return SC_DISPATCH(run_single_grow)(out, base, growth, range);
  return SC_DISPATCH(run_double_grow)(out, base, growth, range);
}

double exponential(double x) { return unary(Unary::exponential, x); }
double logarithm(double x) { return unary(Unary::logarithm, x); }
double exponential_minus_one(double x) { return unary(Unary::exponential_minus_one, x); }
double logarithm_one_plus(double x) { return unary(Unary::logarithm_one_plus, x); }
double normal_quantile(double probability) { return unary(Unary::normal_quantile, probability); }
double normal_cdf(double x) { return unary(Unary::normal_cdf, x); }

void broadcast(double* out, double value) { unary(Unary::copy, out, value); }
void assign(double* out, Operand x) { unary(Unary::copy, out, x); }

}  // namespace secondcurve
#endif
