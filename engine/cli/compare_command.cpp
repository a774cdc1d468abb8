#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/batch/run_to_file.hpp"
#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/compare_tables.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/output_file.hpp"
#include "engine/cli/output_form.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/result_tsv.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/usage.hpp"
#include "engine/cli/with_progress.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_writer.hpp"
#include "engine/report/same_basis.hpp"
#include "engine/simulate/baseline.hpp"
#include "engine/simulate/pairing.hpp"
#include "engine/simulate/simulate.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

/// What the command line asks for.
struct CompareRequest {
  ScenarioChoice baseline, scenario;
  std::optional<std::string> output;
  std::vector<std::string> series, years;
  std::optional<int> threads;
  Overwrite overwrite = Overwrite::refuse;
  bool quiet = false;
  OutputForm form = OutputForm::table;
};

void check(const CompareRequest& request) {
  if (request.threads && (*request.threads < 0 || *request.threads > 4096))
    throw UsageError(
        fmt::format("secondcurve compare: --threads = {}: must be from 0 to 4096", *request.threads));
  for (const std::string& input : {request.baseline.path, request.scenario.path})
    if (request.output && is_same_file(input, *request.output))
      throw UsageError(fmt::format(
          "secondcurve compare: the result would replace its own input {}; name another file with -o",
          input));
  if (request.output) check_output_result("compare", *request.output);
}

/// Reads the arguments; nothing where only help was asked for.
std::optional<CompareRequest> read_request(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("scenario", po::value<std::vector<std::string>>()->value_name("NAME"), "of a result that holds several: the scenario; for each such file once")
      ("series", po::value<std::vector<std::string>>()->multitoken()->value_name("NAME..."), "only these series (default: all that both have)")
      ("year", po::value<std::vector<std::string>>()->multitoken()->value_name("YEAR..."), "these years (default: the last that both have)")
      ("output,o", po::value<std::string>()->value_name("OUT.h5"), "write the result of SCENARIO with its differences from the baseline, too")
      ("force", "replace that file if it exists")
      ("threads", po::value<int>()->value_name("N"), "threads to use, 0 for all; never changes a result")
      ("quiet,q", "print nothing but errors");
  // clang-format on
  add_form_options(options);
  const CommandSyntax syntax{
      "compare",
      "BASELINE SCENARIO [options], or INDEX.h5 --scenario [BASELINE --scenario] SCENARIO",
      "Sets a scenario against a baseline on the same random numbers, path by path. "
      "Both are simulated again. "
      "Each is a config file, or a result, which holds its config. Two scenarios of one "
      "result that holds several are named with --scenario twice; one name alone is "
      "compared with the baseline of its batch.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return std::nullopt;
  refuse_both(syntax, *values, exclusive_forms);
  const std::array<ScenarioChoice, 2> both =
      two_scenarios("compare", options_of(*values, "file"), options_of(*values, "scenario"));
  CompareRequest request{.baseline = both[0],
                         .scenario = both[1],
                         .output = option<std::string>(*values, "output"),
                         .series = options_of(*values, "series"),
                         .years = options_of(*values, "year"),
                         .threads = option<int>(*values, "threads"),
                         .overwrite = values->count("force") > 0 ? Overwrite::replace : Overwrite::refuse,
                         .quiet = values->count("quiet") > 0,
                         .form = form_of(*values)};
  check(request);
  return request;
}

[[noreturn]] void refuse(const CompareRequest& request, const std::string& reason) {
  throw UsageError(fmt::format("secondcurve compare: {} and {} cannot be compared path by path: {}",
                               request.baseline.text(), request.scenario.text(), reason));
}

std::size_t place_of(std::string_view what, const std::string& given, const std::vector<std::string>& known) {
  return place_among(known, given,
                     fmt::format("secondcurve compare: \"{}\" is no {} that both have", given, what));
}

/// The series and years that are shown. Throws UsageError where the two have none in common.
TableChoice choose(const CompareRequest& request, const Scenario& scenario, const Pairing& pairing) {
  std::vector<std::size_t> places;
  std::vector<std::string> names, years;
  for (std::size_t i = 0; i < scenario.series.size(); ++i) {
    if (!pairing.partners[i]) continue;
    places.push_back(i);
    names.push_back(scenario.series[i].name);
  }
  if (places.empty()) refuse(request, "they have no series of the same name and meaning");
  for (std::size_t year = 0; year < pairing.n_years; ++year)
    years.push_back(std::to_string(scenario.simulation.base_year + static_cast<int>(year)));
  TableChoice choice{request.series.empty() ? places : std::vector<std::size_t>(), {}};
  for (const std::string& name : request.series)
    choice.series.push_back(places[place_of("series", name, names)]);
  for (const std::string& year : request.years) choice.years.push_back(place_of("year", year, years));
  if (choice.years.empty()) choice.years.push_back(pairing.n_years - 1);
  return choice;
}

/// The results of both.
struct Compared {
  ResultView baseline, scenario;
};

Compared simulate_both(const CompareRequest& request, const LoadedScenario& loaded_baseline,
                       const Economy& baseline_economy, const LoadedScenario& loaded,
                       const Economy& economy) {
  std::optional<ResultWriter> writer;  // what cannot be written is found before any work is done
  if (request.output) writer.emplace(*request.output, request.overwrite);
  const RunManner manner{request.threads, request.quiet};
  const Result own =
      with_progress(manner, request.baseline.text(), baseline_economy.scenario(),
                    n_progress_blocks(baseline_economy.scenario()),
                    [&](const RunControl& control) { return simulate(baseline_economy, {}, control); });
  const std::uint64_t n_blocks = n_progress_blocks(economy.scenario()) + (own.n_paths - 1) / block_paths + 1;
  ResultView view = with_progress(
      manner, request.scenario.text(), economy.scenario(), n_blocks, [&](const RunControl& control) {
        const Baseline baseline(baseline_economy, own.n_paths, control);
        if (!writer) return view_of(loaded, simulate(economy, {}, control, &baseline));
        ResultOptions options;
        options.against = {&baseline, &loaded_baseline};
        return view_of(loaded, run_to_file(*writer, loaded, economy, control, options));
      });
  return {view_of(loaded_baseline, own), std::move(view)};
}

}  // namespace

