#include "engine/core/labelled.hpp"

#include <algorithm>
#include <array>

namespace secondcurve {

const Variable* find_variable(const Group& group, std::string_view name) {
  const auto found = std::find_if(group.variables.begin(), group.variables.end(),
                                  [&](const Variable& variable) { return variable.name == name; });
  return found == group.variables.end() ? nullptr : &*found;
}

bool reads_as_time(std::string_view units) {
  constexpr std::array durations = {"days",         "hours",        "minutes",    "seconds",
                                    "milliseconds", "microseconds", "nanoseconds"};
  return std::find(durations.begin(), durations.end(), units) != durations.end() ||
         units.find("since") != std::string_view::npos;
}

}  // namespace secondcurve
