#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/config/files.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve::cli {

/// A scenario as a command was given it: a config file, or a result that holds its config.
struct Input {
  std::unique_ptr<Files> files;  ///< outlives the document
  LoadedScenario loaded;
};

/// Loads a config file or the config in a result file. A result made by another version of the program is
/// said so on standard error. Throws as load_scenario.
Input load_input(const std::string& path, const std::vector<std::string>& overrides);

}  // namespace secondcurve::cli