int compare_command(const std::vector<std::string>& arguments) {
  const std::optional<CompareRequest> request = read_request(arguments);
  if (!request) return 0;
  const Input baseline = load_to_compare(request->baseline);
  const Input scenario = load_to_compare(request->scenario);
  if (!request->quiet) remark(baseline.remark + scenario.remark);
  if (const std::string reason = nothing_in_common(scenario.loaded.scenario, baseline.loaded.scenario);
      !reason.empty())
    refuse(*request, reason);
  const Economy baseline_economy(baseline.loaded.scenario), economy(scenario.loaded.scenario);
  if (const std::string reason = why_unpaired(economy, baseline_economy); !reason.empty())
    refuse(*request, reason);
  const TableChoice choice =
      choose(*request, economy.scenario(), pair_series(economy.scenario(), baseline_economy.scenario()));
  const Compared both = simulate_both(*request, baseline.loaded, baseline_economy, scenario.loaded, economy);
  if (request->quiet) return 0;
  const ComparedSide first{both.baseline, request->baseline.scenario.value_or("")};
  const ComparedSide second{both.scenario, request->scenario.scenario.value_or("")};
  if (request->form == OutputForm::tsv)
    remark(notes_text(both.baseline, "Note on the baseline: ") + notes_text(both.scenario));
  fmt::print("{}", request->form == OutputForm::json  ? compare_json(first, second, choice)
                   : request->form == OutputForm::tsv ? compare_tsv(first, second, choice)
                                                      : compare_text(first, second, choice));
  std::fflush(stdout);
  if (request->output) remark(fmt::format("Result: {}\n", *request->output));
  return 0;
}

}  // namespace secondcurve::cli
