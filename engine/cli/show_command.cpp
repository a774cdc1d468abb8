#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/batch_tables.hpp"
#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/one_scenario.hpp"
#include "engine/cli/output_form.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/cli/result_tsv.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/usage.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/simulate/variables.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

std::size_t place_of(std::string_view what, const std::string& given, const std::vector<std::string>& known) {
  return place_among(known, given,
                     fmt::format("secondcurve show: \"{}\" is no {} of this result", given, what));
}

TableChoice choose(const ResultView& view, const po::variables_map& values) {
  TableChoice choice = choice_of_all(view);
  if (values.count("series") > 0) choice.series.clear();
  for (const std::string& name : options_of(values, "series"))
    choice.series.push_back(place_of("series", name, view.texts("series")));
  std::vector<std::string> years;
  for (const std::int32_t year : view.years()) years.push_back(std::to_string(year));
  if (values.count("year") > 0) choice.years.clear();
  for (const std::string& year : options_of(values, "year"))
    choice.years.push_back(place_of("year", year, years));
  std::vector<std::string> variables;
  for (const VariableInfo& info : reported_variables)
    if (view.has_variable(name_of(info.variable))) variables.emplace_back(name_of(info.variable));
  choice.variable = option<std::string>(values, "variable").value_or("output");
  place_of("variable", choice.variable, variables);
  choice.fan = values.count("fan") > 0 && is_terminal(1);
  return choice;
}

/// A table that takes the place of the usual ones, by its option.
struct SpecialTable {
  const char* option;
  bool (ResultView::*is_there)() const;
  const char* missing;  ///< what to say where the result has none
  std::string (*text)(const ResultView& result, const TableChoice& choice);
  std::string (*json)(const ResultView& result, const TableChoice& choice);
  std::string_view tsv;  ///< its name in table_tsv
};

constexpr std::array<SpecialTable, 4> special_tables{{
    {"causes", &ResultView::has_causes,
     "no causes: its scenario has no lever, link or event, so all growth is the models' own", causes_text,
     causes_json, "change_by_cause"},
    {"programmes", &ResultView::has_programmes,
     "no programmes: its scenario has no [programmes.NAME] that pays into a sector", programmes_text,
     programmes_json, "programmes"},
    {"variance", &ResultView::has_variance_split,
     "no split of the variance: set simulation.inner above 1, such as 16, and run again", variance_text,
     variance_json, "variance"},
    {"targets", &ResultView::has_targets, "no targets: its scenario has no [targets.NAME]",
     [](const ResultView& result, const TableChoice&) { return targets_text(result); },
     [](const ResultView& result, const TableChoice&) { return targets_json(result); }, "targets"},
}};

/// Options of which one would silently have no effect beside the other.
constexpr std::array<OptionPair, 30> exclusive{{{"causes", "programmes"},
                                                {"causes", "variance"},
                                                {"programmes", "variance"},
                                                {"causes", "variable"},
                                                {"programmes", "variable"},
                                                {"variance", "variable"},
                                                {"programmes", "series"},
                                                {"config", "causes"},
                                                {"config", "programmes"},
                                                {"config", "variance"},
                                                {"config", "variable"},
                                                {"config", "series"},
                                                {"config", "year"},
                                                {"config", "json"},
                                                {"config", "table"},
                                                {"config", "tsv"},
                                                {"targets", "causes"},
                                                {"targets", "programmes"},
                                                {"targets", "variance"},
                                                {"targets", "variable"},
                                                {"targets", "series"},
                                                {"targets", "year"},
                                                {"config", "targets"},
                                                {"fan", "causes"},
                                                {"fan", "programmes"},
                                                {"fan", "variance"},
                                                {"fan", "targets"},
                                                {"fan", "config"},
                                                {"fan", "tsv"},
                                                {"fan", "json"}}};

