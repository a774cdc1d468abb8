#pragma once

#include "engine/block/column_math.hpp"
#include "engine/block/ops.hpp"
#include "engine/core/column.hpp"

namespace secondcurve {

// Stocks by perpetual inventory: a stock K that is fed at the yearly rate I and loses the share d a year
// moves over a step dt as
//
//     K' = q K + (1 - q) I / d,   q = (1 - d)^dt
//
// At yearly steps this is K' = (1 - d) K + I, and the stock at the end of a year does not depend on dt while
// I is constant within the year. Source: OECD, Measuring Capital, 2nd ed. 2009, doi:10.1787/9789264068476-en.

/// q: what is left of a stock after a step [1]. @param depreciation d, effective annual, between 0 and 1.
inline Column kept_share(const Column& depreciation, double dt) { return exp(dt * log1p(-depreciation)); }

/// (1 - q) / d: what a step adds to the stock per unit of I [year].
inline Column step_gain(const Column& depreciation, double dt) {
  return -expm1(dt * log1p(-depreciation)) / depreciation;
}

/// Steps a stock that is measured in units of the one that keeps pace with a growing output.
///
///     r' = m + (r - m) q exp(-trend)
///
/// @param ratio r [path]; @param fed m, in units of what keeps r at 1; @param kept q;
/// @param trend expected log growth of that output in the step.
inline void step_ratio(double* ratio, Operand fed, Operand kept, Operand trend) {
  alignas(lane_alignment) double left[block_paths];
  negate(left, trend);
  exponential(left, left);
  multiply(left, left, kept);
  subtract(ratio, ratio, fed);
  multiply_add(ratio, ratio, left, fed);
}

}  // namespace secondcurve
