#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "engine/core/column.hpp"
#include "engine/random/closed_shapes.hpp"
#include "engine/random/listed_shapes.hpp"
#include "engine/random/tabulated_shapes.hpp"

namespace secondcurve {

/// The distribution of an uncertain number, in that number's unit, cut off at `min` and `max` where given
/// (and scaled up between them). Call the other functions only if `problem()` is empty.
class Distribution final {
 public:
  using Shape = std::variant<NormalShape, LognormalShape, UniformShape, TriangularShape, PertShape, BetaShape,
                             StudentTShape, DiscreteShape, QuantilesShape>;

  explicit Distribution(Shape shape, std::optional<double> min = {}, std::optional<double> max = {});

  static Distribution normal(double mean, double sd) { return Distribution(NormalShape{mean, sd}); }
  static Distribution lognormal(double mean, double sd) { return Distribution(LognormalShape{mean, sd}); }
  static Distribution uniform(double low, double high) { return Distribution(UniformShape{low, high}); }
  static Distribution triangular(double low, double mode, double high) {
    return Distribution(TriangularShape{low, mode, high});
  }
  static Distribution pert(double low, double mode, double high) {
    return Distribution(PertShape(low, mode, high));
  }
  static Distribution beta(double alpha, double beta) { return Distribution(BetaShape(alpha, beta)); }
  static Distribution student_t(double location, double scale, double degrees_of_freedom) {
    return Distribution(StudentTShape(location, scale, degrees_of_freedom));
  }
  /// @param points value and weight.
  static Distribution discrete(DiscreteShape::Points points) {
    return Distribution(DiscreteShape(std::move(points)));
  }
  /// @param points share and value, shares rising.
  static Distribution quantiles(QuantilesShape::Points points) {
    return Distribution(QuantilesShape(std::move(points)));
  }
  Distribution truncated(std::optional<double> min, std::optional<double> max) const {
    return Distribution(shape_, min, max);
  }

  const Shape& shape() const { return shape_; }
  std::optional<double> min() const { return min_; }
  std::optional<double> max() const { return max_; }
  /// The name that configs use: "normal", "pert", "student_t", ...
  const char* name() const;

  /// What is wrong with the numbers and what is allowed, as "sd = -1: must be above 0"; empty if nothing is.
  std::string problem() const;

  /// The value below which a share u of the distribution lies, per path. A path has the same bits whether u
  /// is one value or a column.
  Column quantile(const Column& u) const;
  /// The same in columns: out may be u [block_paths].
  void quantile(const double* u, double* out) const;
  double quantile(double u) const;

  /// The share at or below x.
  double cdf(double x) const;
  /// The share below x: less than `cdf` where x itself has a share.
  double share_below(double x) const;
  /// Mean, of the truncated distribution where it is (relative error 1e-9).
  double mean() const;
  /// Standard deviation, of the truncated distribution where it is (relative error 1e-8).
  double sd() const;

 private:
  double untruncated_cdf(double x) const;
  Column untruncated_quantile(const Column& u) const;
  bool is_truncated() const { return min_.has_value() || max_.has_value(); }
  /// The mean of a function of x, by numerical integration.
  double expectation(const std::function<double(double)>& f) const;

  Shape shape_;
  std::optional<double> min_;
  std::optional<double> max_;
  double share_below_ = 0.0;    ///< of the untruncated distribution, below min
  double share_between_ = 1.0;  ///< of the untruncated distribution, from min to max
};

}  // namespace secondcurve
