// Long: the passes of one run, in their order.
#include "engine/simulate/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/design.hpp"
#include "engine/simulate/existing_moments.hpp"
#include "engine/simulate/pilot.hpp"
#include "engine/simulate/stopping.hpp"
#include "engine/simulate/tallies.hpp"
#include "engine/stats/kept_values.hpp"
#include "engine/stats/quantiles.hpp"
#include "models/scenario/notes.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

std::uint64_t blocks_of(std::uint64_t n_paths) { return (n_paths + block_paths - 1) / block_paths; }

/// Whether a run has so many cells and paths that a second pass finds its quantiles.
bool is_long(const Scenario& scenario, const Cells& cells) {
  return KeptRanges::expected_bytes(cells.size(), scenario.output.quantiles.size(),
                                    scenario.simulation.paths) >
         static_cast<double>(KeptRanges::default_memory_bound);
}

/// One run of one economy: the passes over its blocks, in order.
class Run final {
 public:
  Run(const Economy& economy, const RunControl& control, const Baseline* baseline)
      : economy_(economy),
        control_(control),
        baseline_(baseline),
        scenario_(economy.scenario()),
        pairing_(baseline == nullptr ? std::nullopt
                                     : std::optional(pairing_of(economy, baseline->economy()))),
        cells_(scenario_, pairing_ ? &*pairing_ : nullptr),
        targets_(scenario_),
        design_(design_of(scenario_.simulation)),
        n_paths_(scenario_.simulation.paths),
        workspaces_(thread_count(control)),
        baseline_workspaces_(thread_count(control)) {
    if (scenario_.simulation.stop_when) stop_.emplace(scenario_, cells_);
  }

  Result run(const OpenSinks& open) {
    const Pilot pilot = run_pilot();
    std::vector<BlockSink*> sinks;
    if (!stop_) sinks = open(n_paths_);
    Result result = first_pass(pilot, sinks);
    if (stop_) sinks = open(n_paths_);
    later_passes(result, stop_ ? std::move(sinks) : std::vector<BlockSink*>());
    return result;
  }

 private:
  using Workers = std::vector<std::optional<Tallies>>;  ///< [thread]

  Tallies no_tallies(const Pilot& pilot) const {
    return {Accumulator(pilot.scales, design_),
            TargetCounter(targets_, pilot.margins, design_),
            AccountSums(economy_),
            ModelShareSums(economy_, pilot.mixtures),
            ProgrammeSums(economy_),
            {},
            pairing_ ? ImprovementCounter(*pairing_, design_) : ImprovementCounter(design_),
            Accumulator(pilot.watched, design_)};
  }

  /// All that the workers have counted, whose tallies it takes. At least one has counted something.
  static Tallies merged(Workers& workers) {
    std::optional<Tallies> all;
    for (auto& worker : workers) {
      if (!worker) continue;
      if (all)
        all->merge(*worker);
      else
        all = std::move(*worker);
      worker.reset();
    }
    SC_EXPECT(all);
    return std::move(*all);
  }

  BlockView simulate_block(std::size_t slot, std::uint64_t block) {
    const std::uint64_t left = n_paths_ - block * block_paths;
    return economy_.simulate(block, static_cast<std::size_t>(std::min<std::uint64_t>(left, block_paths)),
                             workspace_of(economy_, workspaces_[slot]));
  }

  /// Makes the workspace of a thread when it has something to do.
  static Economy::Workspace& workspace_of(const Economy& economy,
                                          std::optional<Economy::Workspace>& workspace) {
    if (!workspace) workspace.emplace(economy);
    return *workspace;
  }

  RunControl silent() const {
    RunControl control = control_;
    control.progress = nullptr;
    return control;
  }

  /// The block beside that of the baseline; nothing without one, and past its last block.
  std::optional<PairedPaths> pairs_of(std::size_t slot, const BlockView& view) {
    if (baseline_ == nullptr || view.block() >= baseline_->n_blocks()) return std::nullopt;
    Economy::Workspace* workspace =
        baseline_->is_kept() ? nullptr : &workspace_of(baseline_->economy(), baseline_workspaces_[slot]);
    return std::optional<PairedPaths>(std::in_place, view, baseline_->block(view.block(), workspace));
  }

  Pilot run_pilot() {
    const std::uint64_t n = std::min(PilotValues::most_blocks, blocks_of(n_paths_));
    PilotValues values(n);
    std::vector<Failures> failures(n);
    run_blocks(0, n, silent(), [&](std::size_t slot, std::uint64_t block) {
      const BlockView view = simulate_block(slot, block);
      const auto pairs = pairs_of(slot, view);
      failures[block].add(view);
      values.take(view, pairs ? &*pairs : nullptr, cells_, targets_);
    });
    Failures all;
    for (const Failures& each : failures) all.merge(each);
    check_failures(economy_, all, n_paths_);
    return values.pilot(scenario_, cells_, design_, stop_ ? &*stop_ : nullptr);
  }

