#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include <benchmark/benchmark.h>

namespace secondcurve::bench {

/// Skips a case whose answer is wrong: it is then not timed, and the program ends with exit status 1.
/// Call before the timed loop.
void require(benchmark::State& state, bool right, const char* problem);

/// Whether a case had a wrong answer so far.
bool any_wrong();

inline bool close(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

/// Reports items per second; @param per_iteration how many items a pass of the timed loop treats.
inline void count_items(benchmark::State& state, std::size_t per_iteration) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(per_iteration));
}

/// Reports path-steps per second: one path of one sector over one step.
inline void count_path_steps(benchmark::State& state, std::size_t per_iteration) {
  state.counters["path_steps/s"] =
      benchmark::Counter(static_cast<double>(per_iteration), benchmark::Counter::kIsIterationInvariantRate);
}

}  // namespace secondcurve::bench
