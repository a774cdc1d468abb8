#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/files.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve::cli {

/// A scenario as a command was given it: a config file, or a result that holds its config.
struct Input {
  std::unique_ptr<Files> files;  ///< outlives the document
  LoadedScenario loaded;
  std::string remark;  ///< a line for standard error: the result was made by another version; or empty
};

/// Loads a config file or the config in a result file. Prints nothing. Throws as load_scenario.
/// @param scenario name of the scenario in a result file that has several: UsageError if it is missing there,
/// or given of a config.
Input load_input(const std::string& path, const std::vector<std::string>& overrides,
                 const std::optional<std::string>& scenario = std::nullopt);

/// The whole config of a result, or of one scenario of it, as TOML. Throws as load_input.
std::string config_in(const std::string& path, const std::optional<std::string>& scenario);

/// Whether a file is a result that holds several scenarios.
bool holds_several(const std::string& path);

/// A scenario that a command was told: a config, a result, or one scenario of a result that holds several.
struct ScenarioChoice {
  std::string path;
  std::optional<std::string> scenario = std::nullopt;

  /// What messages call it: its path, or "NAME of PATH".
  std::string text() const { return scenario ? *scenario + " of " + path : path; }
};

/// The two scenarios that a command sets against each other. Of each file that holds several scenarios one of
/// `names` is taken, in order; one such file may stand for both, and then its baseline comes first where only
/// one name is given. Throws UsageError where files or names are too many or too few.
/// @param command with which messages begin: "compare".
std::array<ScenarioChoice, 2> two_scenarios(std::string_view command, const std::vector<std::string>& files,
                                            const std::vector<std::string>& names);

/// Loads a config or a result to be simulated beside another one. Throws as load_input, and IoError for a
/// result made by a version with other draws, whose figures would not be those in it.
Input load_to_compare(const ScenarioChoice& choice);

/// Loads the config in a result as that of a run with more paths than the result has: `simulation.paths` is
/// their number, and a rule to stop is switched off. Throws IoError where the file is no result, or was made
/// by a version with other draws, UsageError where a run cannot have so many paths.
Input load_with_more_paths(const std::string& path, std::uint64_t n_more);

/// Loads the config that a shard of a run holds. Throws IoError where this program would give the run other
/// numbers: it is of another version.
Input load_from_shard(const std::string& path);

/// "file:line", or the file alone for what has no line.
std::string place(const SourcePosition& where);

}  // namespace secondcurve::cli
