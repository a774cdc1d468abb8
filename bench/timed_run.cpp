#include "bench/timed_run.hpp"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/simulate/simulate.hpp"
#include "engine/simulate/version.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve::bench {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Peak resident memory of this program so far, as Linux tells it; 0 elsewhere [bytes].
std::int64_t peak_memory() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) * 1024;
  return 0;
}

/// The number of threads that an argument asks for.
int threads_of(const std::string& argument) {
  const bool is_number = !argument.empty() && argument.size() < 5 &&
                         argument.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number) throw UsageError("run: THREADS = " + argument + ": must be a number from 0 to 9999");
  return std::stoi(argument);
}

/// [series, year, quantile], years after the base year.
std::string quantiles_json(const Scenario& scenario, const Result& result) {
  const Cells cells(scenario);
  std::string series_text;
  for (std::size_t series = 0; series < scenario.series.size(); ++series) {
    std::string year_text;
    for (std::size_t year = 1; year < scenario.simulation.grid().n_years(); ++year) {
      std::string text;
      for (const QuantileEstimate& q : result.quantiles[*cells.find(ReportedVariable::output, series, year)])
        text += fmt::format("{}{}", text.empty() ? "" : ", ", q.value);
      year_text += fmt::format("{}[{}]", year_text.empty() ? "" : ", ", text);
    }
    series_text += fmt::format("{}[{}]", series_text.empty() ? "" : ", ", year_text);
  }
  return fmt::format("[{}]", series_text);
}

/// Standard errors [series] of the mean of the last year.
std::string mean_errors_json(const Scenario& scenario, const Result& result) {
  const Cells cells(scenario);
  const std::size_t last_year = scenario.simulation.grid().n_years() - 1;
  std::string text;
  for (std::size_t series = 0; series < scenario.series.size(); ++series) {
    const Moments& moments = result.moments[*cells.find(ReportedVariable::output, series, last_year)];
    text += fmt::format("{}{}", text.empty() ? "" : ", ", moments.mean_se);
  }
  return fmt::format("[{}]", text);
}

}  // namespace

std::string timed_run(std::span<const std::string> arguments) {
  if (arguments.size() < 2) throw UsageError("run: needs CONFIG THREADS [KEY=VALUE...]");
  RunControl control;
  control.threads = threads_of(arguments[1]);

  const Clock::time_point start = Clock::now();
  const LoadedScenario loaded = load_scenario(arguments[0], arguments.subspan(2), DiskFiles());
  const Clock::time_point is_loaded = Clock::now();
  const Economy economy(loaded.scenario);
  const Clock::time_point is_planned = Clock::now();
  const std::int64_t memory_before = peak_memory();
  const Clock::time_point begin = Clock::now();
  const Result result = simulate(economy, {}, control);
  const Clock::time_point end = Clock::now();

  const Scenario& scenario = economy.scenario();
  const BuildInfo build = build_info();
  return fmt::format(
      R"({{"compiler": "{}", "flags": "{}", "revision": "{}", "vector_target": "{}",
"load_seconds": {}, "plan_seconds": {}, "seconds": {}, "peak_bytes": {}, "bytes_before": {},
"paths": {}, "sectors": {}, "steps": {}, "threads": {},
"quantiles": {}, "mean_errors": {}}}
)",
      build.compiler, build.flags, build.revision, build.vector_target, seconds_between(start, is_loaded),
      seconds_between(is_loaded, is_planned), seconds_between(begin, end), peak_memory(), memory_before,
      result.n_paths, scenario.sectors.size(), scenario.simulation.grid().n_steps(), thread_count(control),
      quantiles_json(scenario, result), mean_errors_json(scenario, result));
}

}  // namespace secondcurve::bench
