#pragma once

#include "engine/block/odd_map.hpp"

#include "engine/core/special_numbers.hpp"

namespace secondcurve {

/// Degrees of freedom with which Student's t law is the normal law.
inline constexpr double normal_law = infinity;

/// The rising map that turns values of one law into values of another: y = Q_to(F_from(x)).
///
/// Both are Student t laws of given degrees of freedom, `normal_law` for the standard normal one; that of y
/// is scaled to variance 1. Error below 1e-9 of the larger of 1 and |y|, to |x| = 16 for the normal law and
/// for others to the x that is exceeded with probability 1e-60, or 9.7e10 sqrt(from) where that is less:
/// further than any draw reaches. Takes about 50 ms to make.
/// @param from at least 1; @param to above 2.
OddMap law_map(double from, double to);

/// The factor that gives a Student t law variance 1. @param degrees_of_freedom above 2.
double unit_variance_factor(double degrees_of_freedom);

}  // namespace secondcurve
