#include "models/scenario/settings.hpp"

#include <algorithm>

namespace secondcurve {

namespace {

void collect(const Node& node, std::vector<const Node*>& settings) {
  const bool is_setting = node.kind() != Node::Kind::table || is_value(node);
  if (is_setting || !node.replaced().empty()) settings.push_back(&node);
  if (is_setting) return;
  for (const Node& child : node.children()) collect(child, settings);
}

}  // namespace

std::vector<const Node*> settings_within(const Node& node) {
  std::vector<const Node*> settings;
  collect(node, settings);
  return settings;
}

std::vector<SettingChange> changes_of(const LoadedScenario& loaded, const std::string& key) {
  std::vector<SettingChange> found;
  for (const auto& [name, spec] : loaded.scenario.adjustments) {
    if (std::find(spec.adjusted.begin(), spec.adjusted.end(), key) == spec.adjusted.end()) continue;
    const Node& entry = *loaded.document.root().find_path("adjustments." + name);
    if (const Node* times = entry.find("times")) found.push_back({times, spec.times != 1.0});
    if (const Node* add = entry.find("add")) found.push_back({add, spec.add != 0.0});
  }
  return found;
}

const std::string* adjusted_value(const LoadedScenario& loaded, const std::string& key) {
  for (const AdjustedNumber& each : loaded.adjusted)
    if (each.key == key) return &each.value;
  return nullptr;
}

std::optional<std::vector<std::string>> numbers_of_pattern(const Scenario& scenario, const std::string& key) {
  for (const auto& [name, spec] : scenario.adjustments)
    if (key == "adjustments." + name + ".keys") return spec.adjusted;
  for (const auto& [name, entry] : scenario.parameter_correlation)
    if (key == "parameter_correlation." + name + ".keys") return entry.governed;
  return std::nullopt;
}

}  // namespace secondcurve
