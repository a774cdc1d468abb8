#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace secondcurve {

/// A correlation matrix that takes the place of one that cannot be.
struct NearestCorrelation {
  std::vector<double> matrix;   ///< row by row [n, n]
  double largest_change = 0.0;  ///< of any entry
};

/// The smallest eigenvalue of a symmetric matrix, row by row [n, n].
double smallest_eigenvalue(std::span<const double> matrix, std::size_t n);

/// The correlation matrix nearest to a symmetric one with ones on its diagonal, by the sum of the squares of
/// all differences: positive semidefinite up to rounding, ones on the diagonal exactly. Good to 1e-9 where
/// the iteration converges, as it does within 10,000 steps for all but contrived matrices; a correlation
/// matrix all the same where it does not.
/// @param matrix row by row [n, n]
/// Source: N. J. Higham, Computing the nearest correlation matrix: a problem from finance, IMA J. Numer.
/// Anal. 22 (2002) 329-343, algorithm 3.3 with equal weights (doi:10.1093/imanum/22.3.329): alternating
/// projections with Dykstra's correction.
NearestCorrelation nearest_correlation(std::span<const double> matrix, std::size_t n);

/// A correlation matrix that stays one when its entries are written with `digits` decimals: moved towards no
/// correlation by what rounding may take from its eigenvalues, n / 2 units of the last decimal.
std::vector<double> rounded_correlation(std::span<const double> matrix, std::size_t n, int digits);

}  // namespace secondcurve
