#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/simulate/result.hpp"
#include "engine/simulate/target_counter.hpp"
#include "engine/simulate/variables.hpp"
#include "engine/stats/accumulator.hpp"
#include "engine/stats/precision.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// The numbers of paths at which a run looks whether it may stop, rising: a function of the config alone. The
/// last is `paths`, whatever that is. Before it they are 8192 times 1, 2, 3, 4, 5, 6, 8, 10, ..., which is
/// 1.25^k rounded up, and so whole blocks. Under Sobol sampling they are whole designs: 256 times
/// `replicates` times a power of two, the first that is not below 8192 and its doublings.
std::vector<std::uint64_t> looks(const Simulation& simulation);

/// The rule of a scenario that has one, with names resolved to places.
class StopPlan final {
 public:
  /// @param scenario with `simulation.stop_when`; must outlive the plan.
  /// Throws ConfigError where the rule is of a difference that the run has not.
  StopPlan(const Scenario& scenario, const Cells& cells);

  /// The cell whose statistics are looked at, or the target.
  std::optional<std::size_t> cell() const { return cell_; }
  std::optional<std::size_t> target() const { return target_; }
  /// Whether a cell is the one that is looked at.
  bool watches(std::size_t cell) const { return cell_.has_value() && *cell_ == cell; }
  /// How the statistics of the cell are kept for this. @param pilot its values in the first blocks;
  /// @param size of what they are differences of, or 0.
  CellScale scale(std::span<const double> pilot, const SampleDesign& design, double size) const;

  /// How well the cell's quantity is known. @param statistics of that cell alone, with `scale`.
  Precision precision(const Accumulator& statistics) const;
  /// Whether that is enough.
  bool is_met(const Precision& precision) const;
  /// What a look finds; without words and without `n_paths_needed`.
  Stopping outcome(const Precision& precision) const;
  /// Adds to what the last look found how the run ended. @param n_paths after which it did;
  /// @param n_used of these, paths that the baseline has, too, where the rule is of a difference.
  void explain(Stopping& stopping, std::uint64_t n_paths, std::uint64_t n_used) const;

 private:
  bool of_difference() const { return rule_.statistic == StopStatistic::mean_difference; }
  /// Finds the cell of the difference. Throws ConfigError where the run has none.
  std::size_t difference(const Cells& cells, std::size_t series, std::size_t year) const;
  double error_of(const Precision& precision) const;
  /// What must be known, in words. @param of what: the name or title of the target or series.
  std::string quantity(std::string_view of) const;
  double asked() const;

  const Scenario& scenario_;
  const StopRule& rule_;
  std::optional<std::size_t> cell_, target_;
};

}  // namespace secondcurve
