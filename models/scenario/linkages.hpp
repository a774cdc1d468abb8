#pragma once

#include <span>
#include <vector>

namespace secondcurve {

// Input-output analysis of the sectors that are linked. Matrices are square, row by row.
// Source: R. E. Miller and P. D. Blair, Input-Output Analysis (2nd ed., Cambridge 2009).

/// What a lasting change of one sector comes to when it has gone round all links.
struct Linkages {
  std::vector<double> total;  ///< (I - S)^-1: log level of a row's sector by that of a column's [1]
  std::vector<double> output_multiplier;  ///< output of all sectors by that of one: column sums of Leontief's
                                          ///< inverse (section 6.2.1) [1]
  std::vector<double> backward_linkage;   ///< the same, over its mean (section 12.2.1) [1]
  std::vector<double> forward_linkage;    ///< row sums of the Ghosh inverse, over their mean (12.2.2) [1]
};

/// @param sales_shares S: share of a row's output that is sold to a column [supplier][buyer], its spectral
/// radius below 1; @param input_shares the same sales per output of the buyer [buyer][supplier].
Linkages linkages(std::span<const double> sales_shares, std::span<const double> input_shares);

/// The largest absolute eigenvalue.
double spectral_radius(std::span<const double> matrix);

}  // namespace secondcurve
