#include "engine/random/integral.hpp"

#include <boost/math/quadrature/tanh_sinh.hpp>

namespace secondcurve {

double integral_of_shares(const std::function<double(double)>& f, std::span<const double> breaks) {
  boost::math::quadrature::tanh_sinh<double> rule;
  double sum = 0.0, from = 0.0;
  const auto add_up_to = [&](double to) {
    if (to > from) sum += rule.integrate(f, from, to, 1e-11);
    from = to;
  };
  for (const double to : breaks) add_up_to(to);
  add_up_to(1.0);
  return sum;
}

}  // namespace secondcurve
