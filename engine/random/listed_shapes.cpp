#include "engine/random/listed_shapes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "engine/block/ops.hpp"
#include "engine/random/closed_shapes.hpp"
#include "engine/random/integral.hpp"

namespace secondcurve {
namespace {

/// A function of one number on a column.
template <class Function>
Column map(const Column& u, Function&& function) {
  if (!u.varies()) return function(u.value());
  Column x = Column::per_path();
  for (std::size_t path = 0; path < block_paths; ++path) x.lanes()[path] = function(u.lanes()[path]);
  return x;
}

/// The cubic polynomial between two knots in the basis of Bernstein, whose coefficients rise.
double cubic(const QuantilesShape::Knot& a, const QuantilesShape::Knot& b, double z) {
  const double h = b.z - a.z, t = (z - a.z) / h, s = 1.0 - t;
  const double first = a.x + h * a.slope / 3.0, second = b.x - h * b.slope / 3.0;
  return s * s * (s * a.x + 3.0 * t * first) + t * t * (t * b.x + 3.0 * s * second);
}

double value_at_score(const std::vector<QuantilesShape::Knot>& knots, double z) {
  if (z <= knots.front().z) return knots.front().x + (z - knots.front().z) * knots.front().slope;
  if (z >= knots.back().z) return knots.back().x + (z - knots.back().z) * knots.back().slope;
  std::size_t i = 1;
  while (knots[i].z < z) ++i;
  return cubic(knots[i - 1], knots[i], z);
}

/// The normal score of a value: the inverse of the function above, by bisection between knots.
double score_of_value(const std::vector<QuantilesShape::Knot>& knots, double x) {
  if (x <= knots.front().x) return knots.front().z + (x - knots.front().x) / knots.front().slope;
  if (x >= knots.back().x) return knots.back().z + (x - knots.back().x) / knots.back().slope;
  double low = knots.front().z, high = knots.back().z;
  for (int i = 0; i < 64; ++i) {
    const double middle = 0.5 * (low + high);
    (value_at_score(knots, middle) < x ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

std::vector<double> shares_of(const QuantilesShape& s) {
  std::vector<double> shares;
  for (const auto& point : s.points()) shares.push_back(point.first);
  return shares;
}

}  // namespace

DiscreteShape::DiscreteShape(Points points) : points_(std::move(points)) {
  std::sort(points_.begin(), points_.end());
  double sum = 0.0;
  for (const auto& point : points_) shares_.push_back(sum += point.second);
  for (double& share : shares_) share /= sum;
}

DiscreteShape DiscreteShape::between(std::optional<double> min, std::optional<double> max) const {
  Points kept;
  for (const auto& point : points_)
    if (!(min && point.first < *min) && !(max && point.first > *max)) kept.push_back(point);
  return DiscreteShape(std::move(kept));
}

std::string problem_of(const DiscreteShape& s) {
  if (s.points().size() < 2) return "must hold two values or more, from min to max";
  for (const auto& [value, weight] : s.points()) {
    if (!std::isfinite(value)) return fmt::format("value {}: must be a finite number", value);
    if (!(weight > 0.0) || !std::isfinite(weight))
      return fmt::format("weight {} of value {}: must be above 0", weight, value);
  }
  for (std::size_t i = 1; i < s.points().size(); ++i)
    if (s.points()[i].first == s.points()[i - 1].first)
      return fmt::format("value {} stands twice: each once, with its whole weight", s.points()[i].first);
  return "";
}

double cdf_of(const DiscreteShape& s, double x) {
  double share = 0.0;
  for (std::size_t i = 0; i < s.points().size() && s.points()[i].first <= x; ++i) share = s.shares()[i];
  return share;
}

double share_below(const DiscreteShape& s, double x) {
  double share = 0.0;
  for (std::size_t i = 0; i < s.points().size() && s.points()[i].first < x; ++i) share = s.shares()[i];
  return share;
}

Column quantile_of(const DiscreteShape& s, const Column& u) {
  return map(u, [&s](double share) {
    std::size_t i = 0;
    while (i + 1 < s.shares().size() && share >= s.shares()[i]) ++i;
    return s.points()[i].first;
  });
}

double mean_of(const DiscreteShape& s) {
  double sum = 0.0, last = 0.0;
  for (std::size_t i = 0; i < s.points().size(); ++i) {
    sum += (s.shares()[i] - last) * s.points()[i].first;
    last = s.shares()[i];
  }
  return sum;
}

double sd_of(const DiscreteShape& s) {
  const double mean = mean_of(s);
  double sum = 0.0, last = 0.0;
  for (std::size_t i = 0; i < s.points().size(); ++i) {
    const double deviation = s.points()[i].first - mean;
    sum += (s.shares()[i] - last) * deviation * deviation;
    last = s.shares()[i];
  }
  return std::sqrt(sum);
}

QuantilesShape::QuantilesShape(Points points) : points_(std::move(points)) {
  if (!problem_of(*this).empty()) return;
  const std::size_t n = points_.size();
  for (const auto& [share, value] : points_) knots_.push_back({normal_quantile(share), value, 0.0});
  std::vector<double> widths, secants;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    widths.push_back(knots_[i + 1].z - knots_[i].z);
    secants.push_back((knots_[i + 1].x - knots_[i].x) / widths.back());
  }
  knots_.front().slope = secants.front();
  knots_.back().slope = secants.back();
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double before = 2.0 * widths[i] + widths[i - 1], after = widths[i] + 2.0 * widths[i - 1];
    knots_[i].slope = (before + after) / (before / secants[i - 1] + after / secants[i]);
  }
}

std::string problem_of(const QuantilesShape& s) {
  if (s.points().size() < 2) return "must hold two quantiles or more";
  for (const auto& [share, value] : s.points()) {
    if (!(share > 0.0 && share < 1.0)) return fmt::format("share {}: must be above 0 and below 1", share);
    if (!std::isfinite(value)) return fmt::format("value {}: must be a finite number", value);
  }
  for (std::size_t i = 1; i < s.points().size(); ++i) {
    const auto& [below, low] = s.points()[i - 1];
    const auto& [above, high] = s.points()[i];
    if (!(below < above)) return fmt::format("share {} follows {}: must rise", above, below);
    if (!(low < high)) return fmt::format("{} follows {}: values must rise with the shares", high, low);
  }
  return "";
}

double cdf_of(const QuantilesShape& s, double x) { return standard_normal_cdf(score_of_value(s.knots(), x)); }

Column quantile_of(const QuantilesShape& s, const Column& u) {
  return map(normal_scores(u), [&s](double z) { return value_at_score(s.knots(), z); });
}

double mean_of(const QuantilesShape& s) {
  return integral_of_shares([&s](double u) { return quantile_of(s, u).value(); }, shares_of(s));
}

double sd_of(const QuantilesShape& s) {
  const double mean = mean_of(s);
  const auto square = [&s, mean](double u) {
    const double deviation = quantile_of(s, u).value() - mean;
    return deviation * deviation;
  };
  return std::sqrt(integral_of_shares(square, shares_of(s)));
}

}  // namespace secondcurve
