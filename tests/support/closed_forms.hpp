#pragma once

#include <cmath>
#include <utility>
#include <vector>

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

/// A mixture of lognormal laws, as the level is where a number of jumps or years decides among them, and a
/// certain level on top of it.
struct LevelMixture {
  std::vector<std::pair<double, Lognormal>> parts;  ///< probability, law
  double certain = 0.0;

  LevelMixture() = default;
  LevelMixture(const Lognormal& law) : parts{{1.0, law}} {}  // NOLINT: one law is a mixture
  LevelMixture(const Lognormal& law, double certain_level) : parts{{1.0, law}}, certain(certain_level) {}

  /// The level relative to the base after `years`: log drift and volatility per year between jumps, jumps of
  /// the log level at a yearly rate, normal. R. C. Merton, J. Financial Economics 3 (1976) 125, eq. 16.
  static LevelMixture with_jumps(double log_drift, double volatility, double rate, double jump_mean,
                                 double jump_sd, double years) {
    LevelMixture law;
    double probability = std::exp(-rate * years);
    for (int n = 0; n < 200; ++n) {
      law.parts.push_back(
          {probability,
           {log_drift * years + n * jump_mean, volatility * volatility * years + n * jump_sd * jump_sd}});
      probability *= rate * years / (n + 1);
    }
    return law;
  }

  /// E X^k of the part that is not certain.
  double raw_moment(int k) const {
    double sum = 0.0;
    for (const auto& [weight, law] : parts)
      sum += weight * std::exp(k * law.log_mean + k * k * law.log_variance / 2.0);
    return sum;
  }
  double mean() const { return raw_moment(1) + certain; }
  double sd() const { return std::sqrt(raw_moment(2) - std::pow(raw_moment(1), 2)); }
  /// E (x - mean)^4 / sd^4.
  double kurtosis() const {
    const double m = raw_moment(1), m2 = raw_moment(2), m3 = raw_moment(3), m4 = raw_moment(4);
    return (m4 - 4.0 * m * m3 + 6.0 * m * m * m2 - 3.0 * m * m * m * m) / std::pow(sd(), 4);
  }
  double cdf(double x) const {
    double sum = 0.0;
    for (const auto& [weight, law] : parts) sum += weight * law.cdf(x - certain);
    return sum;
  }
};

}  // namespace secondcurve::test
