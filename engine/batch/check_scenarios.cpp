#include "engine/batch/check_scenarios.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "engine/config/reading.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {
namespace {

/// The setting that an error of a key given by --set comes from: the one that sets the key, or else the last
/// one that sets something in it. Null if there is none.
const PlannedSetting* setting_of(const PlannedScenario& scenario, const std::string& key) {
  const PlannedSetting* found = nullptr;
  for (const PlannedSetting& each : scenario.settings)
    if (is_key_within(key, each.key)) return &each;
  for (const PlannedSetting& each : scenario.settings)
    if (is_key_within(each.key, key)) found = &each;
  return found;
}

/// Errors of settings are reported for "--set": they get their place in the batch file, and their
/// turn in it.
std::vector<Diagnostic> placed(std::vector<Diagnostic> diagnostics, const BatchPlan& plan,
                               const PlannedScenario& scenario) {
  for (Diagnostic& each : diagnostics) {
    if (each.where.file != "--set") continue;
    each.where = {plan.path, scenario.line, scenario.column};
    if (const PlannedSetting* setting = setting_of(scenario, each.key))
      each.where = {plan.path, setting->line, setting->column};
  }
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.where.file, a.where.line, a.where.column) <
           std::tie(b.where.file, b.where.line, b.where.column);
  });
  return diagnostics;
}

/// A text with a name in front of every line that is no continuation of the one before.
std::string named_lines(const std::string& name, const std::string& text) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (!out.empty()) out += '\n';
    out += line.starts_with(' ') ? line : fmt::format("{}: {}", name, line);
    begin = end + 1;
  }
  return out;
}

/// What names stand for in a scenario, as far as all scenarios of one file must agree.
std::vector<std::pair<std::string, std::string>> meanings_of(const Scenario& s) {
  std::vector<std::pair<std::string, std::string>> meanings{
      {"the years", fmt::format("{} to {}", s.simulation.base_year, s.simulation.end_year)}};
  for (const auto& [name, account] : s.accounts)
    meanings.emplace_back("account " + name, account.title + ". " + account.definition);
  for (const auto& [name, series] : s.series) {
    std::string sum;
    for (const auto& [sector, weight] : series.sum) sum += fmt::format(", {} {:g}", sector, weight);
    meanings.emplace_back(
        "series " + name,
        fmt::format("account {}, measure {}, unit {}, prices {}, part of {}, sum of{}", series.account,
                    series.measure, unit_of(s, series), prices_of(s, series),
                    series.part_of.empty() ? "none" : series.part_of, sum.empty() ? " none" : sum.substr(1)));
  }
  for (const auto& [name, target] : s.targets) {
    const Series* series = find_entry(s.series, target.series);
    meanings.emplace_back("target " + name, series == nullptr ? "several" : "unit " + unit_of(s, *series));
  }
  return meanings;
}

ScenarioCheck check(const BatchPlan& plan, const PlannedScenario& planned, const Files& files) {
  ScenarioCheck check;
  try {
    const LoadedScenario loaded = load_planned(plan, planned, files);
    const Scenario& s = loaded.scenario;
    check.title = planned.title.empty() ? s.scenario.title : planned.title;
    check.fingerprint = run_fingerprint(loaded);
    check.n_paths = s.simulation.paths;
    check.n_blocks = n_blocks(s);
    check.keeps_cube = s.output.keeps_cube();
    check.meanings = meanings_of(s);
    const bool is_compared = plan.baseline && &plan.scenarios[*plan.baseline] != &planned;
    const auto& rule = s.simulation.stop_when;
    if (rule && rule->statistic == StopStatistic::mean_difference && !is_compared)
      check.error = fmt::format(
          "{}: simulation.stop_when.statistic = \"mean_difference\": there is no baseline to compare it with "
          "(choose another statistic, or switch the rule off with enabled = false)",
          planned.name);
  } catch (const ConfigError& error) {
    check.error = named_lines(planned.name, error.what());
  } catch (const IoError& error) {
    check.error = named_lines(planned.name, error.what());
  }
  return check;
}

}  // namespace

LoadedScenario load_planned(const BatchPlan& plan, const PlannedScenario& scenario, const Files& files) {
  try {
    return load_scenario(scenario.path, scenario.overrides(), files);
  } catch (const ConfigError& error) {
    throw ConfigError(placed(error.diagnostics(), plan, scenario));
  }
}

std::vector<ScenarioCheck> check_scenarios(const BatchPlan& plan, const Files& files,
                                           const RunControl& control) {
  std::vector<ScenarioCheck> checks(plan.scenarios.size());
  run_indices(checks.size(), control, [&](std::size_t i) {
    checks[i] = check(plan, plan.scenarios[i], files);
    if (control.progress) control.progress(1);
  });
  return checks;
}

namespace {
/// The first two scenarios in which one name means two things; empty where there are none.
std::string clash_of(const BatchPlan& plan, std::span<const ScenarioCheck> checks) {
  std::map<std::string, std::pair<std::string, std::size_t>> known;  // meaning, and the scenario it is from
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (!checks[i].ok()) continue;
    for (const auto& [name, meaning] : checks[i].meanings) {
      const auto [first, is_new] = known.try_emplace(name, meaning, i);
      if (is_new || first->second.first == meaning) continue;
      return fmt::format(
          "{} and {} cannot stand in one file: {} differ\n  {}: {}\n  {}: {}\n"
          "Make them alike, rename what is another thing, or run two batches.",
          plan.scenarios[first->second.second].name, plan.scenarios[i].name, name,
          plan.scenarios[first->second.second].name, first->second.first, plan.scenarios[i].name, meaning);
    }
  }
  return {};
}
}  // namespace

void refuse_wrong_scenarios(const BatchPlan& plan, std::span<const ScenarioCheck> checks) {
  std::map<std::string, std::size_t> n_right, n_named;  // by sweep
  for (std::size_t i = 0; i < checks.size(); ++i)
    if (checks[i].ok()) ++n_right[plan.scenarios[i].sweep];
  std::string problems;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const std::string& sweep = plan.scenarios[i].sweep;
    const bool is_needed = sweep.empty() || n_right[sweep] == 0 || plan.baseline == i;
    if (checks[i].ok() || !is_needed) continue;
    if (!sweep.empty() && plan.baseline != i && ++n_named[sweep] > 1) continue;  // as wrong as the first
    problems += checks[i].error + '\n';
  }
  if (problems.empty()) problems = clash_of(plan, checks);
  if (!problems.empty())
    throw UsageError(problems + (problems.ends_with('\n') ? "" : "\n") + "Nothing was run.");
}

}  // namespace secondcurve
