#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/output_file.hpp"
#include "engine/cli/paired_results.hpp"
#include "engine/cli/report_folder.hpp"
#include "engine/cli/reported_results.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/core/size_text.hpp"
#include "engine/output/atomic_file.hpp"
#include "engine/output/text_file.hpp"
#include "engine/report/page.hpp"
#include "engine/report/report_data.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

/// Scenarios that a report can hold: a browser keeps all of them in memory.
constexpr std::size_t most_scenarios = 50;

/// What the command line asks for.
struct ReportRequest {
  std::vector<std::string> files, scenarios;
  std::string output;
  std::optional<std::string> title, charts;
  Overwrite overwrite = Overwrite::refuse;
  RunManner manner;
};

void check(const ReportRequest& request) {
  if (request.manner.threads && (*request.manner.threads < 0 || *request.manner.threads > 4096))
    throw UsageError(
        fmt::format("secondcurve report: --threads = {}: must be from 0 to 4096", *request.manner.threads));
  for (const std::string& input : request.files)
    if (is_same_file(input, request.output))
      throw UsageError(fmt::format(
          "secondcurve report: the report would replace its own input {}; name another file with -o", input));
  check_output_file("report", {"-o", "a page", ".html"}, request.output);
}

/// Reads the arguments; nothing where only help was asked for.
std::optional<ReportRequest> read_report_request(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("output,o", po::value<std::string>()->value_name("OUT.html"), "the page (default: the name of the first file with .html, in this folder)")
      ("force", "replace that file if it exists")
      ("title", po::value<std::string>()->value_name("TEXT"), "title of the page (default: that of the first scenario)")
      ("scenario", po::value<std::vector<std::string>>()->multitoken()->value_name("NAME..."), scenario_option_text)
      ("charts", po::value<std::string>()->value_name("FOLDER"), "folder that fetch_charts has put the chart library into (default: the program's own)")
      ("threads", po::value<int>()->value_name("N"), "threads to use where differences have to be simulated, 0 for all")
      ("quiet,q", "print nothing but errors");
  // clang-format on
  const CommandSyntax syntax{
      "report",
      "RESULT.h5... [-o OUT.html] [options]",
      "Writes one page with charts and tables of results, which opens in any browser without a network. Of "
      "several results the first is the baseline: the others are set against it path by path, as "
      "`secondcurve compare` does, for which they are simulated again where their files do not hold the "
      "differences. A result that holds several scenarios gives all of them.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return std::nullopt;
  const std::vector<std::string> files = options_of(*values, "file");
  if (files.empty()) throw no_results_given("report", options_of(*values, "scenario"), syntax.usage);
  ReportRequest request{
      .files = files,
      .scenarios = options_of(*values, "scenario"),
      .output = option<std::string>(*values, "output")
                    .value_or(std::filesystem::path(files.front()).stem().string() + ".html"),
      .title = option<std::string>(*values, "title"),
      .charts = option<std::string>(*values, "charts"),
      .overwrite = values->count("force") > 0 ? Overwrite::replace : Overwrite::refuse,
      .manner = {option<int>(*values, "threads"), values->count("quiet") > 0}};
  check(request);
  return request;
}

PageParts page_parts(const ReportRequest& request) {
  const std::filesystem::path folder = report_folder();
  const std::filesystem::path charts =
      request.charts ? std::filesystem::path(*request.charts) : folder / "charts";
  std::string fetch = (folder / "fetch_charts").string();
  if (request.charts) fetch += " " + *request.charts;
  return read_page_parts((folder / "page").string(), charts.string(), fetch);
}

}  // namespace

int report_command(const std::vector<std::string>& arguments) {
  const std::optional<ReportRequest> request = read_report_request(arguments);
  if (!request) return 0;
  AtomicFile file(request->output, request->overwrite);  // what cannot be written is found before any work
  OpenedResults opened = open_results("report", request->files, request->scenarios, most_scenarios);
  const PageParts parts = page_parts(*request);
  if (!request->manner.quiet) remark(opened.left_out + opened.versions);
  Report report{.title = request->title.value_or(opened.scenarios.front().loaded.scenario.scenario.title),
                .scenarios = std::move(opened.scenarios),
                .comparisons = {}};
  report.comparisons = compare_with_first(report.scenarios, request->manner);
  const std::string page = report_page(parts, report.title, report_data(report));
  write_text(file, page);
  if (!request->manner.quiet)
    remark(fmt::format("Report: {} ({})\n", request->output, size_text(static_cast<double>(page.size()))));
  return 0;
}

}  // namespace secondcurve::cli
