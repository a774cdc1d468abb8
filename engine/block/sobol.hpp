#pragma once

#include <array>
#include <cstdint>

#include "engine/core/column.hpp"

namespace secondcurve {

/// The direction numbers of one dimension of a Sobol sequence, each with its bits reversed: the sequence's
/// most significant digit is bit 0.
using ReversedDirections = std::array<std::uint32_t, 32>;

/// What one scramble of one dimension is keyed with: four words drawn at random.
using ScrambleKey = std::array<std::uint32_t, 4>;

/// Fills a column with coordinates of a Sobol sequence after Owen's scrambling, as uniforms (w + 1/2) 2^-32:
/// never 0 or 1 [path]. Point i, in natural order, is the sum without carry of the direction numbers of i's
/// bits.
///
/// The scramble is a hash of the reversed word x: with the key (a, b, c, d), modulo 2^32,
///
///     x = (a | 1) x + b,   x = L(x, 6c50b47c, b82f1e52),   x = (c | 1) x + d,   x = L(x, c7afe638,
///     8d22f6e6), L(x, m, n): x = x xor (m x), then x = x xor (n x)
///
/// Each digit is changed by those before it alone, so the points stay a digital net. Over the keys every
/// pair of points has exactly the joint law that Owen's scrambling gives it: affine maps do that, and fixed
/// maps of this kind keep it. So means are unbiased and have the variance of Owen's scrambling; the
/// multiplications in between serve the joint law of three and more points.
/// Sources: S. Laine, T. Karras, Stratified sampling for stochastic transparency, Computer Graphics Forum 30
/// (2011) 1197, doi:10.1111/j.1467-8659.2011.01978.x, for L; B. Burley, Practical hash-based Owen scrambling,
/// J. Computer Graphics Techniques 10 (2020) no. 4, for hashing the reversed word; A. B. Owen, Monte Carlo
/// variance of scrambled net quadrature, SIAM J. Numer. Anal. 34 (1997) 1884, for what only pairs decide.
///
/// @param first_point a multiple of block_paths.
void fill_scrambled_sobol(const ReversedDirections& directions, const ScrambleKey& key,
                          std::uint32_t first_point, double* out);

}  // namespace secondcurve
