#include "engine/core/size_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace secondcurve {

std::string size_text(double bytes) {
  // A unit ends where the text would round to a thousand of it.
  if (bytes < 999.5e3) return fmt::format("{:.0f} KB", std::max(1.0, bytes / 1e3));
  if (bytes < 999.95e6) return fmt::format("{:.1f} MB", bytes / 1e6);
  return fmt::format("{:.1f} GB", bytes / 1e9);
}

}  // namespace secondcurve
