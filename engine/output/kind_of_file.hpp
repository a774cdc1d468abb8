#pragma once

#include <string_view>

namespace secondcurve {

/// What a file of ours holds: a result, or what the processes of one run hand to each other on the way to it.
enum class FileKind {
  result,
  shard,        ///< a part of the paths of a run: what was counted, and their part of its cubes
  brackets,     ///< where a later pass over a run must look for its quantiles
  second_pass,  ///< what such a pass has found in a part of the paths
};

/// "a result", "a shard of a run", ...
std::string_view text_of(FileKind kind);

/// The attribute of a file that says so, where it is no result.
inline constexpr const char* kind_attribute = "secondcurve_file";

/// Version of what the files on the way to a result hold. Only the same version of the program reads them.
inline constexpr int shard_format = 1;

}  // namespace secondcurve
