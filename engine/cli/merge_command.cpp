#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/batch/merge_shards.hpp"
#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/file_kind.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/one_scenario.hpp"
#include "engine/cli/output_file.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/size_text.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

/// What the command line asks for.
struct MergeRequest {
  std::vector<std::string> files;
  std::optional<std::string> output;
  std::optional<std::string> brackets;  ///< to be written in place of a result
  std::optional<int> threads;
  Overwrite overwrite = Overwrite::refuse;
  bool quiet = false;
  bool json = false;
};

/// Reads the arguments; nothing where only help was asked for.
std::optional<MergeRequest> read_merge_request(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("output,o", po::value<std::string>()->value_name("OUT.h5"), "result file (default: the name of the config with .h5, in this folder)")
      ("brackets", po::value<std::string>()->value_name("BRACKETS.h5"), "write no result, but where a second pass over the shards must look")
      ("force", "replace the file if it exists")
      ("threads", po::value<int>()->value_name("N"), "threads to use, 0 for all; never changes a result")
      ("quiet,q", "print nothing but errors")
      ("json", "print the tables as JSON");
  // clang-format on
  const CommandSyntax syntax{
      "merge",
      "SHARD... [-o OUT.h5] [options]",
      "Joins the shards of one run, made with secondcurve run --shard, into its result: the same bits as of "
      "the "
      "run in one piece. The second pass, which exact quantiles need, is simulated here unless its files are "
      "given, too.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return std::nullopt;
  refuse_both(syntax, *values, std::array<OptionPair, 2>{{{"output", "brackets"}, {"brackets", "json"}}});
  MergeRequest request{.files = options_of(*values, "file"),
                       .output = option<std::string>(*values, "output"),
                       .brackets = option<std::string>(*values, "brackets"),
                       .threads = option<int>(*values, "threads"),
                       .overwrite = values->count("force") > 0 ? Overwrite::replace : Overwrite::refuse,
                       .quiet = values->count("quiet") > 0,
                       .json = values->count("json") > 0};
  if (request.files.empty())
    throw UsageError(
        fmt::format("secondcurve merge: no shards given. Usage: secondcurve merge {}", syntax.usage));
  if (request.threads && (*request.threads < 0 || *request.threads > 4096))
    throw UsageError(
        fmt::format("secondcurve merge: --threads = {}: must be from 0 to 4096", *request.threads));
  return request;
}

/// The file that is written. Throws UsageError where that is one of those that are read.
std::string output_of(const MergeRequest& request, const LoadedScenario& loaded) {
  std::string output =
      request.brackets ? *request.brackets : request.output.value_or(scenario_name(loaded) + ".h5");
  check_output_result("merge", output);
  if (request.brackets) check_output_shard(FileKind::brackets, output);
  for (const std::string& file : request.files)
    if (is_same_file(file, output))
      throw UsageError(
          fmt::format("secondcurve merge: the result would replace {}, which it is made of; name another "
                      "file with -o",
                      file));
  return output;
}

/// The result of this run where it is there already; nothing where there is no such file. Throws IoError
/// where anything else stands under its name.
std::optional<ResultView> result_there(const std::string& output, const ShardsOfRun& files) {
  if (!is_hdf5(output)) return std::nullopt;  // the writer judges what else may be
  const ResultFile file(output);
  if (attribute_text(file.root().attributes, "run_fingerprint") != files.shards.front().fingerprint)
    throw IoError(output, "write",
                  "the result of another run stands there, of another config, seed or version of the program "
                  "(give another name with -o, or use --force to replace it)");
  return view_of(file, output, 0);
}

/// A bar for each stage of a merge, one after the other.
class MergeBars final {
 public:
  MergeBars(const MergeRequest& request, const Scenario& scenario, const ShardsOfRun& files)
      : quiet_(request.quiet), scenario_(scenario), files_(files) {}

  void begin(MergeStage stage) {
    const std::uint64_t of_run = n_blocks(scenario_);
    const std::uint64_t all = stage == MergeStage::reading ? files_.n_blocks(of_run) : of_run;
    bar_.emplace(scenario_.scenario.title + what(stage), all, scenario_.simulation.paths,
                 Progress::Paths::known, quiet_);
  }
  void add(std::uint64_t blocks) {
    if (bar_) bar_->add(blocks);
  }
  void end() { bar_.reset(); }

 private:
  static const char* what(MergeStage stage) {
    switch (stage) {
      case MergeStage::reading:
        return ", reading shards";
      case MergeStage::simulating:
        return "";
      case MergeStage::joining:
        return ", joining cubes";
    }
    return "";
  }

  bool quiet_;
  const Scenario& scenario_;
  const ShardsOfRun& files_;
  std::optional<Progress> bar_;
};

/// Writes where the next pass must look, unless that file is there already.
void write_brackets_file(const MergeRequest& request, const std::string& output, const Input& input,
                         const Economy& economy, const ShardsOfRun& files, const RunControl& control,
                         MergeBars& bars) {
  std::optional<ResultWriter> writer;
  const auto open = [&] { writer.emplace(output, request.overwrite, FileKind::brackets); };
  if (request.overwrite == Overwrite::replace || !is_hdf5(output)) open();
  const QuantileBrackets brackets =
      merged_brackets(economy, files, control, [&](MergeStage stage) { bars.begin(stage); });
  bars.end();
  const bool there =
      !writer && is_there(brackets_file(output, input.loaded, brackets));  // throws where it is another
  if (!there) {
    if (!writer) open();
    write_brackets(*writer, input.loaded, brackets);
  }
  if (request.quiet) return;
  remark(fmt::format("Brackets: {}{}\n", output, there ? " is there already" : ""));
  if (brackets.size() == 0) remark("They are empty: no further pass is needed\n");
  if (brackets.narrows())
    remark(
        "The pass over them narrows them: give its files to merge with --brackets again, or leave the rest "
        "to merge\n");
}

/// Prints the tables of the result and what was merged.
void print_result(const MergeRequest& request, const ResultView& view, const std::string& what) {
  if (request.quiet) return;
  const TableChoice all = choice_of_all(view);
  fmt::print("{}", request.json ? result_json(view, all) : result_text(view, all) + '\n');
  std::fflush(stdout);  // the tables come first where both go to one place
  remark(what);
}

}  // namespace

