#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/atomic_file.hpp"
#include "engine/run/run_blocks.hpp"

namespace secondcurve {

class Baseline;
class Economy;
struct LoadedScenario;

/// Where a run is written, and how.
struct ResultTarget {
  std::string path;
  Overwrite overwrite = Overwrite::refuse;
  std::string scenario;                ///< its name in the result; empty for that of the config's file
  std::string title;                   ///< that people read; empty for that of the config
  std::vector<Attribute> attributes;   ///< more attributes of the file
  const Baseline* baseline = nullptr;  ///< what its paths are compared with; may be null
};

/// A result as it was written, but for its cubes.
struct WrittenResult {
  Group root;
  Group summary;
  std::uint64_t n_paths = 0;
};

/// Simulates a scenario into a result file, which appears when it is complete.
/// @param economy of the loaded scenario.
/// Throws as simulate, and IoError where the file cannot be written.
WrittenResult run_to_file(const LoadedScenario& loaded, const Economy& economy, const ResultTarget& target,
                          const RunControl& control);

}  // namespace secondcurve
