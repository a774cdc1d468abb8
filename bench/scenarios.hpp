#pragma once

#include <cstdint>

#include "models/scenario/load.hpp"

namespace secondcurve::bench {

/// The Shanghai baseline of this checkout.
LoadedScenario shanghai_baseline(std::uint64_t n_paths);

/// The correlation between any two sectors of the reference job, as bench/correlation.csv has it.
inline constexpr double reference_correlation = 0.4;

/// The reference job, bench/reference_job.toml: nine correlated sectors of geometric Brownian motion, a
/// series for each, seven annual steps, five quantiles. Its numbers are invented.
LoadedScenario reference_job(std::uint64_t n_paths);

}  // namespace secondcurve::bench
