#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/output_file.hpp"
#include "engine/cli/paired_results.hpp"
#include "engine/cli/reported_results.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/report/export_about.hpp"
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
  RunManner manner;
};

void check_export(const ExportRequest& request, const CommandSyntax& syntax) {
  if (request.manner.threads && (*request.manner.threads < 0 || *request.manner.threads > 4096))
    throw UsageError(
        fmt::format("secondcurve export: --threads = {}: must be from 0 to 4096", *request.manner.threads));
  if (request.files.empty()) throw no_results_given("export", request.scenarios, syntax.usage);
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
  if (request.csv) check_output_folder("export", "--csv", *request.csv);
  if (request.xlsx) check_output_file("export", {"--xlsx", "a workbook", ".xlsx"}, *request.xlsx);
  if (request.iamc) check_output_file("export", {"--iamc", "an IAMC table", ".csv"}, *request.iamc);
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
      ("scenario", po::value<std::vector<std::string>>()->multitoken()->value_name("NAME..."), scenario_option_text)
      ("force", "replace what is there under these names")
      ("threads", po::value<int>()->value_name("N"), "threads to use where differences have to be simulated, 0 for all")
      ("quiet,q", "print nothing but errors");
  // clang-format on
  const CommandSyntax syntax{
      "export",
      "RESULT.h5... --csv DIR | --xlsx FILE.xlsx | --iamc FILE.csv --region NAME [options]",
      "Writes what a result holds as tables: its statistics, not its paths. Of a result that holds several "
      "scenarios, "
      "and of several results, all scenarios stand in the same tables, and each is set against the first, "
      "path by "
      "path, as `secondcurve compare` does. Units and definitions are those of the result file.",
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
                        .manner = {option<int>(*values, "threads"), values->count("quiet") > 0}};
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
  return labels;
}

std::vector<std::int32_t> all_years_of(const std::vector<ReportedScenario>& scenarios) {
  std::set<std::int32_t> years;
  for (const ReportedScenario& each : scenarios)
    years.insert(each.result.years().begin(), each.result.years().end());
  return {years.begin(), years.end()};
}

std::string model_of(const ReportedScenario& scenario) {
  const std::string version = first_text(scenario.provenance, "version");
  return "secondcurve" + (version.empty() ? "" : " " + version);
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
    if (iamc_) iamc_->add(model_of(scenario), scenario, tables);
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

/// The figures of a scenario; its differences are those from the first one where their paths are pairs, else
/// those that its file holds.
std::vector<ExportTable> figures_of(const ReportedScenario& scenario, const std::string& label,
                                    const ReportedComparison* comparison, const std::string& first) {
  std::vector<ExportTable> tables = figure_tables(label, scenario.result);
  std::erase_if(tables, [](const ExportTable& table) { return table.name == "differences"; });
  const bool is_compared = comparison != nullptr && comparison->paired;
  std::string baseline = scenario.result.attribute("baseline");
  if (baseline.empty()) baseline = first_text(scenario.result.summary(), "baseline_title");
  tables.push_back(is_compared ? differences_table(label, first, *comparison->paired)
                               : differences_table(label, baseline, scenario.result));
  return tables;
}

/// Says of which scenarios or series there is no difference, and why: each note once, with the scenarios.
std::string remarks_on(const std::vector<ReportedComparison>& comparisons,
                       const std::vector<std::string>& labels) {
  constexpr std::size_t most = 4;  // scenarios that are named
  std::vector<std::pair<std::string, std::vector<std::string>>> by_note;
  for (const ReportedComparison& comparison : comparisons)
    for (const std::string& note : comparison.notes) {
      auto found =
          std::find_if(by_note.begin(), by_note.end(), [&](const auto& each) { return each.first == note; });
      if (found == by_note.end()) found = by_note.insert(by_note.end(), {note, {}});
      found->second.push_back(labels[comparison.scenario]);
    }
  std::string remarks;
  for (auto& [note, names] : by_note) {
    const std::size_t n_more = names.size() > most ? names.size() - most : 0;
    names.resize(names.size() - n_more);
    remarks += fmt::format("secondcurve: {}{} beside {}: {}\n", join(names, ", "),
                           n_more > 0 ? fmt::format(" and {} more", n_more) : "", labels.front(), note);
  }
  return remarks;
}

}  // namespace

int export_command(const std::vector<std::string>& arguments) {
  const std::optional<ExportRequest> request = read_export_request(arguments);
  if (!request) return 0;
  const bool quiet = request->manner.quiet;
  const OpenedResults opened = open_results("export", request->files, request->scenarios, most_exported);
  if (!quiet) remark(opened.left_out);  // versions make a difference only where something is simulated
  const std::vector<ReportedScenario>& scenarios = opened.scenarios;
  const std::vector<std::string> labels = labels_of(scenarios);
  Targets targets(*request, scenarios);  // what cannot be written is found before any work
  const std::vector<ReportedComparison> comparisons = compare_with_first(scenarios, request->manner);
  if (!quiet) remark(remarks_on(comparisons, labels));
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const ReportedComparison* comparison = i == 0 ? nullptr : &comparisons[i - 1];
    targets.add_figures(scenarios[i], figures_of(scenarios[i], labels[i], comparison, labels.front()));
    targets.add(settings_tables(labels[i], scenarios[i]));
    if (comparison == nullptr) continue;
    targets.add({changed_settings_table(labels[i], scenarios[i], scenarios.front()),
                 comparison_table(labels[i], labels.front(), *comparison)});
  }
  targets.add({facts_table(labels, scenarios)});
  targets.commit();
  if (quiet) return 0;
  for (const auto& [what, path] :
       {std::pair{"Tables", request->csv}, {"Workbook", request->xlsx}, {"IAMC table", request->iamc}})
    if (path) remark(fmt::format("{}: {}\n", what, *path));
  return 0;
}

}  // namespace secondcurve::cli
