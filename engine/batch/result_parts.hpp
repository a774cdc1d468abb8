#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/output/result_writer.hpp"

namespace secondcurve {

class Economy;
struct LoadedScenario;
struct Result;
struct ResultOptions;
struct WrittenResult;

// The parts of a result file, in the order in which they are written: the same bytes whether a run in one
// process or a merge of shards writes them.

/// Writes the root group, with dimensions and coordinates.
void write_root(ResultWriter& writer, const LoadedScenario& loaded, std::uint64_t n_paths,
                const ResultOptions& options, WrittenResult& written);

/// The full cubes that the scenario asks for, and with them that of the drawn parameters, whose group is then
/// written.
/// @param part of the paths that the file has, if not all.
std::vector<CubeSpec> write_cube_groups(ResultWriter& writer, const Economy& economy, std::uint64_t n_paths,
                                        std::optional<PathRange> part = std::nullopt);

/// The names of these cubes in the file: "output", "parameters/values".
std::vector<std::string> cube_names(const Economy& economy);

/// Writes all that follows the cubes, and keeps what tables need.
void write_statistics(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                      Result result, const ResultOptions& options, WrittenResult& written);

}  // namespace secondcurve
