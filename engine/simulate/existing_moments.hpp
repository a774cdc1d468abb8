#pragma once

#include <limits>

#include "engine/stats/moments.hpp"

namespace secondcurve {

/// The moments that exist where only those below an order do; the others are not numbers. A standard error
/// needs moments of twice the order: where they do not exist, it cannot be known.
inline Moments existing_moments(Moments m, double order) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (order <= 1.0) m.mean = none;
  if (order <= 2.0) m.mean_se = m.sd = none;
  if (order <= 3.0) m.skewness = none;
  if (order <= 4.0) m.sd_se = none;
  if (order <= 6.0) m.skewness_se = none;
  return m;
}

}  // namespace secondcurve
