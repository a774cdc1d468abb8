#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace secondcurve {

/// Points of a design: for each axis its coordinate at every point, a share between 0 and 1 [axis][point].
using DesignPoints = std::vector<std::vector<double>>;

/// All combinations of the values of some axes, in the order of the axes, the last one changing fastest.
/// @param lengths number of values of each axis, each at least 1.
/// @return the place of the value of each axis [point][axis].
std::vector<std::vector<std::size_t>> grid_points(std::span<const std::size_t> lengths);

/// A Latin hypercube: on every axis each of n equal parts of (0, 1) holds one point, in random order.
///
/// Draws are those of the stream `batch/SWEEP.AXIS`, path = point: point i lies in the part whose number is
/// the rank of its 52-bit uniform (draws 0 and 1), and in it at the uniform of draw 2. So an axis has the
/// same coordinates whatever other axes there are. Source: M. D. McKay, R. J. Beckman, W. J. Conover, A
/// comparison of three methods for selecting values of input variables in the analysis of output from a
/// computer code, Technometrics 21 (1979) 239, doi:10.2307/1268522.
/// @param streams the stream of each axis; n at least 1.
DesignPoints latin_hypercube(std::uint64_t seed, std::span<const std::string> streams, std::size_t n);

/// The first n points of a Sobol sequence, the axes its dimensions in order, after Owen's scrambling: axis by
/// axis keyed with draws 0 to 3 of the stream `batch/SWEEP.AXIS` for path 0. More points add to those there
/// were, more axes behind change no earlier one.
/// @param streams the stream of each axis, at most n_sobol_dimensions; n at most 2^32.
DesignPoints sobol_points(std::uint64_t seed, std::span<const std::string> streams, std::size_t n);

/// Correlation of the normal scores of two numbers whose ranks correlate by `rank_correlation` (Spearman), if
/// their scores are normal together: 2 sin(pi rho / 6).
/// Source: K. Pearson, On further methods of determining correlation, Drapers' Company Research Memoirs,
/// Biometric Series IV (1907).
double score_correlation(double rank_correlation);

/// Normal scores [axis][point] of the ranks of the points on each axis, mixed so that their correlations are
/// exactly (up to rounding) those asked for. The first axis keeps its scores, and each depends on those
/// before it alone. Nothing where ranks depend on one another too closely, as they always do on as many axes
/// as points. Source: R. L. Iman, W. J. Conover, A distribution-free approach to inducing rank correlation
/// among input variables, Commun. Stat. Simul. Comput. 11 (1982) 311, section 2 with van der Waerden scores,
/// doi:10.1080/03610918208812265.
/// @param correlation of scores, positive definite, row by row [axis, axis].
std::optional<DesignPoints> correlated_scores(const DesignPoints& points,
                                              std::span<const double> correlation);

/// The points with the coordinates of each axis put in the order of its scores: each axis has the coordinates
/// that it had.
DesignPoints ordered_as(const DesignPoints& points, const DesignPoints& scores);

}  // namespace secondcurve
