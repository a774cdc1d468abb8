#include "engine/block/linear.hpp"

#include <algorithm>
#include <type_traits>

#define HWY_DISABLE_PCLMUL_AES  // so that the baseline x86-64-v2 is SSE4, not SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/block/linear.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/block/dispatch.hpp"
#include "engine/block/operand_reader.inc"

HWY_BEFORE_NAMESPACE();
namespace secondcurve {
namespace HWY_NAMESPACE {
namespace {
/// Where n values of a column are, from `first` on: in place, or converted in `room`.
template <class D>
HWY_INLINE const NumberOf<D>* values_at(ColumnView column, std::size_t first, std::size_t n,
                                        NumberOf<D>* room) {
  if (HWY_LIKELY(!is_other(column, D()))) return values_of(column, D()) + first;
  convert(D(), column, first, n, room);
  return room;
}

/// Hides where an address comes from: GCC would keep one for each of its neighbours instead of a distance.
template <class T>
HWY_INLINE T* hidden(T* address) {
  asm("" : "+r"(address));  // NOLINT
  return address;
}

// Eight vectors at a time: enough chains to hide the latency of the multiply-adds, and one look at each term
// per eight vectors.
template <class T>
HWY_INLINE void affine_in(T* out, const Operand& constant, const Term* terms, std::size_t n_terms) {
  using D = hn::ScalableTag<T>;
  constexpr std::size_t n_chains = 8;
  const D d;
  const std::size_t length = hn::Lanes(d);
  const VectorOf<D> same_start = hn::Set(d, static_cast<T>(constant.value));
  alignas(lane_alignment) T room[2][n_chains * lane_alignment / sizeof(T)];
  for (std::size_t i = 0; i < block_paths; i += n_chains * length) {
    VectorOf<D> y[n_chains];
    const T* const start =
        constant.is_column() ? values_at<D>(constant.column, i, n_chains * length, room[0]) : nullptr;
#pragma GCC unroll 8
    for (std::size_t j = 0; j < n_chains; ++j)
      y[j] = start == nullptr ? same_start : hn::Load(d, start + j * length);
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
        const auto* const x = hidden(others_of(term->column, d) + i);
#pragma GCC unroll 8
        for (std::size_t j = 0; j < n_chains; ++j)
          y[j] = hn::MulAdd(same_k, converted(d, x + j * length), y[j]);
      } else {
        const T* const x = hidden(values_of(term->column, d) + i);
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
HWY_EXPORT(run_affine);
HWY_EXPORT(run_multiply_lower);
}  // namespace

void affine(ColumnPlace out, Operand constant, std::span<const Term> terms) {
  SC_EXPECT(out.is_aligned() && constant.is_aligned());
  SC_EXPECT(std::all_of(terms.begin(), terms.end(), [](const Term& t) {
    return t.column && t.column.is_aligned() && t.coefficient.is_aligned();
  }));
  SC_DISPATCH(run_affine)(out, constant, terms.data(), terms.size());
}

void affine(ColumnPlace out, Operand constant, std::initializer_list<Term> terms) {
  affine(out, constant, std::span<const Term>(terms.begin(), terms.size()));
}

void multiply_lower(std::span<const ColumnPlace> columns, std::span<const double> lower) {
  SC_EXPECT(lower.size() == columns.size() * (columns.size() + 1) / 2);
  SC_EXPECT(std::all_of(columns.begin(), columns.end(), [](ColumnPlace x) { return x.is_aligned(); }));
  SC_DISPATCH(run_multiply_lower)(columns.data(), lower.data(), columns.size());
}

}  // namespace secondcurve
#endif
