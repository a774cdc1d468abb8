#include "engine/batch/estimate.hpp"

#include <algorithm>
#include <chrono>

#include "engine/block/ops.hpp"
#include "engine/simulate/kept_outputs.hpp"
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

/// Share of all values that the second pass keeps for seven quantiles with their intervals, measured at 1e5
/// to 1e6 paths; vectors that grow may hold as much again.
constexpr double kept_share = 0.05;

}  // namespace

Estimate estimate(const Economy& economy, const RunControl& control) {
  const Scenario& s = economy.scenario();
  const Cells cells(s);
  Economy::Workspace workspace(economy);
  const auto start = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::uint64_t n = 0;
  while (n < std::min<std::uint64_t>(n_blocks(s), 64) && (n < 2 || elapsed() < 0.5)) {
    const BlockView block = economy.simulate(n++, block_paths, workspace);
    cells.visit(block, [](std::size_t, const double*, std::size_t) {});
  }
  const double per_block = elapsed() / static_cast<double>(n);
  const double blocks = static_cast<double>(n_progress_blocks(s));
  const double n_threads = static_cast<double>(thread_count(control));
  const double n_cells = static_cast<double>(cells.size());
  const double paths = static_cast<double>(s.simulation.paths);
  const double cube = s.output.keeps_cube()
                          ? paths * bytes_per_float(s.output.compression) *
                                static_cast<double>(economy.n_series() * s.simulation.grid().n_years())
                          : 0.0;
  const double drawn =
      s.output.keeps_cube() ? paths * 7.5 * static_cast<double>(economy.parameter_keys().size()) : 0.0;
  // Statistics cost about as much again as the blocks they read.
  const double seconds = 2.0 * per_block * blocks / n_threads + (cube + drawn) / 4e8;
  const double histograms =
      n_cells * 4.0 * static_cast<double>(suitable_bins(s.simulation.paths)) * (n_threads + 1.0);
  const double kept = std::min(n_cells * paths * 8.0 * kept_share,
                               2.0 * static_cast<double>(QuantileSearch::default_memory_bound));
  const double outputs = static_cast<double>(n_blocks(s) * lane_pitch * sizeof(double)) *
                         static_cast<double>(economy.n_series() * s.simulation.grid().n_years());
  const double kept_outputs = outputs <= static_cast<double>(KeptOutputs::most_bytes) ? outputs : 0.0;
  return {seconds, 30e6 + histograms + kept + kept_outputs + (s.output.keeps_cube() ? 60e6 : 0.0),
          4e5 + cube + drawn};
}

}  // namespace secondcurve
