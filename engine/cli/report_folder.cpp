#include "engine/cli/report_folder.hpp"

#include <system_error>

namespace secondcurve::cli {

std::filesystem::path report_folder() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path bin = program.parent_path();
  const std::filesystem::path built = bin / "share/secondcurve/report";
  if (std::filesystem::exists(built, error)) return built;
  return (bin / SECONDCURVE_REPORT_FOLDER).lexically_normal();  // relative; from CMake
}

}  // namespace secondcurve::cli
