#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/batch/run_state.hpp"
#include "engine/batch/run_to_file.hpp"
#include "engine/batch/shard.hpp"
#include "engine/batch/team_run.hpp"
#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/exit_status.hpp"
#include "engine/cli/figures.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/output_file.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/size_text.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/run/team.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

/// What the command line asks for.
struct RunRequest {
  std::string file;
  std::string output;
  std::vector<std::string> overrides;
  std::optional<std::string> scenario;  ///< of a result of several
  std::optional<std::uint64_t> more_paths;
  std::optional<Shard> shard;
  std::optional<std::string> brackets;  ///< of a second pass over the shard
  std::optional<int> threads;
  Overwrite overwrite = Overwrite::refuse;
  bool resumable = false;
  bool quiet = false;
  bool json = false;
};

/// Reads what --add-paths asks for. A result is replaced by its longer run unless another file is named.
void add_paths(std::int64_t n_more, const po::variables_map& values, RunRequest& request) {
  if (n_more < 1)
    throw UsageError(fmt::format("secondcurve run: --add-paths = {}: must be 1 or more", n_more));
  if (!request.overrides.empty())
    throw UsageError(
        "secondcurve run: --add-paths and --set: paths are added to a result as it was asked for");
  request.more_paths = static_cast<std::uint64_t>(n_more);
  if (values.count("output") > 0 && !is_same_file(request.file, request.output)) return;
  request.output = std::filesystem::weakly_canonical(request.file).string();  // a link stays one
  request.overwrite = Overwrite::replace;
}

/// Reads what --shard asks for.
std::optional<Shard> shard_asked(const po::variables_map& values) {
  const auto text = option<std::string>(values, "shard");
  if (!text) {
    if (values.count("second-pass") == 0) return std::nullopt;
    throw UsageError("secondcurve run: --second-pass is of a shard: say which with --shard I/N");
  }
  if (const std::optional<Shard> shard = shard_from(*text)) return shard;
  throw UsageError(
      fmt::format("secondcurve run: --shard {}: must be I/N with I from 1 to N and N at most {}, "
                  "such as 2/4 for the second of four parts",
                  *text, grouped(Shard::most)));
}

/// What the name of a file says of the shard that is in it.
std::string part_of_name(const std::optional<Shard>& shard, bool is_second_pass) {
  if (!shard) return "";
  return fmt::format("-{}-{}-of-{}", is_second_pass ? "second-pass" : "shard", shard->number, shard->of);
}

po::options_description run_options() {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("output,o", po::value<std::string>()->value_name("OUT.h5"), "result file (default: the name of FILE with .h5, in this folder)")
      ("add-paths", po::value<WholeNumber>()->value_name("N"), "of a result: simulate its config with N paths more, and replace it unless -o is given")
      ("shard", po::value<std::string>()->value_name("I/N"), "simulate the I-th of N parts of the paths; secondcurve merge joins them")
      ("second-pass", po::value<std::string>()->value_name("BRACKETS.h5"), "of a shard: look again, for the quantiles, where these brackets say")
      ("resumable", "keep what is done beside the result now and then, and go on from it where there is some")
      ("force", "replace the result file if it exists")
      ("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"), "change a setting, such as simulation.paths=10_000; may be repeated")
      ("scenario", po::value<std::string>()->value_name("NAME"), "of a result of several: the scenario to run")
      ("threads", po::value<int>()->value_name("N"), "threads to use, 0 for all; never changes a result")
      ("quiet,q", "print nothing but errors")
      ("json", "print the tables as JSON");
  // clang-format on
  return options;
}

/// The file that a run writes where no other is named.
std::string default_output(const std::string& file, const std::optional<Shard>& shard, bool is_second_pass) {
  return std::filesystem::path(file).stem().string() + part_of_name(shard, is_second_pass) + ".h5";
}

void refuse_wrong_threads(const RunRequest& request) {
  if (request.threads && (*request.threads < 0 || *request.threads > 4096))
    throw UsageError(
        fmt::format("secondcurve run: --threads = {}: must be from 0 to 4096", *request.threads));
}

