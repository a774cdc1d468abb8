#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/reported_results.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/report/export_figures.hpp"
#include "engine/report/export_folder.hpp"
#include "engine/report/export_iamc.hpp"
#include "engine/report/export_settings.hpp"
#include "engine/report/export_workbook.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

/// Scenarios that are exported at once at most: all are kept in memory, at about 2 MB each.
constexpr std::size_t most_exported = 4000;

/// What the command line asks for.
struct ExportRequest {
  std::vector<std::string> files, scenarios;
  std::optional<std::string> csv, xlsx, iamc, region;
  Overwrite overwrite = Overwrite::refuse;
  bool quiet = false;
};

void check_export(const ExportRequest& request, const CommandSyntax& syntax) {
  if (request.files.empty())
    throw UsageError(
        fmt::format("secondcurve export: give a result file. Usage: secondcurve export {}", syntax.usage));
  if (!request.csv && !request.xlsx && !request.iamc)
    throw UsageError("secondcurve export: say where to: --csv DIR, --xlsx FILE.xlsx or --iamc FILE.csv");
  if (request.iamc && request.region.value_or("").empty())
    throw UsageError(
        "secondcurve export: --iamc needs --region NAME, such as --region Shanghai: a result does not say of "
        "which region its figures are");
  const auto refuse_input = [&](const std::string& output) {
    for (const std::string& input : request.files)
      if (is_same_file(input, output))
        throw UsageError(
            fmt::format("secondcurve export: {} is the input; name another file to write to", output));
  };
  if (request.xlsx) refuse_input(*request.xlsx);
  if (request.iamc) refuse_input(*request.iamc);
  const std::vector<std::optional<std::string>> outputs{request.csv, request.xlsx, request.iamc};
  for (std::size_t i = 0; i < outputs.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (outputs[i] && outputs[i] == outputs[k])
        throw UsageError(fmt::format(
            "secondcurve export: {} is named for two things; each needs a name of its own", *outputs[i]));
  if (request.region && !request.iamc) throw UsageError("secondcurve export: --region is for --iamc alone");
  if (request.xlsx && !Workbook::is_available())
    throw UsageError(
        "secondcurve export: this program was built without libxlsxwriter, which writes workbooks. Install "
        "it "
        "(Debian: libxlsxwriter-dev), delete the build folder and build again; --csv works without");
}

/// Reads the arguments; nothing where only help was asked for.
std::optional<ExportRequest> read_export_request(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("csv", po::value<std::string>()->value_name("DIR"), "a folder with a table for each question, long form, for pandas and R")
      ("xlsx", po::value<std::string>()->value_name("FILE"), "a workbook with a sheet for each question")
      ("iamc", po::value<std::string>()->value_name("FILE"), "a table in the format of the IAMC (model, scenario, region, variable, unit, years), for pyam")
      ("region", po::value<std::string>()->value_name("NAME"), "with --iamc: what it says in the column region")
      ("scenario", po::value<std::vector<std::string>>()->multitoken()->value_name("NAME..."), "of results that hold several: only these scenarios")
      ("force", "replace what is there under these names")
      ("quiet,q", "print nothing but errors");
  // clang-format on
  const CommandSyntax syntax{
      "export",
      "RESULT.h5... --csv DIR | --xlsx FILE.xlsx | --iamc FILE.csv --region NAME [options]",
      "Writes what a result holds as tables: its statistics, not its paths. Of a result that holds several "
      "scenarios, "
      "and of several results, all scenarios stand in the same tables. Units and definitions are those of "
      "the "
      "result file.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return std::nullopt;
  ExportRequest request{.files = options_of(*values, "file"),
                        .scenarios = options_of(*values, "scenario"),
                        .csv = option<std::string>(*values, "csv"),
                        .xlsx = option<std::string>(*values, "xlsx"),
                        .iamc = option<std::string>(*values, "iamc"),
                        .region = option<std::string>(*values, "region"),
                        .overwrite = values->count("force") > 0 ? Overwrite::replace : Overwrite::refuse,
                        .quiet = values->count("quiet") > 0};
  check_export(request, syntax);
  return request;
}

/// What the column `scenario` says of each: its name, with its file where several have that name.
std::vector<std::string> labels_of(const std::vector<ReportedScenario>& scenarios) {
  std::vector<std::string> labels;
  for (const ReportedScenario& each : scenarios) {
    const auto n = std::count_if(scenarios.begin(), scenarios.end(),
                                 [&](const ReportedScenario& other) { return other.name == each.name; });
    labels.push_back(n == 1 ? each.name : fmt::format("{} ({})", each.name, each.file));
  }
  if (std::set<std::string>(labels.begin(), labels.end()).size() < labels.size())
    throw UsageError("secondcurve export: a scenario is given twice");
  return labels;
}

std::vector<std::int32_t> all_years_of(const std::vector<ReportedScenario>& scenarios) {
  std::set<std::int32_t> years;
  for (const ReportedScenario& each : scenarios)
    years.insert(each.result.years().begin(), each.result.years().end());
  return {years.begin(), years.end()};
}

std::string model_of(const ReportedScenario& scenario) {
  const Variable* version = find_variable(scenario.provenance, "version");
  const auto* texts = version == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&version->data);
  return "secondcurve" + (texts == nullptr || texts->empty() ? "" : " " + texts->front());
}

/// Whatever tables are written into.
class Targets final {
 public:
  Targets(const ExportRequest& request, const std::vector<ReportedScenario>& scenarios) {
    const std::string title =
        scenarios.front().result.attribute("title") +
        (scenarios.size() > 1 ? fmt::format(" and {}", counted(scenarios.size() - 1, "other scenario")) : "");
    if (request.csv) folder_.emplace(*request.csv, title, request.overwrite);
    if (request.xlsx) workbook_.emplace(*request.xlsx, title, request.overwrite);
    if (request.iamc)
      iamc_.emplace(*request.iamc, *request.region, all_years_of(scenarios), request.overwrite);
  }

  void add_figures(const ReportedScenario& scenario, const std::vector<ExportTable>& tables) {
    add(tables);
    if (iamc_) iamc_->add(model_of(scenario), scenario.result, tables);
  }
  void add(const std::vector<ExportTable>& tables) {
    for (const ExportTable& table : tables) {
      if (folder_) folder_->add(table);
      if (workbook_) workbook_->add(table);
    }
  }
  void commit() {
    if (folder_) folder_->commit();
    if (workbook_) workbook_->commit();
    if (iamc_) iamc_->commit();
  }

 private:
  std::optional<TableFolder> folder_;
  std::optional<Workbook> workbook_;
  std::optional<IamcFile> iamc_;
};

}  // namespace

int export_command(const std::vector<std::string>& arguments) {
  const std::optional<ExportRequest> request = read_export_request(arguments);
  if (!request) return 0;
  const OpenedResults opened = open_results("export", request->files, request->scenarios, most_exported);
  if (!request->quiet) remark(opened.left_out);  // nothing is run, so versions make no difference
  const std::vector<ReportedScenario>& scenarios = opened.scenarios;
  const std::vector<std::string> labels = labels_of(scenarios);
  Targets targets(*request, scenarios);
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    targets.add_figures(scenarios[i], figure_tables(labels[i], scenarios[i].result));
    targets.add(settings_tables(labels[i], scenarios[i]));
    if (i > 0) targets.add({changed_settings_table(labels[i], scenarios[i], scenarios.front())});
  }
  targets.commit();
  if (request->quiet) return 0;
  for (const auto& [what, path] :
       {std::pair{"Tables", request->csv}, {"Workbook", request->xlsx}, {"IAMC table", request->iamc}})
    if (path) remark(fmt::format("{}: {}\n", what, *path));
  return 0;
}

}  // namespace secondcurve::cli
