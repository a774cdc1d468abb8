#pragma once

#include <cstddef>

#include "engine/block/sobol.hpp"

namespace secondcurve {

/// Number of dimensions that have direction numbers.
inline constexpr std::size_t n_sobol_dimensions = 3667;

/// The 32 direction numbers of a dimension, bits reversed. The first dimension is van der Corput's sequence.
/// Source of the numbers: S. Joe, F. Y. Kuo, Constructing Sobol sequences with better two-dimensional
/// projections, SIAM J. Sci. Comput. 30 (2008) 2635, doi:10.1137/070709359, as Boost.Random holds them; of
/// the recurrence: P. Bratley, B. L. Fox, Algorithm 659, ACM Trans. Math. Softw. 14 (1988) 88, section 2,
/// doi:10.1145/42288.214372.
/// @param dimension below n_sobol_dimensions, from 0.
ReversedDirections sobol_directions(std::size_t dimension);

}  // namespace secondcurve
