#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace secondcurve {

/// The lower triangular L with L L' = M, M some rows and columns of a positive semidefinite matrix
/// (Cholesky). A row that follows from those before it has 0 on the diagonal and nothing loads on it, so
/// singular matrices have a factor, too. Row i depends on the rows before it only. Source: Golub and Van
/// Loan, Matrix Computations (4th ed. 2013), sections 4.2.7 and 4.2.8.
/// @param matrix n by n, row by row; @param kept its rows that make up M, in their order.
/// @return the rows of L, row i of i + 1 numbers.
std::vector<std::vector<double>> lower_factor(std::span<const double> matrix, std::size_t n,
                                              std::span<const std::size_t> kept);

}  // namespace secondcurve
