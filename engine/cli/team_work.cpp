#include "engine/cli/team_work.hpp"

#include <chrono>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/batch_team.hpp"
#include "engine/batch/run_helper.hpp"
#include "engine/block/vector_target.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/exit_status.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/run/team.hpp"
#include "engine/simulate/version.hpp"

namespace secondcurve::cli {

namespace {
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr const char* end_job = "end";
constexpr const char* is_gone = "gone";  // the answer to it

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
                       "each other, use secondcurve"},
                      {"the processor", has_fused_multiply_add() ? "one with FMA" : "one without FMA",
                       "The two give other last digits: take machines of one kind"}});
}

int work_for_team(Team& team, const std::vector<std::string>& arguments) {
  refuse_unlike_processes(team, arguments);
  RunHelper run(team, stop_requested);
  for (;;) {
    const std::string text = text_of(team.broadcast({}));
    const std::string job = Json::parse(text).at("job").get<std::string>();
    if (job == end_job) {
      team.send(0, Team::Channel::to_leader, is_gone);
      return exit_done;
    }
    if (!work_on_batch(team, text, stop_requested) && !run.take(job))
      throw std::runtime_error("a defect of ours: unknown job " + job);
  }
}

bool dismiss_team(Team& team, int status) {
  if (team.size() == 1) return true;
  if (team.is_broken()) return false;
  team.broadcast(bytes_of(Json{{"job", end_job}}.dump()));
  const Clock::time_point start = Clock::now();
  std::size_t n_gone = 0;
  for (Naps naps; n_gone + 1 < team.size();) {
    if (const auto message = team.receive(Team::Channel::to_leader)) {
      if (message->text == is_gone) ++n_gone;  // the rest is of work that has failed
      continue;
    }
    if (status != exit_done && Clock::now() - start > patience_with_errors) return false;
    naps.rest();
  }
  return true;
}

}  // namespace secondcurve::cli
