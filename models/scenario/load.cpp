#include "models/scenario/load.hpp"

#include <utility>
#include <vector>

#include "engine/config/read_table.hpp"
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
  reading.finish();
  return {std::move(scenario), std::move(document), reading.adjusted()};
}

}  // namespace secondcurve
