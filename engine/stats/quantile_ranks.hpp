#pragma once

#include <cstdint>
#include <optional>

#include "engine/stats/sample_design.hpp"

namespace secondcurve {

/// A quantile of a sample and its distribution-free 95% interval, in the unit of the values.
struct QuantileEstimate {
  double value = 0.0;
  double lower = 0.0;  ///< NaN where the sample is too small to hold an order statistic this low
  double upper = 0.0;  ///< likewise
};

/// The order statistics, counted from 0, that a quantile and its interval are made of.
struct QuantileRanks {
  std::uint64_t below = 0;             ///< the quantile lies between this order statistic
  std::uint64_t above = 0;             ///< and this one, the same where the fraction is 0
  double fraction = 0.0;               ///< so far towards the second [1]
  std::optional<std::uint64_t> lower;  ///< ends of the interval, none where the sample has no such value
  std::optional<std::uint64_t> upper;

  friend bool operator==(const QuantileRanks&, const QuantileRanks&) = default;
};

/// The ranks for probability p in [0, 1] and n >= 1 values.
///
/// Type 7: h = (n - 1) p, between ranks floor(h) and floor(h) + 1, counted from 0; the default of NumPy and
/// R. Source: R. J. Hyndman, Y. Fan, Am. Stat. 50 (1996) 361-365, doi:10.1080/00031305.1996.10473566.
///
/// Interval: the number of values below the true quantile is binomial, so X_(r) and X_(s), counted from 1,
/// enclose it with probability P(r <= B < s); with the normal law and a continuity correction of 1/2
/// r = floor(np - z sqrt(np(1 - p)) + 1/2), s = ceil(np + z sqrt(np(1 - p)) + 1/2), z = 1.96 for 95%.
/// Source: W. J. Conover, Practical Nonparametric Statistics, Wiley, 3rd ed. 1999, sec. 3.2.
///
/// Where values are not independent, the variance np(1 - p) of the number below is multiplied by the design
/// effect: R. S. Woodruff, J. Am. Stat. Assoc. 47 (1952) 635-646.
/// @param interval_reach z, of the sample's design.
QuantileRanks quantile_ranks(double probability, std::uint64_t n, double interval_reach = normal_reach,
                             double design_effect = 1.0);

/// The value between two order statistics, rounded as NumPy does it; exactly `below` where both are equal.
double interpolate(double below, double above, double fraction);

}  // namespace secondcurve