  Result first_pass(const Pilot& pilot, std::span<BlockSink* const> sinks) {
    Workers workers(workspaces_.size());
    std::optional<Stopping> stopping;
    std::uint64_t done = 0;
    ranges_.emplace(pilot.scales, scenario_.output.quantiles, scenario_.simulation.paths);
    for (std::size_t slot = 0; slot < workspaces_.size(); ++slot)
      kept_.emplace_back(*ranges_, workspaces_.size());
    for (const std::uint64_t n : stop_ ? looks(scenario_.simulation) : std::vector{n_paths_}) {
      count_blocks(pilot, blocks_of(done), blocks_of(n), workers, sinks);
      done = n;
      if (stop_) stopping = look(pilot, workers, n);
      if (stopping && stopping->met) break;
    }
    if (stopping) stop_->explain(*stopping, done, n_in_both(done));
    n_paths_ = done;
    Tallies all = merged(workers);
    check_failures(economy_, all.failures, n_paths_);
    statistics_.emplace(std::move(all.statistics));
    Result result = collect(all);
    if (stopping) result.notes.insert(result.notes.begin(), stopping->note);
    result.stopping = std::move(stopping);
    return result;
  }

  /// Simulates blocks and adds what they give to the workers. Every now and then it judges anew which values
  /// are worth keeping.
  void count_blocks(const Pilot& pilot, std::uint64_t first, std::uint64_t last, Workers& workers,
                    std::span<BlockSink* const> sinks) {
    while (first < last) {
      const std::uint64_t end =
          ranges_->keeps() ? std::min(last, std::max(PilotValues::most_blocks, first + first / 2)) : last;
      count_round(pilot, first, end, workers, sinks);
      if (ranges_->keeps()) narrow_ranges(workers);
      first = end;
    }
  }

  void narrow_ranges(const Workers& workers) {
    std::uint64_t n_kept = 0;
    for (const KeptValues& kept : kept_) n_kept += kept.size();
    ranges_->check_bound(n_kept);
    if (!ranges_->keeps()) {
      kept_.assign(kept_.size(), KeptValues(cells_.size()));
      return;
    }
    std::vector<const Accumulator*> so_far;
    for (const auto& worker : workers)
      if (worker) so_far.push_back(&worker->statistics);
    run_indices(cells_.size(), silent(), [&](std::size_t cell) { ranges_->narrow(cell, so_far); });
  }

  void count_round(const Pilot& pilot, std::uint64_t first, std::uint64_t last, Workers& workers,
                   std::span<BlockSink* const> sinks) {
    run_blocks(first, last, control_, [&](std::size_t slot, std::uint64_t block) {
      if (!workers[slot]) workers[slot] = no_tallies(pilot);
      Tallies& worker = *workers[slot];
      const BlockView view = simulate_block(slot, block);
      const auto pairs = pairs_of(slot, view);
      worker.failures.add(view);
      if (pairs) worker.improvements.add(*pairs);
      cells_.visit(view, pairs ? &*pairs : nullptr, [&](std::size_t cell, const double* x, std::size_t n) {
        worker.statistics.add(cell, x, n, block);
        kept_[slot].add(*ranges_, cell, x, n);
        if (stop_ && stop_->watches(cell)) worker.watched.add(0, x, n, block);
      });
      if (targets_.size() > 0) worker.targets.add(LivePaths(view));
      worker.accounts.add(view);
      worker.models.add(view);
      worker.programmes.add(view);
      for (BlockSink* sink : sinks) sink->take(view);
    });
  }

  /// Looks at what the first paths of the run say: whether they suffice, and are enough without the failed.
  /// @param n_paths their number.
  Stopping look(const Pilot& pilot, const Workers& workers, std::uint64_t n_paths) const {
    Failures failures;
    Accumulator watched(pilot.watched, design_);
    TargetCounter targets(targets_, pilot.margins, design_);
    for (const auto& worker : workers) {
      if (!worker) continue;
      failures.merge(worker->failures);
      watched.merge(worker->watched);
      targets.merge(worker->targets);
    }
    check_failures(economy_, failures, scenario_.simulation.paths);
    Stopping stopping =
        stop_->outcome(stop_->target() ? precision_of_share(targets.share(*stop_->target()), design_)
                                       : stop_->precision(watched));
    if (!are_allowed(scenario_, failures, n_paths)) stopping.met = false;
    return stopping;
  }

