#include "engine/random/law_map.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "engine/core/contract.hpp"

namespace secondcurve {
namespace {

/// Intervals of the table: enough for an error of 1e-10 whatever the two laws.
constexpr int n_intervals = 2048;
constexpr double furthest_normal = 16.0;
constexpr double furthest_scale = 26.0;  ///< asinh(x / width) there
constexpr double smallest_tail = 1e-60;

/// A law with the scale on which its tails are smooth.
class Law final {
 public:
  explicit Law(double degrees_of_freedom) : nu_(degrees_of_freedom) {}

  bool is_normal() const { return std::isinf(nu_); }
  /// Of the scale asinh(x / width); 0 where the scale is x itself.
  double width() const { return is_normal() ? 0.0 : std::sqrt(nu_); }

  double at(double scale) const { return is_normal() ? scale : width() * std::sinh(scale); }
  double scale_of(double x) const { return is_normal() ? x : std::asinh(x / width()); }
  /// dx / ds.
  double slope(double scale) const { return is_normal() ? 1.0 : width() * std::cosh(scale); }

  /// The probability of more than x.
  double tail(double x) const {
    return visit([x](const auto& law) { return cdf(complement(law, x)); });
  }
  double beyond(double probability) const {
    return visit([probability](const auto& law) { return quantile(complement(law, probability)); });
  }
  double density(double x) const {
    return visit([x](const auto& law) { return pdf(law, x); });
  }

 private:
  template <class Function>
  double visit(Function&& function) const {
    if (is_normal()) return function(boost::math::normal_distribution<double>());
    return function(boost::math::students_t_distribution<double>(nu_));
  }

  double nu_;
};

double furthest(const Law& law) {
  if (law.is_normal()) return furthest_normal;
  return std::min(furthest_scale, law.scale_of(law.beyond(smallest_tail)));
}

}  // namespace

OddMap law_map(double from, double to) {
  SC_EXPECT(from >= 1.0 && to > 2.0);
  const Law given(from), wanted(to);
  const double end = furthest(given);
  std::vector<OddMap::Node> nodes;
  for (int i = 0; i <= n_intervals; ++i) {
    const double scale = end * i / n_intervals, x = given.at(scale);
    const double y = i == 0 ? 0.0 : wanted.beyond(given.tail(x));
    const double value = wanted.scale_of(y);
    const double slope = given.density(x) / wanted.density(y) * given.slope(scale) / wanted.slope(value);
    nodes.push_back({value, slope});
  }
  // The factor to variance 1 is one of the last width.
  const double factor = wanted.is_normal() ? 1.0 : unit_variance_factor(to);
  return OddMap(given.width(), wanted.width() * factor, end, nodes);
}

double unit_variance_factor(double degrees_of_freedom) {
  SC_EXPECT(degrees_of_freedom > 2.0);
  return std::isinf(degrees_of_freedom) ? 1.0 : std::sqrt((degrees_of_freedom - 2.0) / degrees_of_freedom);
}

}  // namespace secondcurve
