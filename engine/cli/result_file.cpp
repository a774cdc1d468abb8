#include "engine/cli/result_file.hpp"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/cli/commands.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::cli {

namespace {
/// Adds the full cubes that the scenario asks for, and with them the drawn parameters.
std::vector<BlockSink*> add_cubes(ResultWriter& writer, const Economy& economy, std::uint64_t n_paths) {
  const Scenario& s = economy.scenario();
  std::vector<BlockSink*> sinks;
  if (!s.output.keeps_cube()) return sinks;
  const Compression compression =
      s.output.compression == CubeCompression::deflate ? Compression::deflate : Compression::none;
  const bool has_parameters = !economy.parameter_keys().empty();
  if (has_parameters) writer.write_group(parameters_group(economy));
  sinks.push_back(&writer.add_cube({.variable = "output",
                                    .group = "",
                                    .dimensions = {"scenario", "series", "year", "path"},
                                    .long_name = "output over the twelve months to the year's end",
                                    .units = unit_of_levels(s),
                                    .n_paths = n_paths,
                                    .source = CubeSpec::Source::output,
                                    .compression = compression}));
  if (has_parameters)
    sinks.push_back(&writer.add_cube({.variable = "values",
                                      .group = "parameters",
                                      .dimensions = {"scenario", "parameter", "path"},
                                      .long_name = "drawn values, each in the unit of its parameter",
                                      .units = "",
                                      .n_paths = n_paths,
                                      .source = CubeSpec::Source::parameters,
                                      .compression = compression}));
  return sinks;
}

}  // namespace

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code none;
  return std::filesystem::equivalent(a, b, none);
}

Progress::Paths paths_known(const Scenario& scenario) {
  return scenario.simulation.stop_when ? Progress::Paths::at_most : Progress::Paths::known;
}

ResultView simulate_to_file(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                            const RunControl& control, const Against& against) {
  Group root;
  const auto open_cubes = [&](std::uint64_t n_paths) {
    root = root_group(loaded, n_paths);
    writer.write_root(root);
    return add_cubes(writer, economy, n_paths);
  };
  const Result result = simulate_into(economy, open_cubes, control, against.baseline);
  Group summary = summary_group(economy.scenario(), result);
  writer.write_group(summary);
  if (economy.scenario().links) writer.write_group(links_group(economy.scenario()));
  writer.write_group(provenance_group(loaded, against.loaded));
  if (stop_requested) throw Interrupted();
  writer.commit();
  return ResultView(loaded.document.path(), std::move(root), std::move(summary));
}

ResultView view_of(const LoadedScenario& loaded, const Result& result) {
  return ResultView(loaded.document.path(), root_group(loaded, result.n_paths),
                    summary_group(loaded.scenario, result));
}

}  // namespace secondcurve::cli
