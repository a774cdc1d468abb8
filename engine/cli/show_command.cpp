#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/simulate/variables.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

[[noreturn]] void unknown(std::string_view what, const std::string& given,
                          const std::vector<std::string>& known) {
  const std::string near = closest(given, known);
  throw UsageError(fmt::format("secondcurve show: \"{}\" is no {} of this result{} (it has: {})", given, what,
                               near.empty() ? "" : fmt::format(". Did you mean '{}'?", near),
                               join(known, ", ")));
}

std::size_t place_of(std::string_view what, const std::string& given, const std::vector<std::string>& known) {
  const auto found = std::find(known.begin(), known.end(), given);
  if (found == known.end()) unknown(what, given, known);
  return static_cast<std::size_t>(found - known.begin());
}

TableChoice choose(const ResultView& view, const po::variables_map& values) {
  TableChoice choice;
  for (const std::string& name : options_of(values, "series"))
    choice.series.push_back(place_of("series", name, view.texts("series")));
  if (choice.series.empty()) {
    choice.series.resize(view.n_series());
    std::iota(choice.series.begin(), choice.series.end(), std::size_t{0});
  }
  std::vector<std::string> years;
  for (const std::int32_t year : view.years()) years.push_back(std::to_string(year));
  for (const std::string& year : options_of(values, "year"))
    choice.years.push_back(place_of("year", year, years));
  if (choice.years.empty()) {
    choice.years.resize(view.n_years());
    std::iota(choice.years.begin(), choice.years.end(), std::size_t{0});
  }
  std::vector<std::string> variables;
  for (const VariableInfo& info : reported_variables)
    if (view.has_variable(info.name)) variables.emplace_back(info.name);
  choice.variable = option<std::string>(values, "variable").value_or("output");
  place_of("variable", choice.variable, variables);
  return choice;
}

}  // namespace

int show_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("series", po::value<std::vector<std::string>>()->multitoken()->value_name("NAME..."), "only these series")
      ("year", po::value<std::vector<std::string>>()->multitoken()->value_name("YEAR..."), "only these years")
      ("variable", po::value<std::string>()->value_name("NAME"), "output (default), growth, average_growth, share, contribution or log_output")
      ("causes", "growth by cause instead: the models' own, links, events, investment, ...")
      ("programmes", "what investment programmes add to output and cost, instead")
      ("variance", "how much of the variance uncertain parameters make, and how much shocks, instead")
      ("config", "print the config that made the result instead")
      ("json", "print as JSON");
  // clang-format on
  const CommandSyntax syntax{"show", "OUT.h5 [options]", "Prints tables from a result file.", {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  const std::vector<std::string> files = options_of(*values, "file");
  if (files.size() != 1)
    throw UsageError("secondcurve show: give one result file. Usage: secondcurve show OUT.h5 [options]");

  const ResultFile file(files.front());
  if (values->count("config") > 0) {
    fmt::print("{}", file.text("/provenance/config"));
    return 0;
  }
  const ResultView view(files.front(), file.root(), file.group("summary"));
  const TableChoice choice = choose(view, *values);
  if (values->count("json") > 0) {
    fmt::print("{}", result_json(view, choice));
    return 0;
  }
  if (values->count("causes") > 0) {
    fmt::print("{}\n{}", heading_text(view), causes_text(view, choice));
    return 0;
  }
  if (values->count("programmes") > 0) {
    fmt::print("{}\n{}", heading_text(view), programmes_text(view, choice));
    return 0;
  }
  if (values->count("variance") > 0) {
    fmt::print("{}\n{}", heading_text(view), variance_text(view, choice));
    return 0;
  }
  fmt::print("{}\n{}", heading_text(view), series_text(view, choice));
  if (values->count("series") > 0) return 0;
  for (const std::string& table : {model_shares_text(view, choice), targets_text(view)})
    if (!table.empty()) fmt::print("\n{}", table);
  return 0;
}

}  // namespace secondcurve::cli
