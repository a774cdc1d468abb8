#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/cli/commands.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/core/error.hpp"
#include "engine/run/run_blocks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::cli {

/// How a command that simulates several scenarios was told to do it.
struct RunManner {
  std::optional<int> threads;  ///< --threads
  bool quiet = false;
};

/// Simulates with a bar that counts blocks. What goes wrong names the file: there are several.
/// @param body is given the control.
template <class Body>
auto with_progress(const RunManner& manner, const std::string& file, const Scenario& scenario,
                   std::uint64_t n_blocks, const Body& body) {
  RunControl control;
  control.threads = manner.threads.value_or(scenario.simulation.threads);
  control.cancelled = &stop_requested;
  Progress progress(scenario.scenario.title, n_blocks, scenario.simulation.paths, paths_known(scenario),
                    manner.quiet);
  control.progress = [&](std::uint64_t blocks) { progress.add(blocks); };
  control.foresee = [&](std::uint64_t blocks) { progress.foresee(blocks); };
  try {
    return body(control);
  } catch (const NumericalError& error) {
    throw NumericalError(file + ": " + error.what());
  } catch (const ConfigError& error) {
    std::vector<Diagnostic> all = error.diagnostics();
    for (Diagnostic& each : all) each.where.file = file;
    throw ConfigError(std::move(all));
  }
}

}  // namespace secondcurve::cli
