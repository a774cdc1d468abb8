#pragma once

#include <span>
#include <string>

namespace secondcurve::bench {

/// Runs a scenario once, without files, and returns as JSON what it cost and what it gave: how the
/// program was built; seconds of reading the config, of planning the economy and of simulating it; the
/// process's peak memory and what it was before simulating [bytes]; paths, sectors, steps; and of the
/// variable output every quantile in every year after the base year [series, year, quantile].
/// @param arguments CONFIG THREADS [KEY=VALUE...], the latter as after `secondcurve run --set`.
/// Throws UsageError where they are too few or THREADS is no number, ConfigError, IoError and NumericalError
/// as the program itself does.
std::string timed_run(std::span<const std::string> arguments);

}  // namespace secondcurve::bench
