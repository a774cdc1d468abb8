#include "engine/cli/report_folder.hpp"

#include <system_error>

#include "engine/core/error.hpp"

namespace secondcurve::cli {

std::filesystem::path report_folder() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) throw IoError("/proc/self/exe", "read", "it says where the files of reports are");
  const std::filesystem::path bin = program.parent_path();
  std::filesystem::path built = bin / "share/secondcurve/report";
  if (std::filesystem::exists(built, error)) return built;
  return (bin / SECONDCURVE_REPORT_FOLDER).lexically_normal();  // relative; from CMake
}

}  // namespace secondcurve::cli
