// The benchmarks as one program, with Google Benchmark's command line. What was measured where is written
// into the results. Exit status 1 if a case found its own answer wrong.
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>

#include "bench/check.hpp"
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

}  // namespace secondcurve::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const secondcurve::BuildInfo build = secondcurve::build_info();
  benchmark::AddCustomContext("machine", secondcurve::bench::machine());
  benchmark::AddCustomContext("compiler", build.compiler);
  benchmark::AddCustomContext("flags", build.flags);
  benchmark::AddCustomContext("revision", build.revision);
  benchmark::AddCustomContext("vector_target", build.vector_target);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return secondcurve::bench::any_wrong() ? 1 : 0;
}
