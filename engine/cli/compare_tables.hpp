#pragma once

#include <string>

#include "engine/cli/result_tables.hpp"

namespace secondcurve::cli {

// A scenario beside its baseline, both simulated. `choice` is of series and years of the scenario that the
// baseline has, too.

/// One side of a comparison.
struct ComparedSide {
  const ResultView& result;
  std::string name;  ///< of the scenario in a file that holds several; otherwise empty
};

/// What is compared, remarks, and for each series and year the means of both and their difference.
std::string compare_text(const ComparedSide& baseline, const ComparedSide& scenario,
                         const TableChoice& choice);

/// The same as JSON, with all statistics and quantiles of the differences.
std::string compare_json(const ComparedSide& baseline, const ComparedSide& scenario,
                         const TableChoice& choice);

}  // namespace secondcurve::cli
