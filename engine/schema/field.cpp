#include "engine/schema/field.hpp"

#include <cmath>

#include <fmt/format.h>

namespace secondcurve {

std::string to_string(const Range& r) {
  const bool has_low = std::isfinite(r.low);
  const bool has_high = std::isfinite(r.high);
  if (!has_low && !has_high) return "any number";
  if (!has_high) return fmt::format("{} {}", r.low_open ? "above" : "at least", r.low);
  if (!has_low) return fmt::format("{} {}", r.high_open ? "below" : "at most", r.high);
  if (!r.low_open && !r.high_open) return fmt::format("from {} to {}", r.low, r.high);
  return fmt::format("{} {} and {} {}", r.low_open ? "above" : "at least", r.low,
                     r.high_open ? "below" : "at most", r.high);
}

}  // namespace secondcurve
