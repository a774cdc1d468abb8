#pragma once

#include <cmath>

namespace secondcurve::test {

/// The share of the standard normal law below x.
inline double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

/// The lognormal law of a level whose logarithm has this mean and variance.
struct Lognormal {
  double log_mean;
  double log_variance;

  double mean() const { return std::exp(log_mean + log_variance / 2.0); }
  double sd() const { return mean() * std::sqrt(std::expm1(log_variance)); }
  /// E (x - mean)^4 / sd^4.
  double kurtosis() const {
    const double w = std::exp(log_variance);
    return std::pow(w, 4) + 2.0 * std::pow(w, 3) + 3.0 * w * w - 3.0;
  }
  double cdf(double x) const { return normal_cdf((std::log(x) - log_mean) / std::sqrt(log_variance)); }
};

}  // namespace secondcurve::test
