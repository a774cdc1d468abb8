#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/core/labelled.hpp"
#include "engine/simulate/result.hpp"
#include "models/economy/economy.hpp"
#include "models/scenario/load.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

// A run as labelled arrays: what a result file holds. Names and meaning: docs/result-format.md.

/// The name of a scenario in results: its file's name without folder and extension.
std::string scenario_name(const LoadedScenario& loaded);

/// Dimensions and coordinates of the whole file.
/// @param n_paths of the run: `simulation.paths`, or those after which it stopped.
Group root_group(const LoadedScenario& loaded, std::uint64_t n_paths);
/// The same of a run of all paths.
inline Group root_group(const LoadedScenario& loaded) {
  return root_group(loaded, loaded.scenario.simulation.paths);
}

/// Names of the quantities drawn once per path; their values follow as a cube.
Group parameters_group(const Economy& economy);

/// Adds the dimension of sectors, with their names and titles, to a group that does not have it yet.
void add_sectors(const Scenario& scenario, Group& group);

/// Adds to /summary what the choice of models explains; nothing where no sector's growth is a mixture.
void add_model_shares(const Scenario& scenario, const Result& result, Group& group);

/// Adds growth by cause to /summary, with its dimensions; nothing where all growth is the models' own.
void add_growth_by_cause(const Scenario& scenario, const Result& result, Group& group);

/// Adds what programmes add and spend to /summary, with their dimension, after growth by cause; nothing where
/// none pays into a sector.
void add_programmes(const Scenario& scenario, const Result& result, Group& group);

/// Adds how much of each variance parameters and shocks make to /summary; nothing where inner is 1.
void add_variance_split(const Scenario& scenario, const Result& result, Group& group);

/// Adds to /summary how often a scenario stands above its baseline; nothing where the run has none.
void add_pairs(const Scenario& scenario, const Result& result, Group& group);

/// Statistics of every variable, and of the targets.
Group summary_group(const Scenario& scenario, const Result& result);

/// What was published of series before the base year; nothing where the config names no such values.
std::optional<Group> history_group(const Scenario& scenario);

/// What the links of a scenario that has them come to, at the median of their strength.
Group links_group(const Scenario& scenario);

/// Everything needed to run the scenario again, and what it was run with.
/// @param baseline that it was set against; may be null.
Group provenance_group(const LoadedScenario& loaded, const LoadedScenario* baseline = nullptr);

/// Fingerprint of the resolved config, of every file it read and of the program's version and revision. Runs
/// with the same one give the same bits on the same kind of processor; runs that differ in a comment or in
/// `threads` only have different ones, too. 32 hexadecimal digits (XXH3, 128 bits; not a cryptographic hash).
std::string run_fingerprint(const LoadedScenario& loaded);

/// The same without comments and spacing of configs: fingerprint of the resolved config, of every file it
/// read that is no config (whose name does not end in .toml), and of the program's version and revision.
std::string assumptions_fingerprint(const LoadedScenario& loaded);

}  // namespace secondcurve
