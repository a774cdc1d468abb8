#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/config/files.hpp"
#include "engine/core/error.hpp"

namespace secondcurve {

/// What an axis is at in a scenario: a number, a text, or nothing where the scenario is not of its sweep.
using SweptValue = std::variant<std::monostate, double, std::string>;

/// An axis of the sweeps of a batch. Sweeps that have an axis of the same name share it.
struct BatchAxis {
  std::string name;
  std::string title;     ///< its name where the file gives none
  std::string key;       ///< first key that it sets
  std::string unit;      ///< of that key; empty where its description has none
  bool is_text = false;  ///< whether any of its values is no number
};

/// A setting of a planned scenario.
struct PlannedSetting {
  std::string key;    ///< dotted: "simulation.paths"
  std::string value;  ///< as TOML
  int line = 0;       ///< where it stands in the batch file
  int column = 0;
};

/// A scenario to be simulated.
struct PlannedScenario {
  std::string name;
  std::string title;  ///< empty where the batch file gives none: that of the config holds
  std::string path;   ///< of its config, from where the program was started
  std::string sweep;  ///< that it is a point of; empty where it is listed by itself
  std::vector<PlannedSetting> settings;
  std::vector<SweptValue> swept;  ///< [axis of the batch]
  int line = 0;                   ///< where the scenario or its sweep stands in the batch file
  int column = 0;

  /// The settings as load_scenario takes them: "key=value".
  std::vector<std::string> overrides() const;
};

/// The scenarios of a batch file: those listed, then those of the sweeps, in the order of the file.
struct BatchPlan {
  std::string path;  ///< of the batch file
  std::string text;  ///< of the batch file, as read
  std::string title, description;
  std::optional<std::size_t> baseline;  ///< scenario that the others are compared with
  std::vector<BatchAxis> axes;
  std::vector<PlannedScenario> scenarios;
};

/// Reads a batch file and works out its designs. Config files are looked for, not read: see check_scenarios.
/// Throws ConfigError with every error of meaning in the file, IoError if it cannot be read.
BatchPlan load_batch(const std::string& path, const Files& files);

}  // namespace secondcurve
