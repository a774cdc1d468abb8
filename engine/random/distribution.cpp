#include "engine/random/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "engine/block/column_math.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/random/integral.hpp"

namespace secondcurve {
namespace {

/// Truncation may leave no less than this share of a distribution: below, its shape is lost to rounding.
constexpr double smallest_share = 1e-6;

/// Shares at which the quantiles of a shape are not smooth.
template <class Smooth>
std::vector<double> breaks_of(const Smooth&) {
  return {};
}
std::vector<double> breaks_of(const TriangularShape& s) { return {(s.mode - s.low) / (s.high - s.low)}; }
std::vector<double> breaks_of(const QuantilesShape& s) {
  std::vector<double> breaks;
  for (const auto& point : s.points()) breaks.push_back(point.first);
  return breaks;
}

}  // namespace

Distribution::Distribution(Shape shape, std::optional<double> min, std::optional<double> max)
    : shape_(std::move(shape)), min_(min), max_(max) {
  if (!is_truncated() || !std::visit([](const auto& s) { return problem_of(s); }, shape_).empty()) return;
  if (const auto* listed = std::get_if<DiscreteShape>(&shape_)) {
    shape_ = listed->between(min_, max_);  // so that no rounding can give a value that is not listed
    return;
  }
  if (min_) share_below_ = untruncated_cdf(*min_);
  share_between_ = (max_ ? untruncated_cdf(*max_) : 1.0) - share_below_;
}

const char* Distribution::name() const {
  return std::visit([](const auto& s) { return name_of(s); }, shape_);
}

std::string Distribution::problem() const {
  if ((min_ && std::isnan(*min_)) || (max_ && std::isnan(*max_))) return "min, max: must be numbers";
  if (min_ && max_ && !(*min_ < *max_))
    return fmt::format("min = {}, max = {}: min must be below max", *min_, *max_);
  std::string text = std::visit([](const auto& s) { return problem_of(s); }, shape_);
  if (!text.empty() || share_between_ >= smallest_share) return text;
  return fmt::format(
      "min = {}, max = {}: hold only a share {:.2g} of the distribution, must hold {:g} or more",
      min_.value_or(-infinity), max_.value_or(infinity), share_between_, smallest_share);
}

double Distribution::untruncated_cdf(double x) const {
  return std::visit([x](const auto& s) { return cdf_of(s, x); }, shape_);
}
Column Distribution::untruncated_quantile(const Column& u) const {
  return std::visit([&u](const auto& s) { return quantile_of(s, u); }, shape_);
}

double Distribution::cdf(double x) const {
  if (min_ && x < *min_) return 0.0;
  if (max_ && x >= *max_) return 1.0;
  return std::clamp((untruncated_cdf(x) - share_below_) / share_between_, 0.0, 1.0);
}

double Distribution::share_below(double x) const {
  if (const auto* listed = std::get_if<DiscreteShape>(&shape_)) return secondcurve::share_below(*listed, x);
  return cdf(x);
}

Column Distribution::quantile(const Column& u) const {
  if (!is_truncated()) return untruncated_quantile(u);
  Column x = untruncated_quantile(share_below_ + u * share_between_);
  if (min_) x = secondcurve::max(x, *min_);
  if (max_) x = secondcurve::min(x, *max_);
  return x;
}

void Distribution::quantile(const double* u, double* out) const {
  Column shares = Column::per_path();
  std::copy_n(u, block_paths, shares.lanes());
  std::copy_n(quantile(shares).lanes(), block_paths, out);
}

double Distribution::quantile(double u) const { return quantile(Column(u)).value(); }

double Distribution::expectation(const std::function<double(double)>& f) const {
  std::vector<double> breaks = std::visit([](const auto& s) { return breaks_of(s); }, shape_);
  for (double& each : breaks) each = (each - share_below_) / share_between_;
  std::erase_if(breaks, [](double each) { return !(each > 0.0 && each < 1.0); });
  return integral_of_shares([this, &f](double u) { return f(quantile(u)); }, breaks);
}

double Distribution::mean() const {
  const bool is_listed = std::holds_alternative<DiscreteShape>(shape_);
  if (!is_truncated() || is_listed) return std::visit([](const auto& s) { return mean_of(s); }, shape_);
  if (const auto* t = std::get_if<StudentTShape>(&shape_); t != nullptr && !(min_ && max_))
    return mean_between(*t, min_.value_or(-infinity), max_.value_or(infinity));
  return expectation([](double x) { return x; });
}

double Distribution::sd() const {
  const bool is_listed = std::holds_alternative<DiscreteShape>(shape_);
  if (!is_truncated() || is_listed) return std::visit([](const auto& s) { return sd_of(s); }, shape_);
  if (const auto* t = std::get_if<StudentTShape>(&shape_); t != nullptr && !(min_ && max_))
    return sd_between(*t, min_.value_or(-infinity), max_.value_or(infinity));
  const double centre = mean();
  return std::sqrt(expectation([centre](double x) { return (x - centre) * (x - centre); }));
}

}  // namespace secondcurve
