#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/core/bound_quantity.hpp"
#include "models/levers/lever_step.hpp"

namespace secondcurve {

/// A policy: growth added to some sectors for some years.
///
///     dP = ln(1 + s_k uplift) dt,   s_k = min(1, (k - from + 1) / ramp)
///
/// in the years k from `from` to `until`.
struct Policy {
  std::vector<std::size_t> sectors;
  BoundQuantity uplift;   ///< effective annual, at full strength [1/year]
  std::size_t from = 1;   ///< index of the first year, 1 is the first after the base year
  std::size_t until = 1;  ///< index of the last
  int ramp = 1;           ///< years to full strength
};

/// The policies of a scenario.
class Policies final {
 public:
  explicit Policies(std::vector<Policy> policies) : policies_(std::move(policies)) {}

  const std::vector<Policy>& all() const { return policies_; }

  /// Adds the step's effect to the sectors' terms. @param terms log growth since the base year by policy,
  /// by sector.
  void step(const LeverStep& s, const std::vector<double*>& terms) const {
    alignas(lane_alignment) double growth[block_paths];
    for (const Policy& policy : policies_) {
      if (s.year < policy.from || s.year > policy.until) continue;
      const double years = static_cast<double>(s.year - policy.from + 1);
      const double strength = std::min(1.0, years / policy.ramp);
      multiply(growth, policy.uplift.at(s.year, s.draws), strength);
      logarithm_one_plus(growth, growth);
      for (const std::size_t sector : policy.sectors)
        affine(terms[sector], 0.0, {{1.0, terms[sector]}, {s.dt, growth}});
    }
  }

 private:
  std::vector<Policy> policies_;
};

}  // namespace secondcurve
