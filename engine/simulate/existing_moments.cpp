#include "engine/simulate/existing_moments.hpp"

#include <limits>

namespace secondcurve {

namespace {
constexpr double none = std::numeric_limits<double>::quiet_NaN();
}

Moments existing(Moments m, double order) {
  if (order <= 1.0) m.mean = none;
  if (order <= 2.0) m.mean_se = m.sd = none;
  if (order <= 3.0) m.skewness = none;
  if (order <= 4.0) m.sd_se = none;
  if (order <= 6.0) m.skewness_se = none;
  return m;
}

VarianceSplit existing(VarianceSplit split, double order) {
  if (order <= 2.0) split.between = split.within = split.share = none;
  if (order <= 4.0) split.share_se = none;
  return split;
}

}  // namespace secondcurve
