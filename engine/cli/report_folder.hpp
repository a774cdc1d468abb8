#pragma once

#include <filesystem>

namespace secondcurve::cli {

/// The folder of the files that reports are made from: `page`, `charts` once fetch_charts has filled it, and
/// `fetch_charts` itself. Installed, it is share/secondcurve/report beside the program; otherwise it is where
/// the program was built. Throws IoError where the system does not say where the program is.
std::filesystem::path report_folder();

}  // namespace secondcurve::cli
