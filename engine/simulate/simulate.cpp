#include "engine/simulate/simulate.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "engine/simulate/block_source.hpp"
#include "engine/simulate/collect_result.hpp"
#include "engine/simulate/first_pass.hpp"
#include "engine/simulate/quantile_pass.hpp"
#include "engine/stats/kept_values.hpp"
#include "engine/stats/quantiles.hpp"

namespace secondcurve {

namespace {

/// Whether a run has so many cells and paths that a second pass finds its quantiles.
bool is_long(const Scenario& scenario, const Cells& cells) {
  return KeptRanges::expected_bytes(cells.size(), scenario.output.quantiles.size(),
                                    scenario.simulation.paths) >
         static_cast<double>(KeptRanges::default_memory_bound);
}

/// Counts the paths of a run with a rule to stop until it says so. Returns how that was.
Stopping count_until_enough(BlockSource& source, FirstPass& first) {
  Stopping stopping;
  std::uint64_t done = 0;
  for (const std::uint64_t n : looks(source.scenario().simulation)) {
    first.count({blocks_of(done), blocks_of(n)}, {});
    done = n;
    stopping = first.look(n);
    if (stopping.met) break;
  }
  first.stop()->explain(stopping, done, source.n_in_both(done));
  source.stop_after(done);
  return stopping;
}

/// Finds the quantiles that kept values did not tell, and shows the blocks once to sinks that have not seen
/// them.
void later_passes(BlockSource& source, QuantileSearch& search, std::vector<BlockSink*> sinks) {
  bool is_foreseen = !sinks.empty() || is_long(source.scenario(), source.cells());
  while (!search.done() || !sinks.empty()) {
    if (!is_foreseen && source.control().foresee) source.control().foresee(source.all().end);
    is_foreseen = false;  // of a pass more than one, which narrows brackets, nobody knows beforehand
    QuantilePass pass(source, search.brackets());
    pass.collect(source.all(), sinks, source.control());
    sinks.clear();
    pass.finish(search);
  }
}

Result simulate_passes(const Economy& economy, const OpenSinks& open, const RunControl& control,
                       const Baseline* baseline) {
  BlockSource source(economy, control, baseline);
  FirstPass first(source, FirstPass::Values::kept);
  std::optional<Stopping> stopping;
  std::vector<BlockSink*> late_sinks;
  if (first.stop()) {
    stopping = count_until_enough(source, first);
    late_sinks = open(source.n_paths());
  } else {
    first.count(source.all(), open(source.n_paths()));
  }
  const Tallies& all = first.total();
  QuantileSearch search = first.search();
  later_passes(source, search, std::move(late_sinks));
  return collect_result(source, all, search, stopping);
}

}  // namespace

Result simulate(const Economy& economy, std::span<BlockSink* const> sinks, const RunControl& control,
                const Baseline* baseline) {
  return simulate_into(
      economy, [&](std::uint64_t) { return std::vector<BlockSink*>(sinks.begin(), sinks.end()); }, control,
      baseline);
}

Result simulate_into(const Economy& economy, const OpenSinks& open, const RunControl& control,
                     const Baseline* baseline) {
  std::optional<Result> result;
  keep_threads(control, [&] { result = simulate_passes(economy, open, control, baseline); });
  return *std::move(result);
}

std::uint64_t n_blocks(const Scenario& scenario) { return blocks_of(scenario.simulation.paths); }

std::uint64_t n_passes(const Scenario& scenario, const Pairing* pairing) {
  const bool shows_again = scenario.simulation.stop_when && scenario.output.keeps_cube();
  return shows_again || is_long(scenario, Cells(scenario, pairing)) ? 2 : 1;
}

}  // namespace secondcurve
