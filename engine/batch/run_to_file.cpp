#include "engine/batch/run_to_file.hpp"

#include <utility>

#include "engine/core/error.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"

namespace secondcurve {

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

/// Dimensions and coordinates of the file.
Group root_of(const LoadedScenario& loaded, std::uint64_t n_paths, const ResultOptions& options) {
  Group root = root_group(loaded, n_paths);
  for (Variable& variable : root.variables) {
    if (variable.name == "scenario" && !options.scenario.empty())
      variable.data = std::vector<std::string>{options.scenario};
    if (variable.name == "scenario_title" && !options.title.empty())
      variable.data = std::vector<std::string>{options.title};
  }
  root.attributes.insert(root.attributes.end(), options.attributes.begin(), options.attributes.end());
  return root;
}

}  // namespace

WrittenResult run_to_file(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                          const RunControl& control, const ResultOptions& options) {
  WrittenResult written;
  const auto open_cubes = [&](std::uint64_t n_paths) {
    written.root = root_of(loaded, n_paths, options);
    writer.write_root(written.root);
    return add_cubes(writer, economy, n_paths);
  };
  Result result = simulate_into(economy, open_cubes, control, options.against.baseline);
  result.notes.insert(result.notes.end(), options.notes.begin(), options.notes.end());
  written.n_paths = result.n_paths;
  written.summary = summary_group(economy.scenario(), result);
  writer.write_group(written.summary);
  if (economy.scenario().links) writer.write_group(links_group(economy.scenario()));
  if (const auto history = history_group(economy.scenario())) writer.write_group(*history);
  writer.write_group(provenance_group(loaded, options.against.loaded));
  if (control.cancelled != nullptr && control.cancelled->load()) throw Interrupted();
  writer.commit();
  return written;
}

}  // namespace secondcurve
