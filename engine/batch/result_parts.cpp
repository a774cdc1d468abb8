#include "engine/batch/result_parts.hpp"

#include <utility>

#include "engine/batch/run_to_file.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/result.hpp"
#include "models/economy/economy.hpp"

namespace secondcurve {

void write_root(ResultWriter& writer, const LoadedScenario& loaded, std::uint64_t n_paths,
                const ResultOptions& options, WrittenResult& written) {
  Group& root = written.root = root_group(loaded, n_paths);
  for (Variable& variable : root.variables) {
    if (variable.name == "scenario" && !options.scenario.empty())
      variable.data = std::vector<std::string>{options.scenario};
    if (variable.name == "scenario_title" && !options.title.empty())
      variable.data = std::vector<std::string>{options.title};
  }
  root.attributes.insert(root.attributes.end(), options.attributes.begin(), options.attributes.end());
  writer.write_root(root);
}

std::vector<CubeSpec> write_cube_groups(ResultWriter& writer, const Economy& economy, std::uint64_t n_paths,
                                        std::optional<PathRange> part) {
  const Scenario& s = economy.scenario();
  if (!s.output.keeps_cube()) return {};
  const Compression compression =
      s.output.compression == CubeCompression::deflate ? Compression::deflate : Compression::none;
  std::vector<CubeSpec> cubes;
  cubes.push_back({.variable = "output",
                   .group = "",
                   .dimensions = {"scenario", "series", "year", "path"},
                   .long_name = "output over the twelve months to the year's end",
                   .units = unit_of_levels(s),
                   .n_paths = n_paths,
                   .source = CubeSpec::Source::output,
                   .compression = compression,
                   .part = part});
  if (economy.parameter_keys().empty()) return cubes;
  writer.write_group(parameters_group(economy));
  cubes.push_back({.variable = "values",
                   .group = "parameters",
                   .dimensions = {"scenario", "parameter", "path"},
                   .long_name = "drawn values, each in the unit of its parameter",
                   .units = "",
                   .n_paths = n_paths,
                   .source = CubeSpec::Source::parameters,
                   .compression = compression,
                   .part = part});
  return cubes;
}

std::vector<std::string> cube_names(const Economy& economy) {
  if (!economy.scenario().output.keeps_cube()) return {};
  std::vector<std::string> names{"output"};
  if (!economy.parameter_keys().empty()) names.emplace_back("parameters/values");
  return names;
}

void write_statistics(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                      Result result, const ResultOptions& options, WrittenResult& written) {
  result.notes.insert(result.notes.end(), options.notes.begin(), options.notes.end());
  written.n_paths = result.n_paths;
  written.summary = summary_group(economy.scenario(), result);
  writer.write_group(written.summary);
  if (economy.scenario().links) writer.write_group(links_group(economy.scenario()));
  if (const auto history = history_group(economy.scenario())) writer.write_group(*history);
  writer.write_group(provenance_group(loaded, options.against.loaded));
}

}  // namespace secondcurve
