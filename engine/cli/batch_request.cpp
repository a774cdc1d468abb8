#include "engine/cli/batch_request.hpp"

#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "engine/cli/command_line.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

constexpr std::array<OptionPair, 15> exclusive{{{"status", "output"},
                                                {"status", "begin"},
                                                {"status", "shard"},
                                                {"dry-run", "begin"},
                                                {"dry-run", "shard"},
                                                {"begin", "shard"},
                                                {"begin", "resume"},
                                                {"begin", "redo"},
                                                {"shard", "resume"},
                                                {"shard", "redo"},
                                                {"status", "resume"},
                                                {"status", "redo"},
                                                {"status", "dry-run"},
                                                {"dry-run", "resume"},
                                                {"dry-run", "redo"}}};

void refuse_wrong_values(const CommandSyntax& syntax, const po::variables_map& values,
                         const BatchRequest& request) {
  const std::vector<std::string> files = options_of(values, "file");
  if (files.size() != 1)
    throw UsageError(
        fmt::format("secondcurve batch: {} files given; one batch is run at a time. Usage: secondcurve "
                    "batch {}",
                    files.size(), syntax.usage));
  if (request.folder.empty() && !request.dry_run)
    throw UsageError("secondcurve batch: name the directory of the results with -o DIR");
  if (request.threads < 0 || request.threads > 4096)
    throw UsageError(
        fmt::format("secondcurve batch: --threads = {}: must be from 0 to 4096", request.threads));
  if (values.count("shard") > 0 && !request.shard)
    throw UsageError(
        fmt::format("secondcurve batch: --shard {}: must be I/N with I from 1 to N, such as 2/4 for "
                    "the second of four parts of the scenarios",
                    values["shard"].as<std::string>()));
  if (const auto redo = option<std::string>(values, "redo"); redo && *redo != "failed")
    throw UsageError(fmt::format("secondcurve batch: --redo = {}: must be failed", *redo));
}

}  // namespace

std::optional<BatchRequest> read_batch_request(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("output,o", po::value<std::string>()->value_name("DIR"), "directory of the results, a new one; DIR/index.h5 holds all of them")
      ("resume", "go on with the batch in DIR: what is done is not done again")
      ("begin", "begin a batch whose scenarios several jobs make: check it and simulate the baseline, no more")
      ("shard", po::value<std::string>()->value_name("I/N"), "of a batch that was begun: simulate the I-th of N parts of its scenarios; --resume puts all together")
      ("redo", po::value<std::string>()->value_name("failed"), "go on, and try scenarios that failed once more")
      ("dry-run", "check all scenarios and print the plan and what it needs, and run nothing")
      ("status", po::value<std::string>()->value_name("DIR"), "print how far the batch in DIR is")
      ("threads", po::value<int>()->value_name("N"), "threads to use, 0 for all; never changes a result")
      ("log", po::value<std::string>()->value_name("FILE"), "append what happens to FILE, a line of JSON each")
      ("quiet,q", "print nothing but errors")
      ("json", "print tables, the plan and how the batch stands as JSON");
  // clang-format on
  const CommandSyntax syntax{
      "batch",
      "FILE -o DIR [options]",
      "Simulates the scenarios of a batch file and compares them with its baseline. A batch that was "
      "interrupted, or killed, goes on with --resume.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return std::nullopt;
  refuse_both(syntax, *values, exclusive);
  const std::vector<std::string> files = options_of(*values, "file");
  BatchRequest request{.status = option<std::string>(*values, "status").value_or(""),
                       .file = files.empty() ? "" : files.front(),
                       .folder = option<std::string>(*values, "output").value_or(""),
                       .log = option<std::string>(*values, "log").value_or(""),
                       .resume = values->count("resume") > 0,
                       .begin = values->count("begin") > 0,
                       .shard = shard_from(option<std::string>(*values, "shard").value_or("")),
                       .redo_failed = values->count("redo") > 0,
                       .dry_run = values->count("dry-run") > 0,
                       .quiet = values->count("quiet") > 0,
                       .json = values->count("json") > 0,
                       .threads = option<int>(*values, "threads").value_or(0)};
  if (values->count("status") == 0) refuse_wrong_values(syntax, *values, request);
  return request;
}

bool log_lies_in_folder(const BatchRequest& request) {
  const auto folder_of = [](const std::filesystem::path& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path)).parent_path();
  };
  return !request.log.empty() &&
         folder_of(request.log) == folder_of(std::filesystem::path(request.folder) / "file");
}

}  // namespace secondcurve::cli
