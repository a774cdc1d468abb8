#pragma once

#include <vector>

#include "engine/cli/with_progress.hpp"
#include "engine/report/report_data.hpp"

namespace secondcurve::cli {

/// Sets every scenario but the first against the first, path by path. Differences that a file holds from just
/// that baseline are taken from it; others are simulated, as `compare` does. Where paths are no pairs the
/// notes say why. Throws as simulate.
std::vector<ReportedComparison> compare_with_first(const std::vector<ReportedScenario>& scenarios,
                                                   const RunManner& manner);

}  // namespace secondcurve::cli
