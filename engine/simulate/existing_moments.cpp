#include "engine/simulate/existing_moments.hpp"

#include "engine/core/special_numbers.hpp"

namespace secondcurve {

Moments existing(Moments m, double order) {
  if (order <= 1.0) m.mean = not_a_number;
  if (order <= 2.0) m.mean_se = m.sd = not_a_number;
  if (order <= 3.0) m.skewness = not_a_number;
  if (order <= 4.0) m.sd_se = not_a_number;
  if (order <= 6.0) m.skewness_se = not_a_number;
  return m;
}

VarianceSplit existing(VarianceSplit split, double order) {
  if (order <= 2.0) split.between = split.within = split.share = not_a_number;
  if (order <= 4.0) split.share_se = not_a_number;
  return split;
}

}  // namespace secondcurve
