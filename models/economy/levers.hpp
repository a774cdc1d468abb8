#pragma once

#include <cstddef>
#include <vector>

#include "models/economy/draws.hpp"
#include "models/economy/terms.hpp"
#include "models/levers/investment.hpp"
#include "models/levers/lever_step.hpp"
#include "models/levers/policies.hpp"
#include "models/levers/research.hpp"
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
  const Investment& investment() const { return investment_; }
  /// Columns that they need in a block.
  std::size_t state_columns() const;

  // In the order of a block. `states`: columns at `lane_pitch`, `state_columns()` of them.
  /// Sets the states to the base year.
  void start(const LeverStep& s, double* states) const;
  /// Sets a step's terms of the levels.
  void step_levels(const LeverStep& s, double* states, const TermColumns& terms) const;

 private:
  double* research_of(double* states) const;

  std::vector<bool> needs_trend_;
  Investment investment_;
  Research research_;
  Policies policies_;
};

}  // namespace secondcurve