/// What is asked for of a result, in the form that is asked for.
std::string shown(const ResultView& view, const po::variables_map& values) {
  const TableChoice choice = choose(view, values);
  const OutputForm form = form_of(values);
  for (const SpecialTable& table : special_tables) {
    if (values.count(table.option) == 0) continue;
    if (!(view.*table.is_there)())
      throw UsageError(fmt::format("secondcurve show: this result has {}", table.missing));
    if (form == OutputForm::tsv) return table_tsv(view, choice, table.tsv);
    return form == OutputForm::json ? table.json(view, choice)
                                    : heading_text(view) + '\n' + table.text(view, choice);
  }
  if (form == OutputForm::json) return result_json(view, choice);
  if (form == OutputForm::tsv)
    return values.count("variable") > 0 ? figures_tsv(view, choice, {choice.variable})
                                        : figures_tsv(view, choice, {"output", "growth", "average_growth"});
  if (values.count("series") > 0) return heading_text(view) + '\n' + series_text(view, choice);
  return result_text(view, choice);
}

/// Options that show one scenario alone.
constexpr std::array<const char*, 7> of_one_scenario{"causes",   "programmes", "variance", "targets",
                                                     "variable", "config",     "fan"};

/// What is asked for of all scenarios of a file, in the form that is asked for.
std::string shown_of_all(const std::string& path, const po::variables_map& values) {
  const std::vector<std::string> series = options_of(values, "series"), years = options_of(values, "year");
  if (series.size() > 1 || years.size() > 1)
    throw UsageError(fmt::format(
        "secondcurve show: of the scenarios of {} one series and one year are shown at a time; choose one of "
        "each, or one scenario with --scenario",
        path));
  const OutcomeChoice choice{
      .series = series.empty() ? std::nullopt : std::optional(series.front()),
      .year = years.empty() ? std::nullopt : std::optional(years.front()),
      .targets = options_of(values, "target"),
  };
  const OutputForm form = form_of(values);
  return form == OutputForm::json  ? batch_json(path, choice)
         : form == OutputForm::tsv ? batch_tsv(path, choice)
                                   : batch_text(path, choice);
}

/// Whether all scenarios of a file are shown, in one table.
bool shows_all(const std::string& path, const po::variables_map& values) {
  const bool is_of_one = std::any_of(of_one_scenario.begin(), of_one_scenario.end(),
                                     [&](const char* name) { return values.count(name) > 0; });
  return values.count("scenario") == 0 && !is_of_one && holds_several(path);
}

}  // namespace

int show_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("scenario", po::value<std::string>()->value_name("NAME"), "the scenario to show, where the file has several; otherwise a table of all")
      ("series", po::value<std::vector<std::string>>()->multitoken()->value_name("NAME..."), "only these series")
      ("year", po::value<std::vector<std::string>>()->multitoken()->value_name("YEAR..."), "only these years")
      ("target", po::value<std::vector<std::string>>()->multitoken()->value_name("NAME..."), "of a file of several scenarios: these targets")
      ("variable", po::value<std::string>()->value_name("NAME"), "output (default), growth, average_growth, share, contribution, log_output; beside a baseline difference, relative_difference, average_growth_difference")
      ("fan", "on a terminal, draw each series beside its figures: its 5% quantile, median and 95% quantile over the years")
      ("causes", "growth by cause instead: the models' own, links, events, investment, ...")
      ("programmes", "what investment programmes add to output and cost, instead")
      ("variance", "how much of the variance uncertain parameters make, and how much shocks, instead")
      ("targets", "the targets alone")
      ("config", "print the config that made the result instead");
  // clang-format on
  add_form_options(options);
  const CommandSyntax syntax{"show", "OUT.h5 [options]", "Prints tables from a result file.", {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  refuse_both(syntax, *values, exclusive);
  refuse_both(syntax, *values, exclusive_forms);
  const std::vector<std::string> files = options_of(*values, "file");
  if (files.size() != 1)
    throw UsageError("secondcurve show: give one result file. Usage: secondcurve show OUT.h5 [options]");

  const std::string& path = files.front();
  const auto name = option<std::string>(*values, "scenario");
  if (shows_all(path, *values)) {
    fmt::print("{}", shown_of_all(path, *values));
    return 0;
  }
  if (values->count("target") > 0)
    throw UsageError(
        "secondcurve show: --target is for the table of several scenarios; of one, all targets are shown");
  if (values->count("config") > 0) {
    fmt::print("{}", config_in(path, name));
    return 0;
  }
  const ResultFile file(path);
  const std::size_t scenario = scenario_number(file, path, name);
  const ResultView view = view_of(file, path, scenario);
  if (form_of(*values) == OutputForm::tsv) remark(notes_text(view));
  fmt::print("{}", shown(view, *values));
  return 0;
}

}  // namespace secondcurve::cli
