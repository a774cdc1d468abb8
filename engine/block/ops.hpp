#pragma once

#include <cstddef>
#include <span>

#include "engine/core/column.hpp"

namespace secondcurve {

// Operations on one block: `out` and every column hold `block_paths` values and start at `lane_alignment`.
// `out` may be any of the columns read that are of its precision. An operand that is a single value has the
// same effect, to the bit, as a column filled with it. Results have the same bits on every instruction set
// with FMA (AVX2, AVX-512); without FMA (SSE4) `affine`, `multiply_add` and the functions below differ in the
// last bits.
//
// Columns are of doubles or of floats. An operation computes in the precision of `out`: operands of the other
// are first converted. Functions such as the exponential compute in double precision all the same, so that
// floats have them correctly rounded but for the rarest cases, and leave the range where floats end.

void add(ColumnPlace out, Operand a, Operand b);
/// out = a - b
void subtract(ColumnPlace out, Operand a, Operand b);
void multiply(ColumnPlace out, Operand a, Operand b);
/// out = a / b
void divide(ColumnPlace out, Operand a, Operand b);
/// The smaller of both; not-a-number where either is.
void minimum(ColumnPlace out, Operand a, Operand b);
/// The larger of both; not-a-number where either is.
void maximum(ColumnPlace out, Operand a, Operand b);
/// out = a * b + c, rounded once where the machine has FMA.
void multiply_add(ColumnPlace out, Operand a, Operand b, Operand c);
/// out = a < b ? if_less : otherwise; `otherwise` too where a or b is not a number.
void select_less(ColumnPlace out, Operand a, Operand b, Operand if_less, Operand otherwise);

/// out = the table's entry at `index`, counted from 0; not-a-number where the index is that of no entry.
void lookup(double* out, Operand index, std::span<const Column> table);

/// e^x within 1.1 ulp. Infinity above 709.78; 0 below -708.39, where the result would be subnormal.
void exponential(ColumnPlace out, Operand x);
/// ln x within 1.5 ulp; -infinity at 0, not-a-number below.
void logarithm(ColumnPlace out, Operand x);
/// e^x - 1 within 2.5 ulp, near 0 too.
void exponential_minus_one(ColumnPlace out, Operand x);
/// ln(1 + x) within 2 ulp, near 0 too; -infinity at -1, not-a-number below.
void logarithm_one_plus(ColumnPlace out, Operand x);
void square_root(ColumnPlace out, Operand x);
void negate(ColumnPlace out, Operand x);
/// The standard normal quantile of a probability, relative error below 2e-15; infinite at 0 and 1,
/// not-a-number outside. Wichura's AS 241, Applied Statistics 37 (1988) 477, doi:10.2307/2347330.
void normal_quantile(ColumnPlace out, Operand probability);
/// The standard normal share at or below x, relative error below 2e-15 in the lower tail, too; 0 below
/// -37.64.
void normal_cdf(ColumnPlace out, Operand x);

/// The same functions of one number: the bits that a lane would have.
double exponential(double x);
double logarithm(double x);
double exponential_minus_one(double x);
double logarithm_one_plus(double x);
double normal_quantile(double probability);
double normal_cdf(double x);

/// Fills a column with one value.
void broadcast(ColumnPlace out, double value);
/// Writes down a value for all paths, or a column of values.
void assign(ColumnPlace out, Operand x);

}  // namespace secondcurve