  Result collect(const Tallies& all) const {
    Result result;
    result.notes = result_notes(scenario_);
    result.n_paths = n_paths_;
    result.n_failed = all.failures.count;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell)
      result.moments.push_back(existing(statistics_->moments(cell), cells_.moment_order(cell)));
    if (design_.in_groups()) split_variances(result);
    for (std::size_t target = 0; target < targets_.size(); ++target)
      result.targets.push_back(all.targets.result(target));
    result.growth_terms = growth_terms(economy_, all.accounts);
    result.model_shares = all.models.shares(scenario_, design_);
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
    if (baseline_ != nullptr) {
      result.pairs = all.improvements.result(scenario_, baseline_->economy().scenario());
      const std::vector<std::string> notes = notes_of(*result.pairs, result.n_paths - result.n_failed);
      result.notes.insert(result.notes.end(), notes.begin(), notes.end());
    }
    if (any_overflowed(all))
      result.notes.push_back("some means or moments are too large to be summed and are given as NaN");
    return result;
  }

  std::uint64_t n_in_both(std::uint64_t n_paths) const {
    return baseline_ == nullptr ? n_paths : std::min(n_paths, baseline_->n_paths());
  }

  /// Whether a sum of something that exists left its range.
  bool any_overflowed(const Tallies& all) const {
    for (std::size_t cell = 0; cell < cells_.size(); ++cell)
      if (std::isinf(cells_.moment_order(cell)) && statistics_->overflowed(cell)) return true;
    return overflowed(economy_, all.accounts) || all.models.overflowed(scenario_) ||
           all.programmes.overflowed();
  }

  void split_variances(Result& result) const {
    for (std::size_t cell = 0; cell < cells_.size(); ++cell)
      result.splits.push_back(existing(statistics_->split(cell), cells_.moment_order(cell)));
    if (!economy_.draws_once())
      result.notes.push_back(
          "nothing is drawn once for several paths (simulation.inner): no parameter, base value or state of "
          "the base year is uncertain, and no growth is a mixture, so all variance is of shocks");
  }

  /// Finds the quantiles, and shows the blocks once to sinks that have not seen them.
  void later_passes(Result& result, std::vector<BlockSink*> sinks) {
    QuantileSearch search(*statistics_, scenario_.output.quantiles);
    run_indices(cells_.size(), silent(),
                [&](std::size_t cell) { search.finish_kept(cell, *ranges_, kept_); });
    search.end_pass();
    kept_ = {};
    const bool is_foreseen = !sinks.empty() || is_long(scenario_, cells_);
    const RunControl control = is_foreseen ? control_ : silent();
    while (!search.done() || !sinks.empty()) {
      std::vector<QuantileCollector> collectors;
      for (std::size_t slot = 0; slot < workspaces_.size(); ++slot) collectors.push_back(search.collector());
      run_blocks(0, blocks_of(n_paths_), control, [&](std::size_t slot, std::uint64_t block) {
        const BlockView view = simulate_block(slot, block);
        const auto pairs = pairs_of(slot, view);
        cells_.visit(view, pairs ? &*pairs : nullptr, [&](std::size_t cell, const double* x, std::size_t n) {
          collectors[slot].add(cell, x, n);
        });
        for (BlockSink* sink : sinks) sink->take(view);
      });
      sinks.clear();
      run_indices(cells_.size(), control, [&](std::size_t cell) { search.finish_cell(cell, collectors); });
      search.end_pass();
    }
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
      auto& estimates = result.quantiles.emplace_back();
      for (std::size_t k = 0; k < scenario_.output.quantiles.size(); ++k)
        estimates.push_back(search.estimate(cell, k));
    }
  }

  const Economy& economy_;
  const RunControl& control_;
  const Baseline* baseline_;
  const Scenario& scenario_;
  std::optional<Pairing> pairing_;
  Cells cells_;
  TargetPlan targets_;
  SampleDesign design_;
  std::uint64_t n_paths_;  ///< of the run: the most until the first pass has ended
  std::optional<StopPlan> stop_;
  std::optional<KeptRanges> ranges_;                                    ///< of the first pass
  std::vector<KeptValues> kept_;                                        ///< [thread]
  std::vector<std::optional<Economy::Workspace>> workspaces_;           ///< [thread]
  std::vector<std::optional<Economy::Workspace>> baseline_workspaces_;  ///< [thread], none where it is kept
  std::optional<Accumulator> statistics_;
};

}  // namespace

Result simulate(const Economy& economy, std::span<BlockSink* const> sinks, const RunControl& control,
                const Baseline* baseline) {
  return simulate_into(
      economy, [&](std::uint64_t) { return std::vector<BlockSink*>(sinks.begin(), sinks.end()); }, control,
      baseline);
}

Result simulate_into(const Economy& economy, const OpenSinks& open, const RunControl& control,
                     const Baseline* baseline) {
  return Run(economy, control, baseline).run(open);
}

std::uint64_t n_blocks(const Scenario& scenario) { return blocks_of(scenario.simulation.paths); }

std::uint64_t n_passes(const Scenario& scenario, const Pairing* pairing) {
  const bool shows_again = scenario.simulation.stop_when && scenario.output.keeps_cube();
  return shows_again || is_long(scenario, Cells(scenario, pairing)) ? 2 : 1;
}

}  // namespace secondcurve
