// The benchmarks as one program, with Google Benchmark's command line. What was measured where is written
// into the results. Exit status 1 if a case found its own answer wrong.
//
//   secondcurve_bench run CONFIG THREADS [KEY=VALUE...]   runs one scenario and prints what it cost, as JSON
#include <cstdio>
#include <exception>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/check.hpp"
#include "bench/timed_run.hpp"
#include "engine/simulate/version.hpp"

namespace secondcurve::bench {
namespace {

bool wrong = false;

/// The processor's name as Linux gives it, "unknown" elsewhere.
std::string machine() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

}  // namespace

void require(benchmark::State& state, bool right, const char* problem) {
  if (right) return;
  wrong = true;
  state.SkipWithError(problem);
}

bool any_wrong() { return wrong; }

namespace {

int print_timed_run(const std::vector<std::string>& arguments) {
  try {
    fmt::print("{}", timed_run(arguments));
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "secondcurve_bench: {}\n", error.what());
    return 2;
  }
}

int run_cases(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const BuildInfo build = build_info();
  benchmark::AddCustomContext("machine", machine());
  benchmark::AddCustomContext("compiler", build.compiler);
  benchmark::AddCustomContext("flags", build.flags);
  benchmark::AddCustomContext("revision", build.revision);
  benchmark::AddCustomContext("vector_target", build.vector_target);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return any_wrong() ? 1 : 0;
}

}  // namespace
}  // namespace secondcurve::bench

int main(int argc, char** argv) {
  const bool is_run = argc > 1 && std::string_view(argv[1]) == "run";
  return is_run ? secondcurve::bench::print_timed_run({argv + 2, argv + argc})
                : secondcurve::bench::run_cases(argc, argv);
}
