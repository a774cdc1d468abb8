#include "engine/simulate/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/simulate/account_sums.hpp"
#include "engine/simulate/failures.hpp"
#include "engine/simulate/programme_sums.hpp"
#include "engine/simulate/target_counter.hpp"
#include "engine/stats/accumulator.hpp"
#include "engine/stats/quantiles.hpp"
#include "models/scenario/heavy_tails.hpp"
#include "models/scenario/notes.hpp"

namespace secondcurve {

namespace {

/// Blocks that set pivots, units and ranges: the first of the run, so a function of the config only.
constexpr std::uint64_t pilot_blocks = 16;

/// What the pilot says of each cell and target.
struct Pilot {
  std::vector<CellScale> scales;
  std::vector<std::vector<double>> margins;  ///< [target]
};

/// The moments that exist where only those below an order do. A standard error needs moments of twice the
/// order: where they do not exist, it cannot be known.
Moments existing(Moments m, double order) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (order <= 1.0) m.mean = none;
  if (order <= 2.0) m.mean_se = m.sd = none;
  if (order <= 3.0) m.skewness = none;
  if (order <= 4.0) m.sd_se = none;
  if (order <= 6.0) m.skewness_se = none;
  return m;
}

/// The split of a variance, where moments exist only below an order: it is one of the second order, its
/// standard error one of the fourth.
VarianceSplit existing(VarianceSplit split, double order) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (order <= 2.0) split.between = split.within = split.share = none;
  if (order <= 4.0) split.share_se = none;
  return split;
}

SampleDesign design_of(const Simulation& simulation) {
  if (simulation.sampling == Sampling::antithetic) return SampleDesign::pairs();
  if (simulation.sampling == Sampling::sobol) return SampleDesign::replicates(simulation.replicates);
  if (simulation.inner > 1)
    return SampleDesign::groups(simulation.group_paths(), simulation.paths / simulation.inner);
  return {};
}

/// One run of one economy: the passes over its blocks, in order.
class Run final {
 public:
  Run(const Economy& economy, const RunControl& control)
      : economy_(economy),
        control_(control),
        scenario_(economy.scenario()),
        cells_(scenario_),
        targets_(scenario_),
        design_(design_of(scenario_.simulation)),
        n_blocks_(n_blocks(scenario_)) {
    for (std::size_t slot = 0; slot < thread_count(control); ++slot) workspaces_.emplace_back(economy);
  }

  Result run(std::span<BlockSink* const> sinks) {
    const Pilot pilot = run_pilot();
    Result result = first_pass(pilot, sinks);
    find_quantiles(result);
    return result;
  }

 private:
  /// The states of one thread in the first pass.
  struct Worker {
    Accumulator statistics;
    TargetCounter targets;
    AccountSums accounts;
    ProgrammeSums programmes;
    Failures failures;
  };

  Worker empty_worker(const Pilot& pilot) const {
    return {Accumulator(pilot.scales, design_),
            TargetCounter(targets_, pilot.margins, design_),
            AccountSums(economy_),
            ProgrammeSums(economy_),
            {}};
  }

  BlockView simulate_block(std::size_t slot, std::uint64_t block) {
    const std::uint64_t left = scenario_.simulation.paths - block * block_paths;
    return economy_.simulate(block, static_cast<std::size_t>(std::min<std::uint64_t>(left, block_paths)),
                             workspaces_[slot]);
  }

  RunControl silent() const {
    RunControl control = control_;
    control.progress = nullptr;
    return control;
  }

  Pilot run_pilot() {
    const std::uint64_t n = std::min(pilot_blocks, n_blocks_);
    std::vector<std::vector<std::vector<double>>> values(n), margins(n);  // [block][cell or target]
    std::vector<Failures> failures(n);
    run_blocks(0, n, silent(), [&](std::size_t slot, std::uint64_t block) {
      const BlockView view = simulate_block(slot, block);
      failures[block].add(view);
      values[block].resize(cells_.size());
      cells_.visit(view, [&](std::size_t cell, const double* x, std::size_t count) {
        values[block][cell].assign(x, x + count);
      });
      const LivePaths live(view);
      alignas(lane_alignment) std::array<double, block_paths> margin;
      margins[block].resize(targets_.size());
      for (std::size_t target = 0; target < targets_.size(); ++target) {
        if (!targets_[target].all_of.empty()) continue;
        targets_.margins(target, targets_[target].year, live, margin.data());
        margins[block][target].assign(margin.begin(), margin.begin() + static_cast<std::ptrdiff_t>(live.n()));
      }
    });
    Failures all;
    for (const Failures& each : failures) all.merge(each);
    check_failures(all);
    return make_pilot(values, margins);
  }

