#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

/// Plain statistics that the engine's are compared with: one value at a time, sorted, long double.
namespace secondcurve::plain {

/// The same numbers on every machine and with every standard library (SplitMix64).
class Draws final {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}
  std::uint64_t word() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// Within (0, 1).
  double uniform() { return (static_cast<double>(word() >> 12) + 0.5) * 0x1p-52; }
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(word() % n); }

 private:
  std::uint64_t state_;
};

/// Type-7 quantile of Hyndman and Fan (1996) of all values, sorted.
inline double quantile(std::vector<double> x, double p) {
  std::sort(x.begin(), x.end());
  const double h = static_cast<double>(x.size() - 1) * p;
  const auto i = static_cast<std::size_t>(h);
  const double t = h - static_cast<double>(i);
  const double a = x[i], b = x[std::min(i + 1, x.size() - 1)];
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1.0 - t);
}

/// E (x - mean)^k, n in the denominator.
inline long double central_moment(const std::vector<double>& x, int k) {
  const auto n = static_cast<long double>(x.size());
  long double mean = 0.0L, sum = 0.0L;
  for (double value : x) mean += value / n;
  for (double value : x) {
    long double power = 1.0L;
    for (int i = 0; i < k; ++i) power *= value - mean;
    sum += power;
  }
  return sum / n;
}

/// Draws of a lognormal law.
inline std::vector<double> lognormals(std::size_t n, double median, double sigma, std::uint64_t seed) {
  plain::Draws draws(seed);
  std::vector<double> x(n);
  for (double& value : x) value = median * std::exp(sigma * draws.normal());
  return x;
}

}  // namespace secondcurve::plain
