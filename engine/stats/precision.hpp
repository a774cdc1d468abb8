#pragma once

#include <span>

#include "engine/stats/accumulator.hpp"
#include "engine/stats/share_counts.hpp"

namespace secondcurve {

/// How well a quantity is known from the paths so far. One definition for all quantities: the standard error
/// is half of the 95% interval divided by the design's interval_reach.
struct Precision {
  double value;           ///< estimate, in the unit of the quantity; NaN without paths
  double standard_error;  ///< same unit, not negative; infinite where nothing can be said

  /// The standard error as a share of the estimate; infinite where the estimate is 0 and not exact.
  double relative_error() const;
};

/// The precision of a probability, from Wilson's interval. That has a width where no path or every path
/// hits, so that a rare event that has not been seen yet is not taken for an impossible one. How such paths
/// depend on each other cannot be seen either: pairs and groups then count as one path each.
Precision precision_of_share(const Share& share, const SampleDesign& design);

/// The precision of the mean of a cell. Where all values are the same, a share of paths that has not been
/// seen yet may still differ: the standard error is that of this share, as above, times the size of the
/// mean, as if those paths were at zero.
Precision precision_of_mean(const Accumulator& statistics, std::size_t cell);

/// /// The precision of a quantile, from the histogram of a cell, in which every value is counted in its bin.
/// The ends of the interval are those of quantile_ranks moved outwards to the edges of their bins, so it is
/// never too small; with `scale_around_quantile` too large by less than 1% at a million independent paths.
/// The value is the edge nearest to 0 of the bins that hold the quantile.
/// @param index place of `probability` among the thresholds of the cell.
Precision precision_of_quantile(const Accumulator& statistics, std::size_t cell, double probability,
                                std::size_t index);

/// The scale of a cell whose bins resolve one quantile: 32768 of them over what lies within eight standard
/// errors of the pilot's quantile. Where these reach past the pilot's smallest or largest value, the range is
/// longer by its own length at that end.
/// @param pilot finite values of the first blocks of the run.
CellScale scale_around_quantile(std::span<const double> pilot, const SampleDesign& design,
                                double probability);

}  // namespace secondcurve
