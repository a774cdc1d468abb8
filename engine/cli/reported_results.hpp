#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/usage.hpp"
#include "engine/report/reported_scenario.hpp"

namespace secondcurve::cli {

/// What the option --scenario of such commands says of itself.
inline constexpr const char* scenario_option_text =
    "of results that hold several: only these scenarios, the first as baseline; may be repeated";

/// What to say where no result is given. @param scenarios given: a file named after them is taken for one.
UsageError no_results_given(std::string_view command, const std::vector<std::string>& scenarios,
                            std::string_view usage);

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
/// Throws IoError as `show` does where a file is no result, UsageError where a file or a name is given twice,
/// where a name is none of the files' scenarios, where there are too many, or where they cannot stand side by
/// side (why_not_together).
OpenedResults open_results(std::string_view command, const std::vector<std::string>& files,
                           const std::vector<std::string>& names,
                           std::size_t most = std::numeric_limits<std::size_t>::max());

/// What messages call a scenario: its file, or "NAME of FILE".
std::string text_of(const ReportedScenario& scenario);

}  // namespace secondcurve::cli
