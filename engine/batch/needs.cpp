#include "engine/batch/needs.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "engine/batch/run_batch.hpp"
#include "engine/core/error.hpp"
#include "engine/core/size_text.hpp"

namespace secondcurve {

namespace {

/// Memory that the system can give [byte]; infinite where it does not say.
double free_memory() {
  std::ifstream file("/proc/meminfo");
  std::string name, unit;
  double kilobytes = 0.0;
  while (file >> name >> kilobytes) {
    std::getline(file, unit);
    if (name == "MemAvailable:") return 1024.0 * kilobytes;
  }
  return INFINITY;
}

double free_disk(std::filesystem::path folder) {
  std::error_code error;
  folder = std::filesystem::absolute(folder, error);
  while (!std::filesystem::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  const auto space = std::filesystem::space(folder, error);
  return error ? INFINITY : static_cast<double>(space.available);
}

}  // namespace

BatchNeeds needs_of(std::span<const ScenarioCheck> checks, std::optional<std::size_t> baseline,
                    std::size_t n_threads, const std::function<bool(std::size_t)>& is_left) {
  BatchNeeds needs;
  std::vector<double> memory;  // of those that are left
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (!checks[i].ok()) continue;
    needs.disk_bytes += checks[i].sizes.disk_bytes;
    if (!is_left(i)) continue;
    needs.disk_bytes += checks[i].sizes.disk_bytes;
    memory.push_back(checks[i].sizes.memory_bytes);
  }
  if (memory.empty()) return needs;
  needs.at_once = std::min(n_at_once(mean_blocks(checks), n_threads), memory.size());
  std::sort(memory.begin(), memory.end(), std::greater<>());
  memory.resize(needs.at_once);
  needs.memory_bytes = std::accumulate(memory.begin(), memory.end(), program_bytes);
  if (baseline) needs.memory_bytes += checks[*baseline].sizes.kept_bytes;
  return needs;
}

void refuse_what_does_not_fit(const BatchNeeds& needs, const std::string& folder) {
  const double memory = free_memory(), disk = free_disk(folder);
  if (needs.disk_bytes > disk)
    throw IoError(
        folder, "begin the batch",
        fmt::format("it needs about {} of disk and {} are free; keep fewer cubes (output.cube) or paths, or "
                    "name a directory elsewhere",
                    size_text(needs.disk_bytes), size_text(disk)));
  if (needs.memory_bytes > memory)
    throw IoError(folder, "begin the batch",
                  fmt::format("it needs about {} of memory and {} are free; use fewer --threads or paths",
                              size_text(needs.memory_bytes), size_text(memory)));
}

}  // namespace secondcurve
