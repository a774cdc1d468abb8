#include "engine/stats/sample_design.hpp"

#include <boost/math/distributions/students_t.hpp>

namespace secondcurve {

double SampleDesign::interval_reach() const {
  if (!in_replicates() && !in_groups()) return normal_reach;
  const auto degrees = static_cast<double>(in_groups() ? n_groups_ - 1 : n_replicates_ - 1);
  return boost::math::quantile(boost::math::students_t(degrees), 0.975);
}

}  // namespace secondcurve
