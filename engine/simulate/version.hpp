#pragma once

#include <string>

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

}  // namespace secondcurve
