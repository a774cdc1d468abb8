#include "models/growth/logistic.hpp"

#include <fmt/format.h>

namespace secondcurve {

Problem Logistic::problem(const Params& p, const StepContext&) {
  if (p.noise != LogisticNoise::logit || !p.capacity || !(p.capacity->value() <= 1.0)) return {};
  return {"capacity",
          fmt::format("= {:.3g}: must be above 1 with noise = \"logit\": the base lies below the capacity",
                      p.capacity->value())};
}

}  // namespace secondcurve
