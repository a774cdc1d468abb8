#include "models/scenario/load.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/read_table.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "models/scenario/citations.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/validate.hpp"

namespace secondcurve {

namespace {
/// The keys of a scenario that take each other's place, and what an entry loses as it takes another form.
std::vector<ExclusiveKey> exclusive_scenario_keys() {
  std::vector<ExclusiveKey> keys = exclusive_keys(table_info<Scenario>(""));
  keys.push_back({"targets.*", "", "all_of", {Target::own_keys.begin(), Target::own_keys.end()}});
  keys.push_back(
      {"simulation.stop_when", "", "target", {StopRule::series_keys.begin(), StopRule::series_keys.end()}});
  keys.push_back({"programmes.*", "", "schedule", {"years"}});
  keys.push_back({"events.*", "", "annual_probability", {"probability"}});
  keys.push_back({"events.*", "", "growth_impact", {"recovery_half_life"}});
  keys.push_back({"events.*", "", "impact", {"duration"}});
  for (const char* form : {"matrix", "table"})
    keys.push_back({"links", "", form, {"purchase_share", "purchase_shares"}});
  keys.push_back({"parameter_correlation.*", "", "correlation", {"keys"}});
  return keys;
}

bool is_set(const Node& node) { return node.key_position().file == "--set"; }

/// The name that was perhaps meant where --set makes a new table on the way to a key; empty where it makes
/// none.
std::string hint_for_new_table(const std::string& key, const Node& root) {
  const Node* table = &root;
  for (std::string_view rest = key; !rest.empty();) {
    const std::string_view name = rest.substr(0, rest.find('.'));
    const Node* child = table->find(name);
    if (child == nullptr || child->kind() != Node::Kind::table || is_value(*child)) return {};
    if (is_set(*child)) {
      std::vector<std::string> others;
      for (const Node& each : table->children())
        if (!is_set(each)) others.push_back(each.name());
      return did_you_mean(child->name(), others);
    }
    table = child;
    rest.remove_prefix(name.size() < rest.size() ? name.size() + 1 : rest.size());
  }
  return {};
}

/// Errors of settings with a hint where they are of a table whose name is perhaps misspelt.
std::vector<Diagnostic> with_hints(std::vector<Diagnostic> diagnostics, const Node& root) {
  for (Diagnostic& each : diagnostics)
    if (each.hint.empty() && each.where.file == "--set") each.hint = hint_for_new_table(each.key, root);
  return diagnostics;
}
}  // namespace

LoadedScenario load_scenario(const std::string& path, std::span<const std::string> overrides,
                             const Files& files) {
  Document document = Document::load(path, overrides, files, exclusive_scenario_keys());
  Reading reading([&](const Node& node, const std::string& name) {
    return NamedText{document.resolve(node, name), document.read_relative(node, name)};
  });
  Scenario scenario;
  read_table(document.root(), scenario, reading);
  validate(scenario, document.root(), reading);
  validate_citations(scenario, document.root(), reading);
  if (reading.failed()) throw ConfigError(with_hints(reading.diagnostics(), document.root()));
  return {std::move(scenario), std::move(document), reading.adjusted()};
}

}  // namespace secondcurve
