#include "engine/cli/team_work.hpp"

#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/batch_team.hpp"
#include "engine/batch/team_run.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/exit_status.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/run/team.hpp"
#include "engine/simulate/version.hpp"

namespace secondcurve::cli {

namespace {
using Json = nlohmann::ordered_json;

/// Throws UsageError where mpirun has started several processes that this program cannot join.
void refuse_lonely_processes(const Team& team) {
  const char* size = std::getenv("OMPI_COMM_WORLD_SIZE");
  if (team.size() > 1 || size == nullptr || std::string(size) == "1") return;
  throw UsageError(
      fmt::format("secondcurve: mpirun has started {} processes, which would all do the same: start "
                  "secondcurve-mpi, which is built with -DSECONDCURVE_MPI=ON",
                  size));
}

}  // namespace

void refuse_unlike_processes(Team& team, const std::vector<std::string>& arguments) {
  refuse_lonely_processes(team);
  if (team.size() == 1) return;
  const BuildInfo build = build_info();
  refuse_differences(team,
                     {{"the program", fmt::format("{} ({})", build.version, build.revision),
                       "Install one and the same on all machines"},
                      {"what it is asked for", join(arguments, " "),
                       "Give all processes the same arguments; to start runs that have nothing to do with "
                       "each other, use secondcurve"}});
}

int work_for_team(Team& team, const std::vector<std::string>& arguments) {
  refuse_unlike_processes(team, arguments);
  RunHelper run(team, stop_requested);
  for (;;) {
    const std::string text = text_of(team.broadcast({}));
    const std::string job = Json::parse(text).at("job").get<std::string>();
    if (job == "end") return exit_done;
    if (job == "batch")
      work_on_batch(team, text, stop_requested);
    else if (!run.take(job))
      throw std::runtime_error("a defect of ours: unknown job " + job);
  }
}

void dismiss_team(Team& team) {
  if (team.size() > 1) team.broadcast(bytes_of(R"({"job": "end"})"));
}

}  // namespace secondcurve::cli
