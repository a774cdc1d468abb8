#include "engine/random/closed_shapes.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/block/column_math.hpp"
#include "engine/block/ops.hpp"

namespace secondcurve {
namespace {

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

std::string positive_sd(double sd) {
  return sd > 0.0 && std::isfinite(sd) ? "" : fmt::format("sd = {}: must be above 0", sd);
}

}  // namespace

double standard_normal_cdf(double z) { return 0.5 * std::erfc(-z * 0.70710678118654752); }

Column normal_scores(const Column& u) {
  if (!u.varies()) return normal_quantile(u.value());
  Column z = Column::per_path();
  normal_quantile(z.lanes(), u);
  return z;
}

std::string problem_of(const NormalShape& s) {
  if (!std::isfinite(s.mean)) return fmt::format("mean = {}: must be a finite number", s.mean);
  return positive_sd(s.sd);
}
double cdf_of(const NormalShape& s, double x) { return standard_normal_cdf((x - s.mean) / s.sd); }
Column quantile_of(const NormalShape& s, const Column& u) { return s.mean + s.sd * normal_scores(u); }
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

std::string problem_of_rise(double low, double mode, double high) {
  if (low <= mode && mode <= high && low < high && std::isfinite(high - low)) return "";
  return fmt::format("low = {}, mode = {}, high = {}: must rise, and low be below high", low, mode, high);
}
std::string problem_of(const TriangularShape& s) { return problem_of_rise(s.low, s.mode, s.high); }
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

}  // namespace secondcurve
