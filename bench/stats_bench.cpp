// The statistics of a run, one thread: 100,352 normals for each of 1 or 400 cells (the Shanghai baseline has
// 410), in blocks. Items are values.
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/check.hpp"
#include "bench/machine_limits.hpp"
#include "engine/block/philox.hpp"
#include "engine/stats/accumulator.hpp"
#include "engine/stats/quantiles.hpp"

namespace secondcurve::bench {
namespace {

constexpr std::size_t n_quads = 98;
constexpr std::size_t n_values = 4 * n_quads * block_paths;
const std::vector<double> probabilities{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

struct alignas(lane_alignment) Quad {
  double values[4 * lane_pitch];  ///< four columns
};

/// Normals in blocks of paths.
const std::vector<Quad>& normals_in_blocks() {
  static const std::vector<Quad> quads = [] {
    std::vector<Quad> made(n_quads);
    for (std::size_t i = 0; i < n_quads; ++i)
      fill_normals(StreamKey(1), 0, static_cast<std::uint32_t>(i), made[i].values);
    return made;
  }();
  return quads;
}

/// Calls `visit(column)` for every block.
template <class Visitor>
void for_each_block(Visitor&& visit) {
  for (const Quad& quad : normals_in_blocks())
    for (std::size_t j = 0; j < 4; ++j) visit(quad.values + j * lane_pitch);
}

std::vector<double> sorted_values() {
  std::vector<double> values;
  for_each_block([&](const double* x) { values.insert(values.end(), x, x + block_paths); });
  std::sort(values.begin(), values.end());
  return values;
}

Accumulator first_pass(std::size_t n_cells) {
  const CellScale scale =
      scale_from_pilot(std::span(normals_in_blocks().front().values).first(block_paths), n_values);
  Accumulator statistics(std::vector<CellScale>(n_cells, scale));
  for_each_block([&](const double* x) {
    for (std::size_t cell = 0; cell < n_cells; ++cell) statistics.add(cell, x, block_paths);
  });
  return statistics;
}

QuantileSearch second_pass(const Accumulator& statistics) {
  QuantileSearch search(statistics, probabilities);
  std::vector<QuantileCollector> collectors{QuantileCollector(search.brackets())};
  for_each_block([&](const double* x) {
    for (std::size_t cell = 0; cell < search.n_cells(); ++cell) collectors[0].add(cell, x, block_paths);
  });
  for (std::size_t cell = 0; cell < search.n_cells(); ++cell) search.finish_cell(cell, collectors);
  search.end_pass();
  return search;
}

/// Moments and histogram.
void statistics_first_pass(benchmark::State& state) {
  const auto n_cells = static_cast<std::size_t>(state.range(0));
  const Moments moments = first_pass(n_cells).moments(n_cells - 1);
  require(state, moments.n == n_values && close(moments.mean, 0.0, 6.0 / std::sqrt(n_values)),
          "the mean of normals is not 0");
  require(state, close(moments.sd, 1.0, 6.0 / std::sqrt(2.0 * n_values)), "the sd of normals is not 1");
  for (auto _ : state) benchmark::DoNotOptimize(first_pass(n_cells));
  count_items(state, n_cells * n_values);
  count_of_limit(state, static_cast<double>(n_cells * n_values) / machine_limits().counts, "counts");
}
BENCHMARK(statistics_first_pass)->ArgName("cells")->Arg(1)->Arg(400)->Unit(benchmark::kMillisecond);

/// Exact quantiles: seven of them with their intervals, selection included.
void statistics_second_pass(benchmark::State& state) {
  const auto n_cells = static_cast<std::size_t>(state.range(0));
  const Accumulator statistics = first_pass(n_cells);
  const QuantileSearch search = second_pass(statistics);
  require(state, search.done(), "one pass did not suffice");
  const std::vector<double> sorted = sorted_values();
  for (std::size_t i = 0; search.done() && i < probabilities.size(); ++i) {
    const QuantileRanks ranks = quantile_ranks(probabilities[i], n_values);
    const double exact = interpolate(sorted[ranks.below], sorted[ranks.above], ranks.fraction);
    require(state, search.estimate(n_cells - 1, i).value == exact, "a quantile differs from sorting");
  }
  for (auto _ : state) benchmark::DoNotOptimize(second_pass(statistics));
  count_items(state, n_cells * n_values);
  count_of_limit(state, cache_seconds(n_cells * n_values * sizeof(double), 0), "cache");
}
BENCHMARK(statistics_second_pass)->ArgName("cells")->Arg(1)->Arg(400)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace secondcurve::bench
