#include "engine/batch/check_scenarios.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "engine/config/reading.hpp"
#include "engine/core/error.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/simulate.hpp"

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
    for (const auto& series : s.series) check.series.push_back(series.name);
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

}  // namespace secondcurve
