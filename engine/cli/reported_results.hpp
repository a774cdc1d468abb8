#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/reported_scenario.hpp"

namespace secondcurve::cli {

/// Scenarios that were opened, with what is to be said on standard error.
struct OpenedResults {
  std::vector<ReportedScenario> scenarios;
  std::string left_out;  ///< a line for each scenario that has no results; or empty
  std::string versions;  ///< lines: results of other versions, of which runs may differ; or empty
};

/// Opens result files to show them side by side: all scenarios of each that have results, the baseline of a
/// file that holds several first.
/// @param command with which messages begin: "report".
/// @param names where not empty, of files that hold several only these scenarios; in their order.
/// @param most scenarios that can be shown.
/// Throws IoError as `show` does where a file is no result, UsageError where a name is none of the files'
/// scenarios, where there are too many, or where they cannot stand side by side (why_not_together).
OpenedResults open_results(std::string_view command, const std::vector<std::string>& files,
                           const std::vector<std::string>& names,
                           std::size_t most = std::numeric_limits<std::size_t>::max());

/// What messages call a scenario: its file, or "NAME of FILE".
std::string text_of(const ReportedScenario& scenario);

}  // namespace secondcurve::cli
