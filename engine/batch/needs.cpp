#include "engine/batch/needs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "engine/batch/estimate.hpp"
#include "engine/batch/run_batch.hpp"
#include "engine/core/error.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

namespace {

/// Configs that are tried; the others count as the first of these.
constexpr std::size_t most_tried = 3;
/// Time to load a scenario, to set it up and to write its part, measured on the Shanghai baseline [s].
constexpr double seconds_around = 0.08;
/// Statistics of a scenario in the index, measured on the Shanghai baseline with its differences [byte].
constexpr double index_bytes = 4e5;

/// What a scenario needs per block, and whatever its length.
struct Unit {
  double seconds_per_block = 0.0;
  Estimate whole;
  std::uint64_t n_blocks = 1;
};

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

std::string gigabytes(double bytes) { return fmt::format("{:.1f} GB", bytes / 1e9); }

}  // namespace

BatchNeeds needs_of(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const Files& files,
                    const RunControl& control, const std::function<bool(std::size_t)>& waits) {
  std::map<std::string, Unit> units;  // by config
  BatchNeeds needs;
  std::uint64_t n_blocks = 0, n_right = 0;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (!checks[i].ok() || !waits(i)) continue;
    const PlannedScenario& planned = plan.scenarios[i];
    if (!units.contains(planned.path) && units.size() < most_tried) {
      const Economy economy(load_planned(plan, planned, files).scenario);
      Unit unit{0.0, estimate(economy, control), std::max<std::uint64_t>(checks[i].n_blocks, 1)};
      unit.seconds_per_block = unit.whole.seconds / static_cast<double>(unit.n_blocks);
      units.emplace(planned.path, unit);
    }
    const auto known = units.find(planned.path);
    const Unit& unit = known == units.end() ? units.begin()->second : known->second;
    const double ratio = static_cast<double>(checks[i].n_blocks) / static_cast<double>(unit.n_blocks);
    needs.seconds += unit.seconds_per_block * static_cast<double>(checks[i].n_blocks) +
                     seconds_around / static_cast<double>(thread_count(control));
    needs.memory_bytes = std::max(needs.memory_bytes, unit.whole.memory_bytes * std::max(1.0, ratio));
    const double cube = checks[i].keeps_cube ? unit.whole.disk_bytes * ratio : 0.0;
    needs.disk_bytes += 2.0 * (cube + index_bytes);
    n_blocks += checks[i].n_blocks;
    ++n_right;
  }
  needs.at_once = n_at_once(n_right == 0 ? 1 : n_blocks / n_right, thread_count(control));
  needs.memory_bytes *= static_cast<double>(std::min<std::size_t>(needs.at_once, n_right));
  return needs;
}

void refuse_what_does_not_fit(const BatchNeeds& needs, const std::string& folder) {
  const double memory = free_memory(), disk = free_disk(folder);
  if (needs.disk_bytes > disk)
    throw IoError(
        folder, "begin the batch",
        fmt::format("it needs about {} of disk and {} are free; keep fewer cubes (output.cube) or paths, or "
                    "name a directory elsewhere",
                    gigabytes(needs.disk_bytes), gigabytes(disk)));
  if (needs.memory_bytes > memory)
    throw IoError(folder, "begin the batch",
                  fmt::format("it needs about {} of memory and {} are free; use fewer --threads or paths",
                              gigabytes(needs.memory_bytes), gigabytes(memory)));
}

}  // namespace secondcurve
