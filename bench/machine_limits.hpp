#pragma once

#include <cstddef>

#include <benchmark/benchmark.h>

namespace secondcurve::bench {

/// What one core of this machine can do at most, measured with the instruction set that the engine uses here.
struct MachineLimits {
  double operations;    ///< multiply-adds of doubles in registers [1/s]
  double words;         ///< words of Philox4x32-10 in registers, nothing stored [1/s]
  double counts;        ///< counters of 4096 that are raised by one, in no order [1/s]
  double cache_read;    ///< from the first cache [byte/s]
  double cache_write;   ///< to the first cache [byte/s]
  double memory_read;   ///< from memory [byte/s]
  double memory_write;  ///< to memory, past the caches [byte/s]
};

/// Measures at the first call, for about a third of a second of processor time; each limit is the best of its
/// repeats.
const MachineLimits& machine_limits();

/// Seconds in which a core can at best read and write columns of the first cache, both at once [byte].
double cache_seconds(std::size_t read, std::size_t written);

/// Seconds of so many values at best, where each takes so many operations: additions, multiplications,
/// divisions, comparisons and multiply-adds of doubles, each counted once.
double operation_seconds(std::size_t values, std::size_t operations);

/// Seconds of so many normals at best: a word each, and the 18 operations that a normal takes of the
/// transform in engine/block/philox.cpp.
double normal_seconds(std::size_t normals);

/// Reports the share of the machine's limit that a case reaches, "of_limit". (It is a rate of units that take
/// a second at best, and shown as such.)
/// @param seconds in which the machine could at best do what one pass of the timed loop does.
/// @param what the limit, in a word: the case's label.
inline void count_of_limit(benchmark::State& state, double seconds, const char* what) {
  state.SetLabel(what);
  state.counters["of_limit"] = benchmark::Counter(seconds, benchmark::Counter::kIsIterationInvariantRate);
}

}  // namespace secondcurve::bench
