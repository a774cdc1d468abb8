#pragma once

#include <string>

#include "engine/config/files.hpp"

namespace secondcurve::cli {

// What to say of a file that another command takes. Both are for files that could not be read as what they
// were taken for, and do nothing where that has another reason.

/// Throws ConfigError, naming the right command, if a file that should be a scenario is a batch file.
void refuse_batch_file(const std::string& path, const Files& files);
/// Throws ConfigError, naming the right command, if a file that should be a batch is a scenario.
void refuse_scenario_file(const std::string& path, const Files& files);

}  // namespace secondcurve::cli
