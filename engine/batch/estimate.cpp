#include "engine/batch/estimate.hpp"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <functional>
#include <future>
#include <optional>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/simulate/baseline.hpp"
#include "engine/simulate/kept_outputs.hpp"
#include "engine/simulate/pairing.hpp"
#include "engine/simulate/simulate.hpp"
#include "engine/simulate/variables.hpp"
#include "engine/stats/bins.hpp"
#include "engine/stats/quantiles.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// Bytes that a float32 value of a cube takes on disk: packed as measured on such cubes.
double bytes_per_float(CubeCompression compression) {
  return compression == CubeCompression::deflate ? 2.4 : 4.0;
}
/// The same of a float64 value that was drawn once per path.
constexpr double bytes_per_drawn = 7.5;

/// Blocks of the longer of two runs that are timed.
constexpr std::uint64_t timed_blocks = 32;

/// Outputs of a path: series times years.
double n_outputs(const Scenario& s) {
  return static_cast<double>(s.series.size() * s.simulation.grid().n_years());
}

/// Bytes of the cubes of a result.
double cube_bytes(const Scenario& s, std::size_t n_parameters) {
  if (!s.output.keeps_cube()) return 0.0;
  return static_cast<double>(s.simulation.paths) * (bytes_per_float(s.output.compression) * n_outputs(s) +
                                                    bytes_per_drawn * static_cast<double>(n_parameters));
}

/// Calls `body()` on so many threads at once; returns the processor time of each, on average [s].
double seconds_of_each(std::size_t n_threads, const std::function<void()>& body) {
  const double start = processor_seconds();
  std::vector<std::future<void>> all;
  for (std::size_t i = 0; i < n_threads; ++i) all.push_back(std::async(std::launch::async, body));
  for (std::future<void>& each : all) each.get();
  return (processor_seconds() - start) / static_cast<double>(n_threads);
}

/// A run of the first blocks of a scenario, to the end, without its rule to stop.
double seconds_of_run(Scenario scenario, std::uint64_t n_blocks, const Baseline* baseline,
                      const RunControl& control) {
  scenario.simulation.paths = std::min(scenario.simulation.paths, n_blocks * block_paths);
  scenario.simulation.stop_when.reset();
  const RunControl alone{.threads = 1, .cancelled = control.cancelled, .progress = {}};
  return seconds_of_each(thread_count(control), [&] {
    const Economy economy(scenario);
    simulate(economy, {}, alone, baseline);
  });
}

/// Time to simulate a block, statistics apart.
double seconds_of_block(const Scenario& scenario, std::size_t n_threads) {
  const Economy economy(scenario);
  constexpr std::uint64_t n_blocks = 16;
  const double seconds = seconds_of_each(n_threads, [&] {
    Economy::Workspace workspace(economy);
    for (std::uint64_t block = 0; block < n_blocks; ++block) economy.simulate(block, block_paths, workspace);
  });
  return seconds / static_cast<double>(n_blocks);
}

}  // namespace

RunSizes sizes_of(const Scenario& s, std::size_t n_parameters, const Scenario* baseline,
                  std::size_t n_threads) {
  const std::optional<Pairing> pairing =
      baseline == nullptr ? std::nullopt : std::optional(pair_series(s, *baseline));
  const double n_cells = static_cast<double>(Cells(s, pairing ? &*pairing : nullptr).size());
  const double cubes = cube_bytes(s, n_parameters);
  const double histograms = n_cells * 4.0 * static_cast<double>(suitable_bins(s.simulation.paths)) *
                            (static_cast<double>(n_threads) + 1.0);
  const double kept =
      1.25 * std::min(KeptRanges::expected_bytes(static_cast<std::size_t>(n_cells), s.output.quantiles.size(),
                                                 s.simulation.paths),
                      static_cast<double>(QuantileSearch::default_memory_bound));  // some cells keep more
  const double outputs = static_cast<double>(n_blocks(s) * lane_pitch * sizeof(double)) * n_outputs(s);
  const double kept_outputs = outputs <= static_cast<double>(KeptOutputs::most_bytes) ? outputs : 0.0;
  return {30e6 + histograms + kept + (s.output.keeps_cube() ? 60e6 : 0.0), kept_outputs, cubes, 4e5 + cubes,
          n_passes(s, pairing ? &*pairing : nullptr)};
}

double processor_seconds() { return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC); }

Pace pace_of(const Scenario& scenario, const Baseline* baseline, const RunControl& control) {
  Pace pace;
  pace.seconds_again = seconds_of_block(scenario, thread_count(control));
  const std::uint64_t unit =
      scenario.simulation.sampling == Sampling::sobol ? scenario.simulation.replicates : 1;
  const std::uint64_t longer = std::min(n_blocks(scenario), (timed_blocks + unit - 1) / unit * unit);
  const std::uint64_t shorter = std::max(longer / 4 / unit * unit, unit);
  const double seconds_longer = seconds_of_run(scenario, longer, baseline, control);
  const double seconds_shorter = seconds_of_run(scenario, shorter, baseline, control);
  pace.seconds_per_block = longer == shorter ? 2.0 * pace.seconds_again
                                             : std::max(0.0, seconds_longer - seconds_shorter) /
                                                   static_cast<double>(longer - shorter);
  pace.seconds_before = std::max(0.0, seconds_longer - pace.seconds_per_block * static_cast<double>(longer));
  return pace;
}

Estimate estimate(const Economy& economy, const RunControl& control) {
  const Scenario& s = economy.scenario();
  const std::size_t n_threads = thread_count(control);
  const RunSizes sizes = sizes_of(s, economy.parameter_keys().size(), nullptr, n_threads);
  Pace pace;
  try {
    pace = pace_of(s, nullptr, control);
  } catch (const NumericalError&) {  // as the run will, and soon
  }
  const double on_one_thread = pace.seconds(n_blocks(s), sizes.n_passes) + sizes.seconds_to_pack();
  return {on_one_thread / static_cast<double>(n_threads), sizes.memory_bytes, sizes.disk_bytes};
}

}  // namespace secondcurve
