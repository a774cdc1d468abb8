#pragma once

#include <string>
#include <string_view>

#include "engine/output/kind_of_file.hpp"

namespace secondcurve::cli {

/// A kind of file that a command writes for people or for other programs.
struct OutputKind {
  std::string_view option;  ///< that names the file: "--xlsx"
  std::string_view what;    ///< "a workbook"
  std::string_view ending;  ///< of its name: ".xlsx"
};

// Each of these takes "export" as the command, with which messages begin.

/// Checks the name of a file to be written. Throws UsageError, with a better name, where it is "-" or has
/// another ending, and IoError where an HDF5 file stands there: no --force shall put anything but a result in
/// the place of a result.
void check_output_file(std::string_view command, const OutputKind& kind, const std::string& path);

/// Checks the name of a result to be written. Throws UsageError where it is "-" or that of another kind of
/// file, such as a config.
void check_output_result(std::string_view command, const std::string& path);

/// Checks that what is written on the way to a result, such as a shard, is not put in the place of a result.
/// Throws IoError where one stands there.
void check_output_shard(FileKind kind, const std::string& path);

/// Checks the name of a folder to be written. Throws UsageError where it is "-" or that of a file.
void check_output_folder(std::string_view command, std::string_view option, const std::string& path);

}  // namespace secondcurve::cli