int merge_command(const std::vector<std::string>& arguments) {
  const std::optional<MergeRequest> request = read_merge_request(arguments);
  if (!request) return 0;
  const ShardsOfRun files = shards_of_run("merge", request->files);
  const Input input = load_from_shard(files.shards.front().path);
  const Economy economy(input.loaded.scenario);
  const Scenario& scenario = economy.scenario();
  const std::string output = output_of(*request, input.loaded);
  RunControl control;
  control.threads = request->threads.value_or(scenario.simulation.threads);
  control.cancelled = &stop_requested;
  MergeBars bars(*request, scenario, files);
  control.progress = [&](std::uint64_t blocks) { bars.add(blocks); };
  if (request->brackets) {
    write_brackets_file(*request, output, input, economy, files, control, bars);
    return 0;
  }
  if (request->overwrite == Overwrite::refuse)
    if (const std::optional<ResultView> there = result_there(output, files)) {
      print_result(*request, *there,
                   fmt::format("Result: {} is there already; nothing was merged\n", output));
      return 0;
    }
  ResultWriter writer(output, request->overwrite);
  const ResultView view = view_of(input.loaded, merge_to_file(writer, input.loaded, economy, files, control,
                                                              [&](MergeStage stage) { bars.begin(stage); }));
  bars.end();
  print_result(
      *request, view,
      fmt::format("Result: {} ({}), {} in {}\n", output,
                  size_text(static_cast<double>(std::filesystem::file_size(output))),
                  counted(scenario.simulation.paths, "path"), counted(files.shards.size(), "shard")));
  return 0;
}

}  // namespace secondcurve::cli
