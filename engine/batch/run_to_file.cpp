#include "engine/batch/run_to_file.hpp"

#include <utility>

#include "engine/batch/result_parts.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/simulate/simulate.hpp"

namespace secondcurve {

WrittenResult run_to_file(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                          const RunControl& control, const ResultOptions& options) {
  WrittenResult written;
  const auto open_cubes = [&](std::uint64_t n_paths) {
    write_root(writer, loaded, n_paths, options, written);
    std::vector<BlockSink*> sinks;
    for (const CubeSpec& cube : write_cube_groups(writer, economy, n_paths))
      sinks.push_back(&writer.add_cube(cube));
    return sinks;
  };
  Result result = simulate_into(economy, open_cubes, control, options.against.baseline);
  write_statistics(writer, loaded, economy, std::move(result), options, written);
  stop_if_cancelled(control);
  writer.commit();
  return written;
}

}  // namespace secondcurve
