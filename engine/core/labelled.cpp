#include "engine/core/labelled.hpp"

#include <algorithm>
#include <array>

namespace secondcurve {

bool reads_as_time(std::string_view units) {
  constexpr std::array durations = {"days",         "hours",        "minutes",    "seconds",
                                    "milliseconds", "microseconds", "nanoseconds"};
  return std::find(durations.begin(), durations.end(), units) != durations.end() ||
         units.find("since") != std::string_view::npos;
}

}  // namespace secondcurve
