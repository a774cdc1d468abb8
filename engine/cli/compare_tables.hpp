#pragma once

#include <string>

#include "engine/cli/result_tables.hpp"

namespace secondcurve::cli {

// A scenario beside its baseline, both simulated. `choice` is of series and years of the scenario that the
// baseline has, too.

/// What is compared, remarks, and for each series and year the means of both and their difference.
std::string compare_text(const ResultView& baseline, const ResultView& scenario, const TableChoice& choice);

/// The same as JSON, with all statistics and quantiles of the differences.
std::string compare_json(const ResultView& baseline, const ResultView& scenario, const TableChoice& choice);

}  // namespace secondcurve::cli
