#include "engine/simulate/version.hpp"

#include <cstddef>

#include "engine/block/vector_target.hpp"
#include "secondcurve_version.hpp"

namespace secondcurve {

BuildInfo build_info() {
  return {std::string(build::version), std::string(build::revision), std::string(build::compiler),
          std::string(build::flags), vector_target()};
}

namespace {
/// "1" of 1.4.2 and "0.3" of 0.3.1.
std::string_view draws_of(std::string_view version) {
  std::size_t end = version.find('.');
  if (version.substr(0, end) == "0" && end != std::string_view::npos) end = version.find('.', end + 1);
  return version.substr(0, end);
}
}  // namespace

bool has_draws_of(std::string_view version) { return draws_of(version) == draws_of(build::version); }

}  // namespace secondcurve
