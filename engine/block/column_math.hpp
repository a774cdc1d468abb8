#pragma once

#include "engine/core/column.hpp"

namespace secondcurve {

// Arithmetic on columns, so that the coefficients of a model read like its paper. One value with one value
// stays one value; otherwise the result has a value per path. A path has the same bits either way. For
// what is done once per run or per block; inside a step use engine/block/ops.hpp, which allocates nothing.

Column operator+(const Column& a, const Column& b);
Column operator-(const Column& a, const Column& b);
Column operator*(const Column& a, const Column& b);
Column operator/(const Column& a, const Column& b);
Column operator-(const Column& x);

Column exp(const Column& x);
Column log(const Column& x);
/// e^x - 1
Column expm1(const Column& x);
/// ln(1 + x)
Column log1p(const Column& x);
Column sqrt(const Column& x);
/// The smaller of both; not-a-number where either is.
Column min(const Column& a, const Column& b);
/// The larger of both; not-a-number where either is.
Column max(const Column& a, const Column& b);
/// a < b ? if_less : otherwise, path by path.
Column select_less(const Column& a, const Column& b, const Column& if_less, const Column& otherwise);

}  // namespace secondcurve
