#pragma once

#include <array>
#include <cmath>

namespace secondcurve::test {

/// A growth rate that reverts to its mean, and the log level that it moves:
/// dg = kappa (long_run - g) dt + eta dW1, dx = g dt + sigma dW2, dW1 dW2 = rho dt.
struct RateLaw {
  long double kappa, long_run, initial, eta, sigma, rho;
};

/// Moments of x and g, x(0) = 0 and g(0) known.
struct RateMoments {
  long double mean, rate_mean, variance, covariance, rate_variance;
};

/// Integrates the moment equations of the law over `years` by Runge and Kutta's method of order 4:
///
///     E x' = E g                    E g' = kappa (long_run - E g)
///     var x' = 2 cov + sigma^2      cov' = var g - kappa cov + rho eta sigma
///     var g' = eta^2 - 2 kappa var g
///
/// No closed form is used. The steps are so short that the error stays below 1e-15 of each scale.
inline RateMoments integrate_rate(const RateLaw& law, long double years) {
  using State = std::array<long double, 5>;  // in the order of RateMoments
  const auto slope = [&](const State& s) {
    return State{s[1], law.kappa * (law.long_run - s[1]), 2 * s[3] + law.sigma * law.sigma,
                 s[4] - law.kappa * s[3] + law.rho * law.eta * law.sigma,
                 law.eta * law.eta - 2 * law.kappa * s[4]};
  };
  const auto moved = [](State s, const State& d, long double h) {
    for (std::size_t i = 0; i < s.size(); ++i) s[i] += h * d[i];
    return s;
  };
  const auto n = static_cast<int>(std::ceil(4000 + 4000 * law.kappa * years / 4));
  const long double h = years / n;
  State s{0, law.initial, 0, 0, 0};
  for (int i = 0; i < n; ++i) {
    const State a = slope(s), b = slope(moved(s, a, h / 2)), c = slope(moved(s, b, h / 2)),
                d = slope(moved(s, c, h));
    for (std::size_t k = 0; k < s.size(); ++k) s[k] += h / 6 * (a[k] + 2 * b[k] + 2 * c[k] + d[k]);
  }
  return {s[0], s[1], s[2], s[3], s[4]};
}

}  // namespace secondcurve::test
