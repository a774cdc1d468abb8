#pragma once

#include <cstddef>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/labelled.hpp"
#include "engine/report/reported_scenario.hpp"

namespace secondcurve {

/// A column of the published values of a result that has them [observation]. Throws IoError where it is not
/// there as it should be.
template <class T>
const std::vector<T>& history_values(const ReportedScenario& scenario, const char* name) {
  const Variable* variable = find_variable(*scenario.history, name);
  const auto* values = variable == nullptr ? nullptr : std::get_if<std::vector<T>>(&variable->data);
  std::size_t n = 0;
  for (const Dimension& dimension : scenario.history->dimensions)
    if (dimension.name == "observation") n = dimension.size;
  if (values == nullptr || values->size() != n)
    throw IoError(scenario.file, fmt::format("read /history/{}", name),
                  "it is missing, or of another type or length");
  return *values;
}

}  // namespace secondcurve
