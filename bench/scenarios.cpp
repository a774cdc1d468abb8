#include "bench/scenarios.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

namespace secondcurve::bench {

namespace {

/// A scenario of this checkout with another number of paths.
LoadedScenario load(const char* path, std::uint64_t paths) {
  const std::vector<std::string> overrides{fmt::format("simulation.paths={}", paths)};
  return load_scenario(fmt::format("{}/{}", SECONDCURVE_SOURCE_DIR, path), overrides, DiskFiles());
}

}  // namespace

LoadedScenario shanghai_baseline(std::uint64_t n_paths) {
  return load("configs/shanghai/baseline.toml", n_paths);
}

LoadedScenario reference_job(std::uint64_t n_paths) { return load("bench/reference_job.toml", n_paths); }

}  // namespace secondcurve::bench
