#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/run/run_blocks.hpp"

namespace secondcurve {

class Baseline;
class Economy;
class ResultWriter;
struct LoadedScenario;

/// What a scenario is set against: both, or neither.
struct Against {
  const Baseline* baseline = nullptr;
  const LoadedScenario* loaded = nullptr;  ///< its config
};

/// What a result says beside its scenario.
struct ResultOptions {
  std::string scenario;               ///< its name in the result; empty for that of the config's file
  std::string title;                  ///< that people read; empty for that of the config
  std::vector<Attribute> attributes;  ///< more attributes of the file
  std::vector<std::string> notes;     ///< more of what a reader must know
  Against against;
};

/// A result as it was written, but for its cubes.
struct WrittenResult {
  Group root;
  Group summary;
  std::uint64_t n_paths = 0;
};

/// Simulates a scenario, writes its result and commits the file.
/// @param economy of the loaded scenario.
/// Throws as simulate_into, and IoError where the file cannot be written.
WrittenResult run_to_file(ResultWriter& writer, const LoadedScenario& loaded, const Economy& economy,
                          const RunControl& control, const ResultOptions& options = {});

}  // namespace secondcurve
