#pragma once

#include "engine/core/special_numbers.hpp"
#include "engine/stats/moments.hpp"

namespace secondcurve {

/// The moments that exist where only those below an order do; the others are not numbers. A standard error
/// needs moments of twice the order: where they do not exist, it cannot be known.
inline Moments existing_moments(Moments m, double order) {
  if (order <= 1.0) m.mean = not_a_number;
  if (order <= 2.0) m.mean_se = m.sd = not_a_number;
  if (order <= 3.0) m.skewness = not_a_number;
  if (order <= 4.0) m.sd_se = not_a_number;
  if (order <= 6.0) m.skewness_se = not_a_number;
  return m;
}

}  // namespace secondcurve
