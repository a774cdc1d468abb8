#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/column.hpp"

namespace secondcurve {

// Shapes that a list gives. Functions as in engine/random/closed_shapes.hpp.

/// Some values, each with its weight: the share of it among the sum of weights.
class DiscreteShape final {
 public:
  using Points = std::vector<std::pair<double, double>>;  ///< value and weight

  /// @param points in any order.
  explicit DiscreteShape(Points points);

  const Points& points() const { return points_; }               ///< values rising
  const std::vector<double>& shares() const { return shares_; }  ///< at or below each value; the last is 1
  /// What is left of it from min to max.
  DiscreteShape between(std::optional<double> min, std::optional<double> max) const;

 private:
  Points points_;
  std::vector<double> shares_;
};
std::string problem_of(const DiscreteShape& s);
double cdf_of(const DiscreteShape& s, double x);
/// The share below x, x itself excluded.
double share_below(const DiscreteShape& s, double x);
Column quantile_of(const DiscreteShape& s, const Column& u);
double mean_of(const DiscreteShape& s);
double sd_of(const DiscreteShape& s);
inline const char* name_of(const DiscreteShape&) { return "discrete"; }

/// A continuous law with given quantiles: between them, x is a cubic polynomial of the normal score z of its
/// share, with the slopes of F. N. Fritsch, J. Butland, A method for constructing local monotone piecewise
/// cubic interpolants, SIAM Journal on Scientific and Statistical Computing 5 (1984) 300-304,
/// doi:10.1137/0905021 (eq. 5), so that x rises always. Beyond the outermost ones it goes on as the normal
/// law through the last two: quantiles that are those of one normal law give that law.
class QuantilesShape final {
 public:
  using Points = std::vector<std::pair<double, double>>;  ///< share and value
  /// Where a given quantile stands.
  struct Knot {
    double z;      ///< normal score of its share
    double x;      ///< its value
    double slope;  ///< dx/dz
  };

  /// @param points shares rising; the first and the last slope are those of the normal law.
  explicit QuantilesShape(Points points);

  const Points& points() const { return points_; }
  const std::vector<Knot>& knots() const { return knots_; }

 private:
  Points points_;
  std::vector<Knot> knots_;  ///< empty where the numbers are wrong
};
std::string problem_of(const QuantilesShape& s);
double cdf_of(const QuantilesShape& s, double x);
Column quantile_of(const QuantilesShape& s, const Column& u);
double mean_of(const QuantilesShape& s);
double sd_of(const QuantilesShape& s);
inline const char* name_of(const QuantilesShape&) { return "quantiles"; }

}  // namespace secondcurve
