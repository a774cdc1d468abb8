#include "engine/random/tabulated_shapes.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

#include "engine/block/column_math.hpp"
#include "engine/random/closed_shapes.hpp"

namespace secondcurve {
namespace {

constexpr double least_parameter = 0.1;  ///< of a beta distribution: below, the table loses accuracy
constexpr double most_parameter = 1e6;   ///< of a beta distribution, and degrees of freedom

double logistic(double w) { return 1.0 / (1.0 + std::exp(-w)); }

/// ln(1 + e^w) without overflow.
double softplus(double w) { return w > 0.0 ? w + std::log1p(std::exp(-w)) : std::log1p(std::exp(w)); }

/// The share of a beta distribution whose logit is below w, to full relative accuracy however small.
double share_of_logit(double a, double b, double w) {
  return w <= 0.0 ? boost::math::ibeta(a, b, logistic(w)) : boost::math::ibetac(b, a, logistic(-w));
}

bool is_parameter(double value) { return value >= least_parameter && value <= most_parameter; }

QuantileTable table_of_logits(double a, double b) {
  if (!is_parameter(a) || !is_parameter(b)) return {};
  const double log_beta = std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
  return QuantileTable(
      {.lower = [=](double w) { return share_of_logit(a, b, w); },
       .upper = [=](double w) { return share_of_logit(b, a, -w); },
       .log_density = [=](double w) { return -a * softplus(-w) - b * softplus(w) - log_beta; },
       .density_slope = [=](double w) { return a * logistic(-w) - b * logistic(w); },
       .near_median = std::log(a / b),
       .spread = std::sqrt(1.0 / a + 1.0 / b)});
}

bool has_spread(double degrees) { return degrees > 2.0 && degrees <= most_parameter; }

/// ln of the density of t at 0.
double log_density_at_0(double degrees) {
  constexpr double log_pi = 1.1447298858494002;
  return std::lgamma(0.5 * (degrees + 1.0)) - std::lgamma(0.5 * degrees) - 0.5 * (std::log(degrees) + log_pi);
}

double cdf_of_t(double degrees, double t) {
  if (std::isinf(t)) return t > 0.0 ? 1.0 : 0.0;
  return boost::math::cdf(boost::math::students_t(degrees), t);
}

/// Moments of the standard variable t.
struct Moments {
  double mean, square;
};

// With n the degrees of freedom and k(t) the density: the integral of t k(t) is -(n + t^2) k(t) / (n - 1),
// and t^2 k(t) = n ((1 + t^2 / n) k(t) - k(t)), whose first part is (n - 1) / (n - 2) times the density of n
// - 2 degrees at t sqrt((n - 2) / n), stretched. H.-J. Kim, Moments of truncated Student-t distribution,
// Journal of the Korean Statistical Society 37 (2008) 81-87, doi:10.1016/j.jkss.2007.06.001.
Moments moments_between(double n, double low, double high) {
  const auto tail = [&](double t) {
    if (std::isinf(t)) return 0.0;
    return std::exp(log_density_at_0(n) - 0.5 * (n - 1.0) * std::log1p(t * t / n)) * n / (n - 1.0);
  };
  const double inside = cdf_of_t(n, high) - cdf_of_t(n, low), squeeze = std::sqrt((n - 2.0) / n);
  const double wider = cdf_of_t(n - 2.0, high * squeeze) - cdf_of_t(n - 2.0, low * squeeze);
  return {(tail(low) - tail(high)) / inside, n * ((n - 1.0) / (n - 2.0) * wider / inside - 1.0)};
}

double standard(const StudentTShape& s, double x) { return (x - s.location()) / s.scale(); }

QuantileTable table_of_inverse_sinhs(double degrees) {
  if (!has_spread(degrees)) return {};
  const double at_0 = log_density_at_0(degrees), power = degrees + 1.0;
  return QuantileTable({.lower = [=](double y) { return cdf_of_t(degrees, std::sinh(y)); },
                        .upper = [=](double y) { return cdf_of_t(degrees, -std::sinh(y)); },
                        .log_density =
                            [=](double y) {
                              const double t = std::sinh(y);
                              return at_0 - 0.5 * power * std::log1p(t * t / degrees) +
                                     std::log(std::cosh(y));
                            },
                        .density_slope =
                            [=](double y) {
                              const double t = std::sinh(y);
                              return -power * t * std::cosh(y) / (degrees + t * t) + std::tanh(y);
                            }});
}

}  // namespace

BetaShape::BetaShape(double alpha, double beta)
    : alpha_(alpha), beta_(beta), logits_([=] { return table_of_logits(alpha, beta); }) {}

std::string problem_of(const BetaShape& s) {
  for (const auto& [name, value] : {std::pair("alpha", s.alpha()), std::pair("beta", s.beta())})
    if (!is_parameter(value))
      return fmt::format("{} = {}: must be from {:g} to {:g}", name, value, least_parameter, most_parameter);
  return "";
}
double cdf_of(const BetaShape& s, double x) {
  return boost::math::ibeta(s.alpha(), s.beta(), std::clamp(x, 0.0, 1.0));
}
Column quantile_of(const BetaShape& s, const Column& u) {
  const Column x = 1.0 / (1.0 + exp(-s.logits().at(normal_scores(u))));
  return min(x, 1.0 - 0x1p-53);  // a draw is never the end itself
}
double mean_of(const BetaShape& s) { return s.alpha() / (s.alpha() + s.beta()); }
double sd_of(const BetaShape& s) {
  const double sum = s.alpha() + s.beta();
  return std::sqrt(s.alpha() * s.beta() / (sum + 1.0)) / sum;
}

PertShape::PertShape(double low, double mode, double high)
    : low_(low),
      mode_(mode),
      high_(high),
      standard_(1.0 + 4.0 * (mode - low) / (high - low), 1.0 + 4.0 * (high - mode) / (high - low)) {}

std::string problem_of(const PertShape& s) { return problem_of_rise(s.low(), s.mode(), s.high()); }
double cdf_of(const PertShape& s, double x) {
  return cdf_of(s.standard(), (x - s.low()) / (s.high() - s.low()));
}
Column quantile_of(const PertShape& s, const Column& u) {
  return s.low() + (s.high() - s.low()) * quantile_of(s.standard(), u);
}
double mean_of(const PertShape& s) { return (s.low() + 4.0 * s.mode() + s.high()) / 6.0; }
double sd_of(const PertShape& s) { return (s.high() - s.low()) * sd_of(s.standard()); }

StudentTShape::StudentTShape(double location, double scale, double degrees_of_freedom)
    : location_(location),
      scale_(scale),
      degrees_of_freedom_(degrees_of_freedom),
      inverse_sinhs_([=] { return table_of_inverse_sinhs(degrees_of_freedom); }) {}

std::string problem_of(const StudentTShape& s) {
  if (!std::isfinite(s.location()))
    return fmt::format("location = {}: must be a finite number", s.location());
  if (!(s.scale() > 0.0) || !std::isfinite(s.scale()))
    return fmt::format("scale = {}: must be above 0", s.scale());
  if (has_spread(s.degrees_of_freedom())) return "";
  return fmt::format("degrees_of_freedom = {}: must be above 2, where a standard deviation exists, to {:g}",
                     s.degrees_of_freedom(), most_parameter);
}
double cdf_of(const StudentTShape& s, double x) { return cdf_of_t(s.degrees_of_freedom(), standard(s, x)); }
Column quantile_of(const StudentTShape& s, const Column& u) {
  const Column e = exp(s.inverse_sinhs().at(normal_scores(u)));  // sinh y = (e - 1 / e) / 2
  return s.location() + 0.5 * s.scale() * (e - 1.0 / e);
}
double mean_of(const StudentTShape& s) { return s.location(); }
double sd_of(const StudentTShape& s) {
  return s.scale() * std::sqrt(s.degrees_of_freedom() / (s.degrees_of_freedom() - 2.0));
}

double mean_between(const StudentTShape& s, double low, double high) {
  const double n = s.degrees_of_freedom();
  return s.location() + s.scale() * moments_between(n, standard(s, low), standard(s, high)).mean;
}
double sd_between(const StudentTShape& s, double low, double high) {
  const Moments t = moments_between(s.degrees_of_freedom(), standard(s, low), standard(s, high));
  return s.scale() * std::sqrt(t.square - t.mean * t.mean);
}

}  // namespace secondcurve