/// Reads the arguments; nothing where only help was asked for.
std::optional<RunRequest> read_request(const std::vector<std::string>& arguments) {
  const CommandSyntax syntax{
      "run",
      "FILE [-o OUT.h5] [options]",
      "Simulates a scenario and writes its result file. FILE is a config file, or a result, which "
      "holds its whole config and gives the same bits again. With --add-paths it gives those of one longer "
      "run.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, run_options(), arguments);
  if (!values) return std::nullopt;
  refuse_both(
      syntax, *values,
      std::array<OptionPair, 4>{
          {{"add-paths", "scenario"}, {"add-paths", "shard"}, {"shard", "json"}, {"shard", "resumable"}}});
  const std::vector<std::string> files = options_of(*values, "file");
  if (files.size() != 1)
    throw UsageError(fmt::format(
        "secondcurve run: {} files given; one scenario is run at a time. Usage: secondcurve run {}",
        files.size(), syntax.usage));
  const std::optional<Shard> shard = shard_asked(*values);
  RunRequest request{
      .file = files.front(),
      .output = option<std::string>(*values, "output")
                    .value_or(default_output(files.front(), shard, values->count("second-pass") > 0)),
      .overrides = options_of(*values, "set"),
      .scenario = option<std::string>(*values, "scenario"),
      .more_paths = std::nullopt,
      .shard = shard,
      .brackets = option<std::string>(*values, "second-pass"),
      .threads = option<int>(*values, "threads"),
      .overwrite = values->count("force") > 0 ? Overwrite::replace : Overwrite::refuse,
      .resumable = values->count("resumable") > 0,
      .quiet = values->count("quiet") > 0,
      .json = values->count("json") > 0};
  refuse_wrong_threads(request);
  if (const auto more = option<WholeNumber>(*values, "add-paths")) {
    add_paths(more->value, *values, request);
  } else {
    for (const std::string& input : {request.file, request.brackets.value_or(request.file)})
      if (is_same_file(input, request.output))
        throw UsageError(fmt::format(
            "secondcurve run: the result would replace its own input {}; name another file with -o", input));
  }
  if (values->count("output") > 0) check_output_result("run", request.output);
  return request;
}

/// Says how far a run had come.
std::string going_on(const RunProgress& before, const Scenario& scenario) {
  const auto share = [&](std::uint64_t n) {
    return 100.0 * static_cast<double>(n) / static_cast<double>(n_blocks(scenario));
  };
  const std::string second =
      before.n_collected == 0 ? "" : fmt::format(", and {:.0f}% a second time", share(before.n_collected));
  return fmt::format("Going on: {:.0f}% of the paths are counted{}\n", share(before.n_counted), second);
}

/// Simulates and writes the file; returns what the tables need.
ResultView run_with_progress(const RunRequest& request, const LoadedScenario& loaded, const Economy& economy,
                             Team& team) {
  const Scenario& scenario = economy.scenario();
  ResultWriter writer(request.output, request.overwrite);
  std::optional<RunState> state;
  if (request.resumable) state.emplace(request.output, run_fingerprint(loaded));
  if (state && state->before() && !request.quiet) remark(going_on(*state->before(), scenario));
  RunControl control;
  control.threads = request.threads.value_or(scenario.simulation.threads);
  control.cancelled = &stop_requested;
  const bool by_itself = team.size() == 1 && !state;
  Progress progress(scenario.scenario.title,
                    by_itself ? n_progress_blocks(scenario) : n_team_blocks(scenario),
                    scenario.simulation.paths, paths_known(scenario), request.quiet);
  control.progress = [&](std::uint64_t blocks) { progress.add(blocks); };
  if (!by_itself)
    return view_of(loaded, run_to_file_with_team(writer, request.output, loaded, economy, control, team,
                                                 state ? &*state : nullptr));
  control.threads = threads_of(team, control.threads);
  return view_of(loaded, run_to_file(writer, loaded, economy, control));
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
  const ResultView view = run_with_progress(request, input.loaded, economy, team);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (request.quiet) return 0;

  const TableChoice all = choice_of_all(view);
  fmt::print("{}", request.json ? result_json(view, all) : result_text(view, all) + '\n');
  std::fflush(stdout);  // the tables come first where both go to one place
  const Scenario& scenario = economy.scenario();
  const auto n_paths = static_cast<std::uint64_t>(view.count("paths"));
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
  const std::optional<RunRequest> request = read_request(arguments);
  if (!request) return 0;
  try {
    return run(*request, team);
  } catch (const Interrupted&) {
    if (!request->resumable) throw;
    remark("interrupted; what is done is kept: go on with the same command\n");
    return exit_interrupted;
  }
}

}  // namespace secondcurve::cli
