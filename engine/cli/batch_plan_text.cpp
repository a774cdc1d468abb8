#include "engine/cli/batch_plan_text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/cli/batch_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/config/text.hpp"
#include "engine/core/size_text.hpp"

namespace secondcurve::cli {

namespace {

/// The scenarios with their numbers of paths, and with their configs where these differ.
std::string scenarios_text(const BatchPlan& plan, std::span<const ScenarioCheck> checks) {
  const std::string& config = plan.scenarios.front().path;
  const bool is_one_config = std::all_of(plan.scenarios.begin(), plan.scenarios.end(),
                                         [&](const PlannedScenario& each) { return each.path == config; });
  TextTable table;
  const auto add_row = [&](const std::string& name, const std::string& path, const std::string& n_paths) {
    table.add_row(is_one_config ? std::vector{name, n_paths} : std::vector{name, path, n_paths});
  };
  add_row("Scenario", "config", "paths");
  const std::size_t n = std::min(most_rows, plan.scenarios.size());
  for (std::size_t i = 0; i < n; ++i)
    add_row(plan.scenarios[i].name, plan.scenarios[i].path,
            checks[i].ok() ? grouped(checks[i].n_paths) : "cannot be run");
  std::string text = is_one_config ? fmt::format("Config: {}\n", config) : "";
  text += table.text(is_one_config ? 1 : 2);
  if (n < plan.scenarios.size()) text += fmt::format("... and {} more\n", plan.scenarios.size() - n);
  return text;
}

std::string baseline_text(const BatchPlan& plan, std::span<const ScenarioCheck> checks) {
  if (!plan.baseline) return {};
  const std::string& baseline = plan.scenarios[*plan.baseline].name;
  std::vector<Unpaired> unpaired;
  for (std::size_t i = 0; i < checks.size(); ++i)
    if (!checks[i].unpaired.empty()) unpaired.push_back({plan.scenarios[i].name, checks[i].unpaired});
  if (unpaired.empty()) return fmt::format("All are compared with {}, path by path.\n", baseline);
  return fmt::format("All but {} are compared with {}, path by path.\n{}", unpaired.size(), baseline,
                     unpaired_text(unpaired, baseline));
}

}  // namespace

std::string plan_text(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const PlanNeeds& needs) {
  std::string text = bold(plan.title) + '\n' + scenarios_text(plan, checks);
  for (std::size_t i = 0; i < checks.size(); ++i)
    if (!checks[i].ok()) text += named_error(plan.scenarios[i], checks[i]) + '\n';
  return text + '\n' + baseline_text(plan, checks) +
         fmt::format(
             "{}, {} at once: about {} on this machine when it is idle, {} of memory and {} of disk.\n",
             counted(plan.scenarios.size(), "scenario"), needs.sizes.at_once, duration_text(needs.seconds),
             size_text(needs.sizes.memory_bytes), size_text(needs.sizes.disk_bytes));
}

std::string plan_json(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const PlanNeeds& needs) {
  using Json = nlohmann::ordered_json;
  Json json{{"title", plan.title}};
  if (plan.baseline) json["baseline"] = plan.scenarios[*plan.baseline].name;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const PlannedScenario& scenario = plan.scenarios[i];
    Json entry{{"name", scenario.name}, {"config", scenario.path}, {"settings", scenario.overrides()}};
    if (checks[i].ok()) {
      entry["title"] = checks[i].title;
      entry["paths"] = checks[i].n_paths;
    } else {
      entry["error"] = checks[i].error;
    }
    if (!checks[i].unpaired.empty()) entry["not_compared"] = checks[i].unpaired;
    json["scenarios"].push_back(std::move(entry));
  }
  json["needs"] = {{"at_once", needs.sizes.at_once},
                   {"seconds", needs.seconds},
                   {"memory_bytes", needs.sizes.memory_bytes},
                   {"disk_bytes", needs.sizes.disk_bytes}};
  return json.dump(2) + '\n';
}

}  // namespace secondcurve::cli
