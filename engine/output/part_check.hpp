#pragma once

#include <string>
#include <vector>

#include "engine/output/result_writer.hpp"

namespace secondcurve {

/// Looks whether the cubes of a part of a run can be joined with others: that the file is there, of this run,
/// has every chunk of its paths, and that the chunks at both ends can be read, of which others have paths,
/// too. It reads no other values, which would take as long as to simulate them.
/// @param path of the part. @param fingerprint of the run. @param cubes their names, as "parameters/values".
/// @param paths that the part has. Returns what is wrong; empty where nothing is.
std::string problem_of_part(const std::string& path, const std::string& fingerprint,
                            const std::vector<std::string>& cubes, PathRange paths);

}  // namespace secondcurve
