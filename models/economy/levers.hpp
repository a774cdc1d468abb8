#pragma once

#include <vector>

#include "models/economy/draws.hpp"
#include "models/economy/terms.hpp"
#include "models/levers/lever_step.hpp"
#include "models/levers/policies.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// The levers of a scenario, bound to its sectors and draws, in the order of a step: links and events move
/// the core, then capital, research, adoption and policies act on the level.
class Levers final {
 public:
  /// Binds their quantities to `draws` and asks for their terms.
  Levers(const Scenario& scenario, Draws& draws, Terms& terms);

  /// Sectors whose model must say what growth it expects.
  const std::vector<bool>& needs_trend() const { return needs_trend_; }
  /// Adds a step's effects on the levels to the terms of a block.
  void step_levels(const LeverStep& s, const TermColumns& terms) const;

 private:
  std::vector<bool> needs_trend_;
  Policies policies_;
};

}  // namespace secondcurve
