#pragma once

#include <initializer_list>
#include <span>

#include "engine/core/column.hpp"

namespace secondcurve {

// Linear combinations of columns, under the rules of ops.hpp: in the precision of what is written, the same
// bits on every instruction set with FMA.

/// One product of a linear combination: coefficient times column.
struct Term {
  Operand coefficient;
  ColumnView column;  ///< [block_paths]
};

/// out = constant + sum of coefficient * column: one fused multiply-add per term, in the order written.
void affine(ColumnPlace out, Operand constant, std::span<const Term> terms);
void affine(ColumnPlace out, Operand constant, std::initializer_list<Term> terms);

/// Columns x_0 to x_(n-1), all of the same precision, become, in place, y_i = sum over j <= i of lower(i, j)
/// x_j: the same bits as by `affine`, with fewer loads.
/// @param lower row after row, i + 1 numbers in row i.
void multiply_lower(std::span<const ColumnPlace> columns, std::span<const double> lower);

}  // namespace secondcurve
