#pragma once

#include <string>

#include "engine/core/column.hpp"
#include "engine/random/quantile_table.hpp"

namespace secondcurve {

// Shapes whose quantiles have no closed form: a table is made at the first quantile. Functions as in
// engine/random/closed_shapes.hpp.

/// Beta on 0 to 1. N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 2, 2nd ed.,
/// Wiley 1995, chapter 25. Quantiles x and their complements 1 - x to a relative error of 2e-10 (with
/// parameters from 0.5 to 1000 of 1e-12).
class BetaShape final {
 public:
  BetaShape(double alpha, double beta);

  double alpha() const { return alpha_; }
  double beta() const { return beta_; }
  /// Of the logit ln(x / (1 - x)), on which the law has tails to both sides.
  const QuantileTable& logits() const { return logits_.table(); }

 private:
  double alpha_, beta_;
  DeferredTable logits_;  ///< empty where the numbers are wrong
};
std::string problem_of(const BetaShape& s);
double cdf_of(const BetaShape& s, double x);
Column quantile_of(const BetaShape& s, const Column& u);
double mean_of(const BetaShape& s);
double sd_of(const BetaShape& s);
inline const char* name_of(const BetaShape&) { return "beta"; }

/// Beta-PERT: a beta distribution from low to high whose mean is (low + 4 mode + high) / 6. D. G. Malcolm,
/// J. H. Roseboom, C. E. Clark, W. Fazar, Application of a technique for research and development program
/// evaluation, Operations Research 7 (1959) 646-669, doi:10.1287/opre.7.5.646; with the spread of D. Vose,
/// Risk Analysis: A Quantitative Guide, 3rd ed., Wiley 2008: alpha = 1 + 4 (mode - low) / (high - low), alpha
/// + beta = 6.
class PertShape final {
 public:
  PertShape(double low, double mode, double high);

  double low() const { return low_; }
  double mode() const { return mode_; }
  double high() const { return high_; }
  /// Of (x - low) / (high - low).
  const BetaShape& standard() const { return standard_; }

 private:
  double low_, mode_, high_;
  BetaShape standard_;
};
std::string problem_of(const PertShape& s);
double cdf_of(const PertShape& s, double x);
Column quantile_of(const PertShape& s, const Column& u);
double mean_of(const PertShape& s);
double sd_of(const PertShape& s);
inline const char* name_of(const PertShape&) { return "pert"; }

/// Student's t, moved to a location and stretched by a scale, which is below its standard deviation. Johnson,
/// Kotz and Balakrishnan as above, chapter 28. Quantiles to 1e-11 of the scale, or of their distance from the
/// location where that is larger.
class StudentTShape final {
 public:
  StudentTShape(double location, double scale, double degrees_of_freedom);

  double location() const { return location_; }
  double scale() const { return scale_; }
  double degrees_of_freedom() const { return degrees_of_freedom_; }
  /// Of asinh t, t the standard variable: tails no longer than exponential.
  const QuantileTable& inverse_sinhs() const { return inverse_sinhs_.table(); }

 private:
  double location_, scale_, degrees_of_freedom_;
  DeferredTable inverse_sinhs_;  ///< empty where the numbers are wrong
};
std::string problem_of(const StudentTShape& s);
double cdf_of(const StudentTShape& s, double x);
Column quantile_of(const StudentTShape& s, const Column& u);
double mean_of(const StudentTShape& s);
double sd_of(const StudentTShape& s);
inline const char* name_of(const StudentTShape&) { return "student_t"; }

/// Mean and standard deviation of what lies between two bounds, one of them infinite: the tail that is left
/// may be too heavy for numerical integration.
double mean_between(const StudentTShape& s, double low, double high);
double sd_between(const StudentTShape& s, double low, double high);

}  // namespace secondcurve
