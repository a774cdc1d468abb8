#pragma once

#include <string>

#include "engine/config/files.hpp"

namespace secondcurve::cli {

/// Whether a file begins as every HDF5 file does, as results do.
bool is_hdf5(const std::string& path);

/// The ending of a file's name in small letters: ".csv"; empty where it has none.
std::string ending_of(const std::string& path);

/// Whether an ending is that of results, ".h5", or of other HDF5 files.
bool is_result_ending(const std::string& ending);

/// Whether an ending is that of files which are neither results nor configs, such as ".png".
bool is_foreign_ending(const std::string& ending);

/// Throws IoError where a file that is no HDF5 file cannot be a config either: its name ends as those of
/// other files, or it holds bytes that no text has. Does nothing where there is no such file.
void refuse_foreign_file(const std::string& path);

// What to say of a file that another command takes. Both are for files that could not be read as what they
// were taken for, and do nothing where that has another reason.

/// Throws ConfigError, naming the right command, if a file that should be a scenario is a batch file.
void refuse_batch_file(const std::string& path, const Files& files);
/// Throws IoError, naming the right command, if a file that should be a batch is a result or a shard.
void refuse_result_as_batch(const std::string& path);
/// Throws ConfigError, naming the right command, if a file that should be a batch is a scenario.
void refuse_scenario_file(const std::string& path, const Files& files);

}  // namespace secondcurve::cli
