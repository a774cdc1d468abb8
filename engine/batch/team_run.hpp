#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/batch/run_to_file.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/run/team.hpp"

namespace secondcurve {

class Economy;
struct LoadedScenario;
struct Scenario;

/// Simulates a scenario with all processes of a team, each a part of the paths, and writes its result: the
/// same bytes as of run_to_file. On rank 0; the others help by a RunHelper.
///
/// Cubes are written in parts, by all processes side by side, into a hidden folder beside the result, and
/// joined at the end; the folder is removed, whatever happens.
/// @param path of the result. @param economy of the loaded scenario. @param control of each process; its
/// progress is told of the blocks of all, of which there are about n_team_blocks.
/// Throws as simulate_into, IoError where a file cannot be written or a process cannot go on, which is named.
WrittenResult run_to_file_with_team(ResultWriter& writer, const std::string& path,
                                    const LoadedScenario& loaded, const Economy& economy,
                                    const RunControl& control, Team& team);

/// Blocks that a run with a team reports as progress: those of all passes that it foresees.
std::uint64_t n_team_blocks(const Scenario& scenario);

/// What every process of a team but rank 0 does for a run: what rank 0 asks for, job by job.
class RunHelper final {
 public:
  /// @param cancelled set to stop; must outlive this, as must the team.
  RunHelper(Team& team, const std::atomic<bool>& cancelled);
  RunHelper(const RunHelper&) = delete;
  RunHelper& operator=(const RunHelper&) = delete;
  ~RunHelper();

  /// Does a job for a run. Returns false where it is none. Prints nothing; rank 0 is told of problems.
  bool take(const std::string& job);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace secondcurve
