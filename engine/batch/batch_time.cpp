#include "engine/batch/batch_time.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/batch/estimate.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/baseline.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

namespace {

/// For so long configs are timed [s].
constexpr double longest_timing = 5.0;
/// Blocks of the baseline that timed runs are compared with.
constexpr std::uint64_t most_baseline_blocks = 32;
/// Time to write the part of a scenario, by one thread at a time, and to put it into the index afterwards,
/// measured on the Shanghai baseline with its differences [s].
constexpr double seconds_to_write = 0.05;
constexpr double seconds_to_merge = 0.05;
/// Speed at which cubes of parts are copied into the index [byte/s].
constexpr double copied_bytes_per_second = 1e9;

/// How long the scenarios of a config take on one thread.
struct ConfigTime {
  double seconds_to_load = 0.0;
  Pace pace;
};

/// The beginning of the baseline, to time others beside it.
struct ShortBaseline {
  ShortBaseline(Scenario scenario, const RunControl& control)
      : economy(std::move(scenario)),
        paths(economy, std::min(economy.scenario().simulation.paths, most_baseline_blocks * block_paths),
              control) {}
  Economy economy;
  Baseline paths;
};

class Timing final {
 public:
  Timing(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const Files& files,
         const RunControl& control)
      : plan_(plan), checks_(checks), files_(files), control_(control) {
    control_.progress = nullptr;
    const auto baseline = plan.baseline;
    if (baseline && checks[*baseline].ok())
      baseline_ = std::make_unique<ShortBaseline>(
          load_planned(plan, plan.scenarios[*baseline], files).scenario, control_);
  }

  double seconds() {
    time_configs();
    double on_threads = 0.0, writing = 0.0, merging = 0.0;
    for (std::size_t i = 0; i < checks_.size(); ++i) {
      if (!checks_[i].ok()) continue;
      on_threads += seconds_of(i) + seconds_to_write;
      writing += seconds_to_write;
      merging += seconds_to_merge + checks_[i].sizes.cube_bytes / copied_bytes_per_second;
    }
    return std::max(on_threads / static_cast<double>(thread_count(control_)), writing) + merging;
  }

 private:
  bool is_compared(std::size_t i) const {
    return baseline_ != nullptr && plan_.baseline != i && checks_[i].unpaired.empty();
  }

  /// Scenarios that take about as long as each other: of one config, compared or not.
  using Kind = std::pair<std::string, bool>;
  Kind kind_of(std::size_t i) const { return {plan_.scenarios[i].path, is_compared(i)}; }

  void time_configs() {
    for (std::size_t i = 0; i < checks_.size() && elapsed() < longest_timing; ++i)
      if (checks_[i].ok() && !times_.contains(kind_of(i))) times_.emplace(kind_of(i), time_of(i));
    for (const auto& [kind, time] : times_) {
      const double weight = 1.0 / static_cast<double>(times_.size());
      mean_.seconds_to_load += weight * time.seconds_to_load;
      mean_.pace.seconds_before += weight * time.pace.seconds_before;
      mean_.pace.seconds_per_block += weight * time.pace.seconds_per_block;
      mean_.pace.seconds_again += weight * time.pace.seconds_again;
    }
  }

  ConfigTime time_of(std::size_t i) const {
    const double start = processor_seconds();
    const LoadedScenario loaded = load_planned(plan_, plan_.scenarios[i], files_);
    ConfigTime time{.seconds_to_load = processor_seconds() - start, .pace = {}};
    try {
      time.pace = pace_of(loaded.scenario, is_compared(i) ? &baseline_->paths : nullptr, control_);
    } catch (const NumericalError&) {  // as the scenario will, and soon
    }
    return time;
  }

  const ConfigTime& time_at(std::size_t i) const {
    const auto found = times_.find(kind_of(i));
    return found == times_.end() ? mean_ : found->second;
  }

  /// On one thread. A scenario is loaded to be checked and to be run.
  double seconds_of(std::size_t i) const {
    const ConfigTime& time = time_at(i);
    const double n_blocks = static_cast<double>(checks_[i].n_blocks);
    double seconds = 2.0 * time.seconds_to_load + checks_[i].sizes.seconds_to_pack() +
                     time.pace.seconds(checks_[i].n_blocks, checks_[i].sizes.n_passes);
    if (plan_.baseline == i) seconds += time.pace.seconds_again * n_blocks;  // to be compared with
    if (is_compared(i) && checks_[*plan_.baseline].sizes.kept_bytes == 0.0)
      seconds += static_cast<double>(checks_[i].sizes.n_passes) *
                 time_at(*plan_.baseline).pace.seconds_again * n_blocks;
    return seconds;
  }

  double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

  const BatchPlan& plan_;
  std::span<const ScenarioCheck> checks_;
  const Files& files_;
  RunControl control_;
  std::unique_ptr<ShortBaseline> baseline_;
  std::map<Kind, ConfigTime> times_;
  ConfigTime mean_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

double batch_seconds(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const Files& files,
                     const RunControl& control) {
  return Timing(plan, checks, files, control).seconds();
}

}  // namespace secondcurve
