#include "engine/batch/check_scenarios.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include <fmt/format.h>

#include "engine/config/reading.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/pairing.hpp"
#include "engine/simulate/simulate.hpp"
#include "models/economy/economy.hpp"
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

/// The baseline of a plan as other scenarios are held against it; null where there is none that can be run.
std::unique_ptr<Economy> baseline_of(const BatchPlan& plan, const Files& files) {
  if (!plan.baseline) return nullptr;
  try {
    return std::make_unique<Economy>(load_planned(plan, plan.scenarios[*plan.baseline], files).scenario);
  } catch (const ConfigError&) {  // reported where it is checked itself
  } catch (const IoError&) {
  }
  return nullptr;
}

/// Why a scenario cannot be compared with the baseline; empty where it can. Draws are compared where they
/// count.
std::string why_not_compared(const Scenario& s, const Economy& baseline) {
  std::string reason = why_unpaired(s, baseline.scenario());
  if (!reason.empty() || s.simulation.sampling != Sampling::sobol) return reason;
  return why_unpaired(Economy(s), baseline);
}

/// How many numbers a scenario draws once per path. Only cubes hold them.
std::size_t n_parameters(const Scenario& s) {
  return s.output.keeps_cube() ? Economy(s).parameter_keys().size() : 0;
}

ScenarioCheck check(const BatchPlan& plan, const PlannedScenario& planned, const Files& files,
                    const Economy* baseline, std::size_t n_threads) {
  ScenarioCheck check;
  try {
    const LoadedScenario loaded = load_planned(plan, planned, files);
    const Scenario& s = loaded.scenario;
    check.title = planned.title.empty() ? s.scenario.title : planned.title;
    check.fingerprint = run_fingerprint(loaded);
    check.assumptions = assumptions_fingerprint(loaded);
    check.n_paths = s.simulation.paths;
    check.n_blocks = n_blocks(s);
    check.meanings = meanings_of(s);
    const bool is_compared = plan.baseline && &plan.scenarios[*plan.baseline] != &planned;
    if (is_compared && baseline != nullptr) check.unpaired = why_not_compared(s, *baseline);
    const bool has_pairs = is_compared && baseline != nullptr && check.unpaired.empty();
    check.sizes = sizes_of(s, n_parameters(s), has_pairs ? &baseline->scenario() : nullptr, n_threads);
    const auto& rule = s.simulation.stop_when;
    if (rule && rule->statistic == StopStatistic::mean_difference && !is_compared)
      check.error =
          "simulation.stop_when.statistic = \"mean_difference\": there is no baseline to compare it with "
          "(choose "
          "another statistic, or switch the rule off with enabled = false)";
  } catch (const ConfigError& error) {
    check.error = error.what();
  } catch (const IoError& error) {
    check.error = error.what();
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

std::string named_error(const PlannedScenario& scenario, const ScenarioCheck& check) {
  std::string out;
  for (std::size_t begin = 0; begin < check.error.size();) {
    const std::size_t end = std::min(check.error.find('\n', begin), check.error.size());
    const std::string line = check.error.substr(begin, end - begin);
    if (!out.empty()) out += '\n';
    out += line.starts_with(' ') ? line
                                 : fmt::format("{}: {}", scenario.name, line);  // ' ' goes on with the last
    begin = end + 1;
  }
  return out;
}

std::uint64_t mean_blocks(std::span<const ScenarioCheck> checks) {
  std::uint64_t sum = 0, n = 0;
  for (const ScenarioCheck& each : checks)
    if (each.ok()) {
      sum += each.n_blocks;
      ++n;
    }
  return n == 0 ? 1 : sum / n;
}

std::vector<ScenarioCheck> check_scenarios(const BatchPlan& plan, const Files& files,
                                           const RunControl& control) {
  std::vector<ScenarioCheck> checks(plan.scenarios.size());
  const std::unique_ptr<Economy> baseline = baseline_of(plan, files);
  run_indices(checks.size(), control, [&](std::size_t i) {
    checks[i] = check(plan, plan.scenarios[i], files, baseline.get(), thread_count(control));
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
    problems += named_error(plan.scenarios[i], checks[i]) + '\n';
  }
  if (problems.empty()) problems = clash_of(plan, checks);
  if (!problems.empty())
    throw UsageError(problems + (problems.ends_with('\n') ? "" : "\n") + "Nothing was run.");
}

}  // namespace secondcurve
