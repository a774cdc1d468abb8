#include "engine/cli/run_request.hpp"

#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "engine/cli/command_line.hpp"
#include "engine/cli/output_file.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/size_text.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

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

}  // namespace

std::optional<RunRequest> read_run_request(const std::vector<std::string>& arguments) {
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
    if (request.resumable && values->count("output") == 0)
      throw UsageError(
          "secondcurve run: --add-paths with --resumable needs another file, named with -o: the same command "
          "once "
          "more would add the paths to the longer run again");
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

}  // namespace secondcurve::cli
