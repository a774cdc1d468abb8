#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/batch/run_state.hpp"
#include "engine/batch/run_to_file.hpp"
#include "engine/batch/shard.hpp"
#include "engine/batch/team_run.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/exit_status.hpp"
#include "engine/cli/figures.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/output_file.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/cli/run_request.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/labelled.hpp"
#include "engine/core/size_text.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/team.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"

namespace secondcurve::cli {

namespace {

/// Says how far a run had come.
std::string going_on(const RunProgress& before, const Scenario& scenario) {
  const auto share = [&](std::uint64_t n) {
    return 100.0 * static_cast<double>(n) / static_cast<double>(n_blocks(scenario));
  };
  const std::string second = before.searches.empty() ? ""
                                                     : fmt::format(", and {:.0f}% a second time",
                                                                   share(before.searches.front().n_done()));
  return fmt::format("Going on: {:.0f}% of the paths are counted{}\n", share(before.counting.n_done()),
                     second);
}

/// Whether the result is there already, of this run.
bool is_finished(const RunRequest& request, const LoadedScenario& loaded) {
  std::error_code ignored;  // where it cannot be read, writing it says why
  if (!request.resumable || request.overwrite == Overwrite::replace ||
      !std::filesystem::exists(request.output, ignored))
    return false;
  try {
    return attribute_text(ResultFile(request.output).root().attributes, "run_fingerprint") ==
           run_fingerprint(loaded);
  } catch (const IoError&) {  // it is something else
    return false;
  }
}

ResultView finished_view(const RunRequest& request, const LoadedScenario& loaded) {
  RunState::remove_left_over(request.output, run_fingerprint(loaded));
  if (!request.quiet) remark(fmt::format("{} is finished: nothing was left to do\n", request.output));
  const ResultFile file(request.output);
  return ResultView(loaded.document.path(), file.root(), file.group("summary"));
}

/// Simulates and writes the file; returns what the tables need.
ResultView run_with_progress(const RunRequest& request, const LoadedScenario& loaded, const Economy& economy,
                             ResultWriter& writer, Team& team, RunState* state) {
  const Scenario& scenario = economy.scenario();
  RunControl control;
  control.threads = request.threads.value_or(scenario.simulation.threads);
  control.cancelled = &stop_requested;
  const bool by_itself = team.size() == 1 && state == nullptr;
  std::optional<Progress> bar;
  const auto begin_bar = [&](const std::string& title, std::uint64_t n_blocks) {
    bar.emplace(title, n_blocks, scenario.simulation.paths, paths_known(scenario), request.quiet);
  };
  begin_bar(scenario.scenario.title, by_itself ? n_progress_blocks(scenario) : n_team_blocks(scenario));
  control.progress = [&](std::uint64_t blocks) { bar->add(blocks); };
  control.foresee = [&](std::uint64_t blocks) { bar->foresee(blocks); };
  if (!by_itself)
    return view_of(loaded,
                   run_to_file_with_team(writer, request.output, loaded, economy, control, team, state, [&] {
                     begin_bar(scenario.scenario.title + ", joining cubes", n_blocks(scenario));
                   }));
  control.threads = threads_of(team, control.threads);
  return view_of(loaded, run_to_file(writer, loaded, economy, control));
}

/// The same with a state that is kept. Returns nothing where it was interrupted and can be gone on with.
std::optional<ResultView> run_resumable(const RunRequest& request, const LoadedScenario& loaded,
                                        const Economy& economy, ResultWriter& writer, Team& team) {
  RunState state(request.output, run_fingerprint(loaded));
  if (state.before() && !request.quiet) remark(going_on(*state.before(), economy.scenario()));
  const char* advice = "what is done is kept: go on with the same command\n";
  try {
    return run_with_progress(request, loaded, economy, writer, team, &state);
  } catch (const Interrupted&) {
    if (!state.has_kept()) throw;
    remark(fmt::format("interrupted; {}", advice));
    return std::nullopt;
  } catch (const std::exception&) {
    if (state.has_kept()) remark(fmt::format("The run has stopped; {}", advice));
    throw;
  }
}

/// Simulates a shard and writes its file, unless that is there already.
void run_shard(const RunRequest& request, const LoadedScenario& loaded, const Economy& economy) {
  const Scenario& scenario = economy.scenario();
  if (scenario.simulation.stop_when)
    throw UsageError(
        fmt::format("secondcurve run: --shard: {} has simulation.stop_when, which looks at the whole run to "
                    "decide how many paths it has; a shard must know that first. Switch the rule off with "
                    "--set simulation.stop_when.enabled=false",
                    request.file));
  const BlockRange blocks = request.shard->blocks(n_blocks(scenario));
  const PathRange paths = paths_of(blocks, scenario.simulation.paths);
  const FileKind kind = request.brackets ? FileKind::second_pass : FileKind::shard;
  check_output_shard(kind, request.output);
  const char* pass = request.brackets ? "Second pass" : "First pass";
  if (request.overwrite == Overwrite::refuse &&
      is_there(shard_file(request.output, loaded, *request.shard, request.brackets))) {
    if (!request.quiet)
      remark(fmt::format("{} of {}: {} is there already; nothing was simulated\n", pass,
                         request.shard->text(), request.output));
    return;
  }
  ResultWriter writer(request.output, request.overwrite, kind);
  RunControl control;
  control.threads = request.threads.value_or(scenario.simulation.threads);
  control.cancelled = &stop_requested;
  {
    Progress progress(fmt::format("{}, {}", scenario.scenario.title, request.shard->text()),
                      blocks.end - blocks.first, paths.end - paths.first, Progress::Paths::known,
                      request.quiet);
    control.progress = [&](std::uint64_t n) { progress.add(n); };
    if (request.brackets)
      write_second_pass(writer, loaded, economy, *request.shard, *request.brackets, control);
    else
      write_shard(writer, loaded, economy, *request.shard, control);
  }
  if (request.quiet) return;
  remark(fmt::format("{} of {}: {} ({}), {}\n", pass, request.shard->text(), request.output,
                     size_text(static_cast<double>(std::filesystem::file_size(request.output))),
                     counted(paths.end - paths.first, "path")));
}

void print_tables(const RunRequest& request, const ResultView& view) {
  if (request.quiet) return;
  const TableChoice all = choice_of_all(view);
  fmt::print("{}", request.json ? result_json(view, all) : result_text(view, all) + '\n');
  std::fflush(stdout);  // the tables come first where both go to one place
}

/// Does what the command line asks for. Returns the exit status.
int run(const RunRequest& request, Team& team) {
  if (request.shard && team.size() > 1)
    throw UsageError(
        "secondcurve run: --shard: all processes of mpirun would simulate the same shard; without --shard "
        "each takes a part of the run, and secondcurve without mpirun takes a shard");
  const auto start = std::chrono::steady_clock::now();
  const Input input = request.more_paths ? load_with_more_paths(request.file, *request.more_paths)
                                         : load_input(request.file, request.overrides, request.scenario);
  if (!request.quiet) remark(input.remark);
  const Economy economy(input.loaded.scenario);
  if (request.shard) {
    run_shard(request, input.loaded, economy);
    return 0;
  }
  if (is_finished(request, input.loaded)) {
    print_tables(request, finished_view(request, input.loaded));
    return exit_done;
  }
  ResultWriter writer(request.output, request.overwrite);
  const std::optional<ResultView> view =
      request.resumable ? run_resumable(request, input.loaded, economy, writer, team)
                        : run_with_progress(request, input.loaded, economy, writer, team, nullptr);
  if (!view) return exit_interrupted;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (request.quiet) return exit_done;

  print_tables(request, *view);
  const Scenario& scenario = economy.scenario();
  const auto n_paths = static_cast<std::uint64_t>(view->count("paths"));
  const double path_steps =
      static_cast<double>(n_paths) *
      static_cast<double>(scenario.simulation.grid().n_steps() * scenario.sectors.size());
  remark(fmt::format("Result: {} ({}), {} in {} ({} million path-steps/s)\n", request.output,
                     size_text(static_cast<double>(std::filesystem::file_size(request.output))),
                     counted(n_paths, "path"), duration_text(seconds),
                     level_text(path_steps / seconds / 1e6)));
  return 0;
}

}  // namespace

int run_command(const std::vector<std::string>& arguments, Team& team) {
  const std::optional<RunRequest> request = read_run_request(arguments);
  return request ? run(*request, team) : exit_done;
}

}  // namespace secondcurve::cli
