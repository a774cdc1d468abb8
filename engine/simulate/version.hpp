#pragma once

#include <string>
#include <string_view>

namespace secondcurve {

/// What this program was built from, as results record it.
struct BuildInfo {
  std::string version;
  std::string revision;  ///< of the source; "-dirty" when built from changed files
  std::string compiler;
  std::string flags;
  std::string vector_target;  ///< instruction set in use on this machine
};

BuildInfo build_info();

/// Whether a version of the program has the same draws as this one: the first number of both is the same, and
/// before 1.0 the second, too. @param version such as "0.1.0".
bool has_draws_of(std::string_view version);

}  // namespace secondcurve
