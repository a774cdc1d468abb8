#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "models/economy/draws.hpp"
#include "models/economy/programme_figure.hpp"
#include "models/economy/shocks.hpp"
#include "models/economy/terms.hpp"
#include "models/levers/adoption.hpp"
#include "models/levers/events.hpp"
#include "models/levers/investment.hpp"
#include "models/levers/lever_step.hpp"
#include "models/levers/links.hpp"
#include "models/levers/policies.hpp"
#include "models/levers/research.hpp"

namespace secondcurve {

struct Scenario;

/// The levers of a scenario, bound to its sectors and draws, in the order of a step: links and events move
/// the core, then capital, research, adoption and policies act on the level.
class Levers final {
 public:
  /// Binds their quantities to `draws` and their uniforms to `shocks`, and asks for their terms.
  Levers(const Scenario& scenario, Draws& draws, const Shocks& shocks, Terms& terms);

  /// Sectors whose model must say what growth it expects.
  const std::vector<bool>& needs_trend() const { return needs_trend_; }
  const Investment& investment() const { return investment_; }
  /// The figures that programmes report; empty where none pays into a sector.
  std::vector<ProgrammeFigure> programme_figures() const;
  /// Columns that they need in a block.
  std::size_t state_columns() const;

  // In the order of a block. `states`: columns at `lane_pitch`, `state_columns()` of them.
  /// Sets the states to the base year.
  void start(const LeverStep& s, double* states) const;
  /// Sets a step's terms of the core. @param noises as `shocks` filled them for the step.
  void step_core(LeverStep s, const Shocks& shocks, const double* noises, double* states,
                 const TermColumns& terms) const;
  /// Sets a step's terms of the levels.
  void step_levels(const LeverStep& s, double* states, const TermColumns& terms) const;
  /// Writes the figures of programmes at the end of a step.
  /// @param levels output by sector with all effects, unit of account [path].
  /// @param out columns at `lane_pitch`, in the order of `programme_figures`.
  void report_programmes(const LeverStep& s, const double* states, const TermColumns& terms,
                         std::span<const ColumnPlace> levels, double* out) const;
  /// The impact of each event in a step on one path; nothing of those that do not happen. Of an event that
  /// happens at most once, as if it had not happened before.
  std::vector<std::optional<double>> occurrences(LeverStep s, const Shocks& shocks, const double* noises,
                                                 std::size_t lane) const;
  /// Notes how a step ended.
  void finish(const LeverStep& s, double* states) const;

 private:
  /// The events' uniforms of a step [stream][path].
  std::vector<const double*> uniforms_of(const LeverStep& s, const Shocks& shocks,
                                         const double* noises) const;
  double* events_of(double* states) const;
  double* investment_of(double* states) const;
  const double* investment_of(const double* states) const;
  double* research_of(double* states) const;
  double* adoptions_of(double* states) const;

  std::vector<bool> needs_trend_;
  std::vector<std::size_t> uniforms_;  ///< places of the events' uniforms among the shocks
  Links links_;
  Events events_;
  Investment investment_;
  Research research_;
  Adoptions adoptions_;
  Policies policies_;
};

}  // namespace secondcurve