  Pilot make_pilot(const std::vector<std::vector<std::vector<double>>>& values,
                   const std::vector<std::vector<std::vector<double>>>& margins) const {
    const auto joined = [](const auto& by_block, std::size_t index) {
      std::vector<double> all;
      for (const auto& block : by_block) all.insert(all.end(), block[index].begin(), block[index].end());
      return all;
    };
    Pilot pilot;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell)
      pilot.scales.push_back(scale_from_pilot(joined(values, cell), scenario_.simulation.paths, design_,
                                              scenario_.output.quantiles));
    for (std::size_t target = 0; target < targets_.size(); ++target)
      pilot.margins.push_back(joined(margins, target));
    return pilot;
  }

  Result first_pass(const Pilot& pilot, std::span<BlockSink* const> sinks) {
    std::vector<std::optional<Worker>> workers(workspaces_.size());
    run_blocks(0, n_blocks_, control_, [&](std::size_t slot, std::uint64_t block) {
      if (!workers[slot]) workers[slot] = empty_worker(pilot);
      Worker& worker = *workers[slot];
      const BlockView view = simulate_block(slot, block);
      worker.failures.add(view);
      cells_.visit(view, [&](std::size_t cell, const double* x, std::size_t n) {
        worker.statistics.add(cell, x, n, block);
      });
      if (targets_.size() > 0) worker.targets.add(LivePaths(view));
      worker.accounts.add(view);
      worker.programmes.add(view);
      for (BlockSink* sink : sinks) sink->take(view);
    });
    Worker all = empty_worker(pilot);
    for (const auto& worker : workers) {
      if (!worker) continue;
      all.statistics.merge(worker->statistics);
      all.targets.merge(worker->targets);
      all.accounts.merge(worker->accounts);
      all.programmes.merge(worker->programmes);
      all.failures.merge(worker->failures);
    }
    check_failures(all.failures);
    statistics_.emplace(std::move(all.statistics));
    return collect(all);
  }

  Result collect(const Worker& all) const {
    Result result;
    result.notes = result_notes(scenario_);
    result.n_paths = scenario_.simulation.paths;
    result.n_failed = all.failures.count;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell)
      result.moments.push_back(existing(statistics_->moments(cell), cells_.moment_order(cell)));
    if (design_.in_groups()) split_variances(result);
    for (std::size_t target = 0; target < targets_.size(); ++target)
      result.targets.push_back(all.targets.result(target));
    result.growth_terms = growth_terms(all.accounts);
    result.programmes = all.programmes.results(economy_);
    if (all.failures.count > 0)
      result.notes.push_back(
          fmt::format("{} of {} paths left the range of numbers and are left out; the first: {}",
                      all.failures.count, result.n_paths, explain_failure(economy_, all.failures.first)));
    if (const std::size_t n = economy_.sampler().n_draws_past_sobol(); n > 0)
      result.notes.push_back(fmt::format(
          "there are no Sobol points of so many dimensions: of each path, the {} draws that matter "
          "least are pseudo-random",
          n));
    const bool overflowed = [&] {
      for (std::size_t cell = 0; cell < cells_.size(); ++cell)
        if (std::isinf(cells_.moment_order(cell)) && statistics_->overflowed(cell)) return true;
      return false;
    }();
    if (overflowed) result.notes.push_back("some moments are too large to be summed and are given as NaN");
    return result;
  }

  void split_variances(Result& result) const {
    for (std::size_t cell = 0; cell < cells_.size(); ++cell)
      result.splits.push_back(existing(statistics_->split(cell), cells_.moment_order(cell)));
    if (!economy_.draws_once())
      result.notes.push_back(
          "nothing is drawn once for several paths (simulation.inner): there is no uncertain parameter, base "
          "value or state of the base year, so all variance is of shocks");
  }

  std::vector<GrowthTerm> growth_terms(const AccountSums& sums) const {
    const std::size_t n_years = scenario_.simulation.grid().n_years();
    std::vector<GrowthTerm> terms;
    for (const auto& [sector, cause] : economy_.account_terms()) {
      constexpr double none = std::numeric_limits<double>::quiet_NaN();
      GrowthTerm term{sector, cause, {none}, {none}};
      const bool has_mean = std::isinf(tail_degrees(scenario_, scenario_.sectors[sector].name));
      for (std::size_t year = 1; year < n_years; ++year) {
        term.growth.push_back(sums.growth(terms.size(), year));
        term.change.push_back(has_mean ? sums.change(terms.size(), year) : none);
      }
      terms.push_back(std::move(term));
    }
    return terms;
  }

  void find_quantiles(Result& result) {
    QuantileSearch search(*statistics_, scenario_.output.quantiles);
    while (!search.done()) {
      std::vector<QuantileCollector> collectors;
      for (std::size_t slot = 0; slot < workspaces_.size(); ++slot) collectors.push_back(search.collector());
      run_blocks(0, n_blocks_, control_, [&](std::size_t slot, std::uint64_t block) {
        cells_.visit(simulate_block(slot, block), [&](std::size_t cell, const double* x, std::size_t n) {
          collectors[slot].add(cell, x, n);
        });
      });
      run_indices(cells_.size(), control_, [&](std::size_t cell) { search.finish_cell(cell, collectors); });
      search.end_pass();
    }
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
      auto& estimates = result.quantiles.emplace_back();
      for (std::size_t k = 0; k < scenario_.output.quantiles.size(); ++k)
        estimates.push_back(search.estimate(cell, k));
    }
  }

  void check_failures(const Failures& failures) const {
    const double allowed =
        scenario_.simulation.max_failed_share * static_cast<double>(scenario_.simulation.paths);
    if (static_cast<double>(failures.count) <= allowed && failures.count < scenario_.simulation.paths) return;
    throw NumericalError(fmt::format(
        "at least {} of {} paths left the range of numbers (simulation.max_failed_share allows {:g} of "
        "them). The first: {}. "
        "Look at it with: secondcurve replay FILE --path {}",
        failures.count, scenario_.simulation.paths, std::floor(allowed),
        explain_failure(economy_, failures.first), failures.first));
  }

  const Economy& economy_;
  const RunControl& control_;
  const Scenario& scenario_;
  Cells cells_;
  TargetPlan targets_;
  SampleDesign design_;
  std::uint64_t n_blocks_;
  std::vector<Economy::Workspace> workspaces_;
  std::optional<Accumulator> statistics_;
};

}  // namespace

Result simulate(const Economy& economy, std::span<BlockSink* const> sinks, const RunControl& control) {
  return Run(economy, control).run(sinks);
}

std::uint64_t n_blocks(const Scenario& scenario) {
  return (scenario.simulation.paths + block_paths - 1) / block_paths;
}

std::uint64_t n_progress_blocks(const Scenario& scenario) { return 2 * n_blocks(scenario); }

}  // namespace secondcurve
