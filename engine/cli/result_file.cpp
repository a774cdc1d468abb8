#include "engine/cli/result_file.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/simulate/dataset.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::cli {

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code none;
  return std::filesystem::equivalent(a, b, none);
}

Progress::Paths paths_known(const Scenario& scenario) {
  return scenario.simulation.stop_when ? Progress::Paths::at_most : Progress::Paths::known;
}

ResultView view_of(const LoadedScenario& loaded, WrittenResult written) {
  return ResultView(loaded.document.path(), std::move(written.root), std::move(written.summary));
}

ResultView view_of(const LoadedScenario& loaded, const Result& result) {
  return ResultView(loaded.document.path(), root_group(loaded, result.n_paths),
                    summary_group(loaded.scenario, result));
}

}  // namespace secondcurve::cli
