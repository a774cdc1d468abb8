#pragma once

#include <limits>

namespace secondcurve {

/// What stands where there is no number: NaN.
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

inline constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace secondcurve
