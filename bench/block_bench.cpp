// Draws and block operations, one thread. Every case checks its answer before it is timed; the rate is
// items (values) per second.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/check.hpp"
#include "bench/machine_limits.hpp"
#include "engine/block/grow.hpp"
#include "engine/block/histogram.hpp"
#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/block/philox.hpp"
#include "engine/block/power_sums.hpp"
#include "engine/block/reduce.hpp"

namespace secondcurve::bench {
namespace {

constexpr std::size_t column_bytes = block_paths * sizeof(double);

constexpr auto doubles = Arithmetic::double_precision, floats = Arithmetic::single_precision;

/// How many doubles are in as many vectors as a block of values.
constexpr std::size_t values_of_doubles(Arithmetic arithmetic) {
  return arithmetic == floats ? block_paths / 2 : block_paths;
}

struct Lanes {
  alignas(lane_alignment) std::array<double, 4 * lane_pitch> values{};
  double* column(std::size_t j) { return values.data() + j * lane_pitch; }
  ColumnPlace column(std::size_t j, Arithmetic arithmetic) { return {column(j), arithmetic}; }
  /// Normals in all four columns.
  void fill(std::uint64_t path, Arithmetic arithmetic) {
    if (arithmetic == floats)
      fill_single_normals(StreamKey(1), path, 3, column(0, floats).floats());
    else
      fill_normals(StreamKey(1), path, 3, column(0));
  }
};

void normals(benchmark::State& state, Arithmetic arithmetic) {
  Lanes z;
  fill_normals(StreamKey(0x4e21419268d91d37u), 0, 0, z.column(0));
  require(state, close(z.column(0)[0], 0.677721505539106, 1e-14), "wrong normal");
  std::uint64_t path = 0;
  for (auto _ : state) {
    z.fill(path += block_paths, arithmetic);
    benchmark::DoNotOptimize(z);
  }
  count_items(state, 4 * block_paths);
  if (arithmetic == floats)
    count_of_limit(state, 4 * block_paths / machine_limits().words, "words");
  else
    count_of_limit(state, normal_seconds(4 * block_paths), "normals");
}
BENCHMARK_CAPTURE(normals, in_double, doubles)->Name("normals");
BENCHMARK_CAPTURE(normals, in_single, floats)->Name("normals/single");

void uniforms(benchmark::State& state) {
  Lanes u;
  fill_uniforms(StreamKey(0x4e21419268d91d37u), 0, 0, u.column(0));
  require(state, close(u.column(0)[0], (0xbff656a5 + 0.5) * 0x1p-32, 0.0), "wrong uniform");
  const StreamKey stream(1);
  std::uint64_t path = 0;
  for (auto _ : state) {
    fill_uniforms(stream, path += block_paths, 3, u.column(0));
    benchmark::DoNotOptimize(u);
  }
  count_items(state, 4 * block_paths);
  count_of_limit(state, 4 * block_paths / machine_limits().words, "words");
}
BENCHMARK(uniforms);

using Function = void(ColumnPlace, Operand);

/// @param n_operations per value, as counted in engine/block/vector_math.inc.
void function_of_column(benchmark::State& state, Function* function, double x, double expected,
                        std::size_t n_operations) {
  Lanes lanes;
  broadcast(lanes.column(0), x);
  function(lanes.column(1), lanes.column(0));
  require(state, close(lanes.column(1)[17], expected, 1e-14), "wrong value");
  for (auto _ : state) {
    function(lanes.column(1), lanes.column(0));
    benchmark::DoNotOptimize(lanes);
  }
  count_items(state, block_paths);
  count_of_limit(state, operation_seconds(block_paths, n_operations), "operations");
}
BENCHMARK_CAPTURE(function_of_column, exponential, &exponential, 0.5, 1.6487212707001282, 16);
BENCHMARK_CAPTURE(function_of_column, logarithm, &logarithm, 3.0, 1.0986122886681098, 14);
BENCHMARK_CAPTURE(function_of_column, exponential_minus_one, &exponential_minus_one, 0.5, 0.6487212707001282,
                  17);
BENCHMARK_CAPTURE(function_of_column, logarithm_one_plus, &logarithm_one_plus, 2.0, 1.0986122886681098, 19);
BENCHMARK_CAPTURE(function_of_column, normal_quantile_middle, &normal_quantile, 0.75, 0.6744897501960817, 18);
BENCHMARK_CAPTURE(function_of_column, normal_quantile_tail, &normal_quantile, 0.975, 1.959963984540054, 50);
BENCHMARK_CAPTURE(function_of_column, normal_cdf, &normal_cdf, -1.0, 0.15865525393145705, 57);

/// Linear combination of as many columns as the argument says; items are multiply-adds.
void affine_terms(benchmark::State& state) {
  const auto n_terms = static_cast<std::size_t>(state.range(0));
  std::vector<Lanes> columns(n_terms / 4 + 2);
  std::vector<Term> terms;
  for (std::size_t k = 0; k < n_terms; ++k) {
    double* column = columns[k / 4].column(k % 4);
    broadcast(column, 1.0);
    terms.push_back({0.25, column});
  }
  double* out = columns.back().column(3);
  affine(out, 2.0, terms);
  require(state, close(out[200], 2.0 + 0.25 * static_cast<double>(n_terms), 0.0), "wrong value");
  for (auto _ : state) {
    affine(out, 2.0, terms);
    benchmark::DoNotOptimize(columns.data());
    benchmark::ClobberMemory();
  }
  count_items(state, n_terms * block_paths);
  count_of_limit(state, cache_seconds(n_terms * column_bytes, column_bytes), "cache");
}
BENCHMARK(affine_terms)->Arg(1)->Arg(2)->Arg(4)->Arg(12);

void add_columns(benchmark::State& state) {
  Lanes lanes;
  broadcast(lanes.column(0), 1.0);
  add(lanes.column(1), lanes.column(0), 2.0);
  require(state, close(lanes.column(1)[17], 3.0, 0.0), "wrong value");
  for (auto _ : state) {
    add(lanes.column(1), lanes.column(0), 2.0);
    benchmark::DoNotOptimize(lanes);
  }
  count_items(state, block_paths);
  count_of_limit(state, cache_seconds(column_bytes, column_bytes), "cache");
}
BENCHMARK(add_columns);

void powers(benchmark::State& state, Arithmetic arithmetic) {
  Lanes z;
  const ColumnPlace x = z.column(0, arithmetic);
  const auto sums = [&](double pivot) {
    return x.is_single() ? power_sums(x.floats(), block_paths, pivot, 1)
                         : power_sums(x.doubles(), block_paths, pivot);
  };
  broadcast(x, 3.0);
  require(state, close(sums(1.0)[5], 64.0 * block_paths, 0.0), "wrong sum");
  z.fill(0, arithmetic);
  for (auto _ : state) benchmark::DoNotOptimize(sums(0.125));
  count_items(state, block_paths);
  count_of_limit(state, operation_seconds(values_of_doubles(arithmetic), 12), "operations");
}
BENCHMARK_CAPTURE(powers, in_double, doubles)->Name("powers");
BENCHMARK_CAPTURE(powers, in_single, floats)->Name("powers/single");

/// Growth of one base; its limit is that of exponentials alone.
void levels(benchmark::State& state, Arithmetic arithmetic) {
  Lanes z;
  constexpr LevelRange range{1e-20, 1e20};
  const ColumnPlace growth = z.column(0, arithmetic), level = z.column(1, arithmetic);
  broadcast(growth, 1.0);
  require(state, grow(level, 2.0, growth, range) && close(level[0], 2.0 * std::exp(1.0), 1e-6),
          "wrong level");
  z.fill(0, arithmetic);
  for (auto _ : state) {
    grow(level, 2.0, growth, range);
    benchmark::DoNotOptimize(z);
  }
  count_items(state, block_paths);
  count_of_limit(state, operation_seconds(values_of_doubles(arithmetic), arithmetic == floats ? 14 : 18),
                 "operations");
}
BENCHMARK_CAPTURE(levels, in_double, doubles)->Name("levels");
BENCHMARK_CAPTURE(levels, in_single, floats)->Name("levels/single");

void histogram(benchmark::State& state) {
  Lanes z;
  std::vector<std::uint32_t> counts(4098);
  fill_normals(StreamKey(1), 0, 0, z.column(0));
  count_bins(z.column(0), block_paths, 0.0, 1.0, 4096, counts.data());
  const auto below =
      std::count_if(z.column(0), z.column(0) + block_paths, [](double x) { return x <= -1.0; });
  require(state, counts[0] == below, "wrong count");
  for (auto _ : state) {
    count_bins(z.column(0), block_paths, -8.0, 256.0, 4096, counts.data());
    benchmark::DoNotOptimize(counts.data());
  }
  count_items(state, block_paths);
  count_of_limit(state, block_paths / machine_limits().counts, "counts");
}
BENCHMARK(histogram);

/// Keeps some values around five quantiles, and counts the others.
void five_ranges(benchmark::State& state, Arithmetic arithmetic) {
  Lanes z;
  std::vector<std::uint32_t> counts(4098);
  z.fill(0, arithmetic);
  const auto count = [&](std::span<const BinRange> ranges) {
    return keep_ranges(z.column(0, arithmetic), block_paths, -8.0, 256.0, 4096, ranges, counts.data(),
                       z.column(1, arithmetic));
  };
  const std::array<BinRange, 1> all{{{0, 4098}}};
  require(state, count(all) == block_paths, "wrong count");
  const std::array<BinRange, 5> five{{{1626, 1632}, {1873, 1879}, {2046, 2052}, {2219, 2225}, {2466, 2472}}};
  for (auto _ : state) benchmark::DoNotOptimize(count(five));
  count_items(state, block_paths);
  count_of_limit(state, operation_seconds(values_of_doubles(arithmetic), 11), "operations");
}
BENCHMARK_CAPTURE(five_ranges, in_double, doubles)->Name("five_ranges");
BENCHMARK_CAPTURE(five_ranges, in_single, floats)->Name("five_ranges/single");

void brackets(benchmark::State& state) {
  Lanes z;
  std::array<InsideValue, block_paths> kept;
  fill_normals(StreamKey(1), 0, 0, z.column(0));
  const std::array<Interval, 1> all{{{-10.0, 10.0}}};
  require(state, keep_inside(z.column(0), block_paths, all, kept.data()) == block_paths, "wrong count");
  const std::array<Interval, 5> five{
      {{-1.65, -1.64}, {-0.68, -0.67}, {-0.005, 0.005}, {0.67, 0.68}, {1.64, 1.65}}};
  for (auto _ : state) {
    benchmark::DoNotOptimize(keep_inside(z.column(0), block_paths, five, kept.data()));
  }
  count_items(state, block_paths);
  count_of_limit(state, operation_seconds(block_paths, 2 * five.size()), "operations");
}
BENCHMARK(brackets);

}  // namespace
}  // namespace secondcurve::bench
