#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/config/document.hpp"
#include "engine/config/files.hpp"
#include "engine/config/reading.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

/// A scenario with the document it was read from: where each value stands, and every file it needed.
struct LoadedScenario {
  Scenario scenario;
  Document document;
  std::vector<AdjustedNumber> adjusted = {};  ///< what adjustments have made of numbers
};

/// Reads and checks a scenario file with all it inherits.
/// @param overrides "key=value" as after --set.
/// Throws ConfigError with every error of meaning, IoError where a file cannot be read.
LoadedScenario load_scenario(const std::string& path, std::span<const std::string> overrides,
                             const Files& files);

}  // namespace secondcurve
