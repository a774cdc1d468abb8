#pragma once

#include <string>

#include "engine/batch/run_to_file.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/output/result_view.hpp"
#include "engine/simulate/result.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve::cli {

/// Whether two names are of one file.
bool is_same_file(const std::string& a, const std::string& b);

/// Whether it is known how many paths a run will have.
Progress::Paths paths_known(const Scenario& scenario);

/// A result that was written, as tables need it.
ResultView view_of(const LoadedScenario& loaded, WrittenResult written);

/// A result as tables need it, without a file.
ResultView view_of(const LoadedScenario& loaded, const Result& result);

}  // namespace secondcurve::cli
