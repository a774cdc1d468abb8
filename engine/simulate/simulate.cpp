#include "engine/simulate/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/simulate/design.hpp"
#include "engine/simulate/existing_moments.hpp"
#include "engine/simulate/kept_outputs.hpp"
#include "engine/simulate/stopping.hpp"
#include "engine/simulate/tallies.hpp"
#include "engine/stats/quantiles.hpp"
#include "models/scenario/notes.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// Blocks that set pivots, units and ranges: the first of the run, so a function of the config only.
constexpr std::uint64_t pilot_blocks = 16;

/// What the pilot says of each cell and target.
struct Pilot {
  std::vector<CellScale> scales;             ///< [cell]
  std::vector<std::vector<double>> margins;  ///< [target][path]; no paths where a target is of several
  std::vector<MomentScale> mixtures;         ///< [mixture, year after the first]
  std::vector<CellScale> watched;            ///< as Tallies::watched
};

std::uint64_t blocks_of(std::uint64_t n_paths) { return (n_paths + block_paths - 1) / block_paths; }

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
        n_paths_(scenario_.simulation.paths),
        kept_(blocks_of(n_paths_), economy.n_series() * scenario_.simulation.grid().n_years()) {
    if (scenario_.simulation.stop_when) stop_.emplace(scenario_, cells_);
    for (std::size_t slot = 0; slot < thread_count(control); ++slot) workspaces_.emplace_back(economy);
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
            Accumulator(pilot.watched, design_)};
  }

  BlockView simulate_block(std::size_t slot, std::uint64_t block) {
    const std::uint64_t left = n_paths_ - block * block_paths;
    return economy_.simulate(block, static_cast<std::size_t>(std::min<std::uint64_t>(left, block_paths)),
                             workspaces_[slot]);
  }

  RunControl silent() const {
    RunControl control = control_;
    control.progress = nullptr;
    return control;
  }

  Pilot run_pilot() {
    const std::uint64_t n = std::min(pilot_blocks, blocks_of(n_paths_));
    // [block][what][path], of cells, of targets, of mixtures by year.
    std::vector<std::vector<std::vector<double>>> values(n), margins(n), levels(n);
    std::vector<Failures> failures(n);
    run_blocks(0, n, silent(), [&](std::size_t slot, std::uint64_t block) {
      const BlockView view = simulate_block(slot, block);
      failures[block].add(view);
      values[block].resize(cells_.size());
      cells_.visit(view, [&](std::size_t cell, const double* x, std::size_t count) {
        values[block][cell].assign(x, x + count);
      });
      levels[block] = mixture_outputs(view);
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
    check_failures(economy_, all, n_paths_);
    return make_pilot(values, margins, levels);
  }

  Pilot make_pilot(const std::vector<std::vector<std::vector<double>>>& values,
                   const std::vector<std::vector<std::vector<double>>>& margins,
                   const std::vector<std::vector<std::vector<double>>>& levels) const {
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
    for (std::size_t cell = 0; cell < levels.front().size(); ++cell)
      pilot.mixtures.push_back(moment_scale(joined(levels, cell)));
    if (stop_ && stop_->cell())
      pilot.watched.push_back(stop_->scale(joined(values, *stop_->cell()), design_));
    return pilot;
  }

  Result first_pass(const Pilot& pilot, std::span<BlockSink* const> sinks) {
    Workers workers(workspaces_.size());
    std::optional<Stopping> stopping;
    std::uint64_t done = 0;
    for (const std::uint64_t n : stop_ ? looks(scenario_.simulation) : std::vector{n_paths_}) {
      count_blocks(pilot, blocks_of(done), blocks_of(n), workers, sinks);
      done = n;
      if (stop_) stopping = look(pilot, workers, n);
      if (stopping && stopping->met) break;
    }
    if (stopping) stop_->explain(*stopping, done);
    n_paths_ = done;
    Tallies all = no_tallies(pilot);
    for (const auto& worker : workers)
      if (worker) all.merge(*worker);
    check_failures(economy_, all.failures, n_paths_);
    statistics_.emplace(std::move(all.statistics));
    Result result = collect(all);
    if (stopping) result.notes.insert(result.notes.begin(), stopping->note);
    result.stopping = std::move(stopping);
    return result;
  }

  /// Simulates blocks and adds what they give to the workers.
  void count_blocks(const Pilot& pilot, std::uint64_t first, std::uint64_t last, Workers& workers,
                    std::span<BlockSink* const> sinks) {
    run_blocks(first, last, control_, [&](std::size_t slot, std::uint64_t block) {
      if (!workers[slot]) workers[slot] = no_tallies(pilot);
      Tallies& worker = *workers[slot];
      const BlockView view = simulate_block(slot, block);
      kept_.keep(view);
      worker.failures.add(view);
      cells_.visit(view, [&](std::size_t cell, const double* x, std::size_t n) {
        worker.statistics.add(cell, x, n, block);
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
    if (any_overflowed(all))
      result.notes.push_back("some means or moments are too large to be summed and are given as NaN");
    return result;
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
    while (!search.done() || !sinks.empty()) {
      std::vector<QuantileCollector> collectors;
      for (std::size_t slot = 0; slot < workspaces_.size(); ++slot) collectors.push_back(search.collector());
      run_blocks(0, blocks_of(n_paths_), control_, [&](std::size_t slot, std::uint64_t block) {
        const std::optional<BlockView> kept = sinks.empty() ? kept_.find(block) : std::nullopt;
        const BlockView view = kept ? *kept : simulate_block(slot, block);
        cells_.visit(view, [&](std::size_t cell, const double* x, std::size_t n) {
          collectors[slot].add(cell, x, n);
        });
        for (BlockSink* sink : sinks) sink->take(view);
      });
      sinks.clear();
      run_indices(cells_.size(), control_, [&](std::size_t cell) { search.finish_cell(cell, collectors); });
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
  const Scenario& scenario_;
  Cells cells_;
  TargetPlan targets_;
  SampleDesign design_;
  std::uint64_t n_paths_;  ///< of the run: the most until the first pass has ended
  std::optional<StopPlan> stop_;
  KeptOutputs kept_;
  std::vector<Economy::Workspace> workspaces_;
  std::optional<Accumulator> statistics_;
};

}  // namespace

Result simulate(const Economy& economy, std::span<BlockSink* const> sinks, const RunControl& control) {
  return simulate_into(
      economy, [&](std::uint64_t) { return std::vector<BlockSink*>(sinks.begin(), sinks.end()); }, control);
}

Result simulate_into(const Economy& economy, const OpenSinks& open, const RunControl& control) {
  return Run(economy, control).run(open);
}

std::uint64_t n_blocks(const Scenario& scenario) { return blocks_of(scenario.simulation.paths); }

std::uint64_t n_progress_blocks(const Scenario& scenario) { return 2 * n_blocks(scenario); }

}  // namespace secondcurve
