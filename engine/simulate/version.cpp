#include "engine/simulate/version.hpp"

#include "engine/block/vector_target.hpp"
#include "secondcurve_version.hpp"

namespace secondcurve {

BuildInfo build_info() {
  return {std::string(build::version), std::string(build::revision), std::string(build::compiler),
          std::string(build::flags), vector_target()};
}

}  // namespace secondcurve
