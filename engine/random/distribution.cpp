#include "engine/random/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include <boost/math/quadrature/tanh_sinh.hpp>

#include "engine/block/column_math.hpp"
#include "engine/block/ops.hpp"

namespace secondcurve {
namespace {

/// Truncation may leave no less than this share of a distribution: below, its shape is lost to rounding.
constexpr double smallest_share = 1e-6;

/// Mean and standard deviation of the logarithm of a lognormal.
struct LogScale {
  double mean;
  double sd;
};
LogScale log_scale(const LognormalShape& s) {
  const double ratio = s.sd / s.mean;
  const double variance = std::log1p(ratio * ratio);
  return {std::log(s.mean) - 0.5 * variance, std::sqrt(variance)};
}

double standard_normal_cdf(double z) { return 0.5 * std::erfc(-z * 0.70710678118654752); }

// One overload per shape of each function: what is wrong, cdf, quantile, mean, sd.

std::string positive_sd(double sd) {
  return sd > 0.0 && std::isfinite(sd) ? "" : fmt::format("sd = {}: must be above 0", sd);
}

std::string problem_of(const NormalShape& s) {
  if (!std::isfinite(s.mean)) return fmt::format("mean = {}: must be a finite number", s.mean);
  return positive_sd(s.sd);
}
double cdf_of(const NormalShape& s, double x) { return standard_normal_cdf((x - s.mean) / s.sd); }
Column quantile_of(const NormalShape& s, const Column& u) {
  if (!u.varies()) return s.mean + s.sd * normal_quantile(u.value());
  Column x = Column::per_path();
  normal_quantile(x.lanes(), u);
  multiply(x.lanes(), x, s.sd);
  add(x.lanes(), x, s.mean);
  return x;
}
double mean_of(const NormalShape& s) { return s.mean; }
double sd_of(const NormalShape& s) { return s.sd; }

std::string problem_of(const LognormalShape& s) {
  if (!(s.mean > 0.0) || !std::isfinite(s.mean)) return fmt::format("mean = {}: must be above 0", s.mean);
  return positive_sd(s.sd);
}
double cdf_of(const LognormalShape& s, double x) {
  const LogScale log = log_scale(s);
  return x > 0.0 ? standard_normal_cdf((std::log(x) - log.mean) / log.sd) : 0.0;
}
Column quantile_of(const LognormalShape& s, const Column& u) {
  const LogScale log = log_scale(s);
  return exp(quantile_of(NormalShape{log.mean, log.sd}, u));
}
double mean_of(const LognormalShape& s) { return s.mean; }
double sd_of(const LognormalShape& s) { return s.sd; }

std::string problem_of(const UniformShape& s) {
  if (s.low < s.high && std::isfinite(s.high - s.low)) return "";
  return fmt::format("low = {}, high = {}: low must be below high", s.low, s.high);
}
double cdf_of(const UniformShape& s, double x) {
  return std::clamp((x - s.low) / (s.high - s.low), 0.0, 1.0);
}
Column quantile_of(const UniformShape& s, const Column& u) { return s.low + (s.high - s.low) * u; }
double mean_of(const UniformShape& s) { return 0.5 * (s.low + s.high); }
double sd_of(const UniformShape& s) { return (s.high - s.low) / std::sqrt(12.0); }

std::string problem_of(const TriangularShape& s) {
  if (s.low <= s.mode && s.mode <= s.high && s.low < s.high && std::isfinite(s.high - s.low)) return "";
  return fmt::format("low = {}, mode = {}, high = {}: must rise, and low be below high", s.low, s.mode,
                     s.high);
}
double cdf_of(const TriangularShape& s, double x) {
  const double width = s.high - s.low;
  if (x <= s.low) return 0.0;
  if (x >= s.high) return 1.0;
  if (x < s.mode) return (x - s.low) * (x - s.low) / (width * (s.mode - s.low));
  return 1.0 - (s.high - x) * (s.high - x) / (width * (s.high - s.mode));
}
Column quantile_of(const TriangularShape& s, const Column& u) {
  const double width = s.high - s.low, share_left = (s.mode - s.low) / width;
  const Column left = s.low + sqrt(u * (width * (s.mode - s.low)));
  const Column right = s.high - sqrt((1.0 - u) * (width * (s.high - s.mode)));
  return select_less(u, share_left, left, right);
}
double mean_of(const TriangularShape& s) { return (s.low + s.mode + s.high) / 3.0; }
double sd_of(const TriangularShape& s) {
  const double a = s.mode - s.low, b = s.high - s.mode;
  return std::sqrt((a * a + a * b + b * b) / 18.0);
}

struct NameOf {
  const char* operator()(const NormalShape&) const { return "normal"; }
  const char* operator()(const LognormalShape&) const { return "lognormal"; }
  const char* operator()(const UniformShape&) const { return "uniform"; }
  const char* operator()(const TriangularShape&) const { return "triangular"; }
};

/// The integral over (0, 1), whose integrand may be infinite at the ends.
double integrate(const std::function<double(double)>& f) {
  boost::math::quadrature::tanh_sinh<double> rule;
  return rule.integrate(f, 0.0, 1.0, 1e-11);
}

}  // namespace

Distribution::Distribution(Shape shape, std::optional<double> min, std::optional<double> max)
    : shape_(shape), min_(min), max_(max) {
  if (min_) share_below_ = untruncated_cdf(*min_);
  if (is_truncated()) share_between_ = (max_ ? untruncated_cdf(*max_) : 1.0) - share_below_;
}

const char* Distribution::name() const { return std::visit(NameOf(), shape_); }

std::string Distribution::problem() const {
  std::string text = std::visit([](const auto& s) { return problem_of(s); }, shape_);
  if (!text.empty() || !is_truncated()) return text;
  if ((min_ && std::isnan(*min_)) || (max_ && std::isnan(*max_))) return "min, max: must be numbers";
  if (min_ && max_ && !(*min_ < *max_)) {
    return fmt::format("min = {}, max = {}: min must be below max", *min_, *max_);
  }
  if (share_between_ >= smallest_share) return "";
  const double infinity = std::numeric_limits<double>::infinity();
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

double Distribution::mean() const {
  if (!is_truncated()) return std::visit([](const auto& s) { return mean_of(s); }, shape_);
  return integrate([this](double u) { return quantile(u); });
}

double Distribution::sd() const {
  if (!is_truncated()) return std::visit([](const auto& s) { return sd_of(s); }, shape_);
  const double centre = mean();
  return std::sqrt(integrate([this, centre](double u) {
    const double deviation = quantile(u) - centre;
    return deviation * deviation;
  }));
}

}  // namespace secondcurve
