#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "engine/schema/field.hpp"

namespace secondcurve {

/// What is reported of a series. Definitions: docs/result-format.md.
enum class ReportedVariable {
  output,
  growth,
  average_growth,
  share,
  contribution,
  log_output,
  difference,
  relative_difference,
  average_growth_difference
};

/// As result files name them.
template <>
struct EnumNames<ReportedVariable> {
  static constexpr std::array<std::string_view, 9> names{"output",
                                                         "growth",
                                                         "average_growth",
                                                         "share",
                                                         "contribution",
                                                         "log_output",
                                                         "difference",
                                                         "relative_difference",
                                                         "average_growth_difference"};
};

/// All of them, in their order.
inline std::vector<ReportedVariable> all_variables() {
  std::vector<ReportedVariable> all;
  for (std::size_t i = 0; i < EnumNames<ReportedVariable>::names.size(); ++i)
    all.push_back(static_cast<ReportedVariable>(i));
  return all;
}

}  // namespace secondcurve
