#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/batch/run_to_file.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/run/team.hpp"

namespace secondcurve {

class Economy;
class RunState;
struct LoadedScenario;
struct Scenario;

/// Simulates a scenario with all processes of a team, each a part of the paths, and writes its result: the
/// same bytes as of run_to_file. On rank 0; the others help by a RunHelper (engine/batch/run_helper.hpp).
///
/// Cubes are written in parts, by all processes side by side, into a hidden folder beside the result, and
/// joined at the end; the folder is removed, whatever happens, unless the state of the run is kept there.
/// @param path of the result. @param state where to keep how far the run has come, and to go on from; may be
/// null. It is removed when the result is there. @param economy of the loaded scenario. @param control of
/// each process; its progress is told of the blocks of all, of which there are about n_team_blocks.
/// @param on_joining called before cubes are joined; from then on progress is told of blocks of that: as many
/// as the run has. May be null. Throws as simulate_into, IoError where a file cannot be written or a process
/// cannot go on, which is named.
WrittenResult run_to_file_with_team(ResultWriter& writer, const std::string& path,
                                    const LoadedScenario& loaded, const Economy& economy,
                                    const RunControl& control, Team& team, RunState* state = nullptr,
                                    const std::function<void()>& on_joining = nullptr);

/// Blocks that a run with a team reports as progress: those of all passes that it foresees.
std::uint64_t n_team_blocks(const Scenario& scenario);

}  // namespace secondcurve
