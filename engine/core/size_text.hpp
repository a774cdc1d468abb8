#pragma once

#include <string>

namespace secondcurve {

/// Writes a size in bytes: "384 KB", "6.3 MB".
std::string size_text(double bytes);

}  // namespace secondcurve
