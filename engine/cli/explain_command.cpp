#include <chrono>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/estimate.hpp"
#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/core/size_text.hpp"
#include "engine/run/run_blocks.hpp"
#include "engine/simulate/simulate.hpp"
#include "engine/simulate/variables.hpp"
#include "engine/stats/quantiles.hpp"
#include "models/scenario/scenario.hpp"
#include "models/scenario/settings.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

/// The setting of a key. Throws UsageError if there is none, with what the last table on the way has.
const Node& setting_of(const Node& root, const std::string& key, const std::string& file) {
  const Node* node = &root;
  std::string_view rest = key;
  while (true) {
    const std::size_t dot = rest.find('.');
    const std::string name(rest.substr(0, dot));
    const Node* child = node->find(name);
    if (child == nullptr) {
      std::vector<std::string> known;
      for (const Node& each : node->children()) known.push_back(each.name());
      throw unknown_name(fmt::format("secondcurve explain: {} sets no \"{}\"", file, key), name, known);
    }
    if (dot == std::string_view::npos) return *child;
    node = child;
    rest.remove_prefix(dot + 1);
  }
}

/// @param longest values are cut to this many bytes.
std::string settings_text(const LoadedScenario& loaded, const std::vector<const Node*>& settings,
                          std::size_t longest) {
  TextTable table;
  for (const Node* node : settings) {
    table.add_row(
        {node->key() + " = " + shortened(node->to_toml_value(), longest), faint(place(node->position()))});
    for (const Replaced& replaced : node->replaced())
      table.add_row({"    replaces " + shortened(replaced.text, longest), faint(place(replaced.position))});
    if (const auto numbers = numbers_of_pattern(loaded.scenario, node->key()))
      table.add_row({fmt::format("    applies to {}: {}", counted(numbers->size(), "number"),
                                 shortened(join(*numbers, ", "), longest))});
    for (const auto& [change, acts] : changes_of(loaded, node->key()))
      table.add_row({fmt::format("    {} by {} = {}", acts ? "changed" : "may be changed", change->key(),
                                 change->to_toml_value()),
                     faint(place(change->position()))});
    if (const std::string* value = adjusted_value(loaded, node->key()))
      table.add_row({"    becomes " + shortened(*value, longest)});
  }
  return table.text(2);
}

std::string settings_json(const LoadedScenario& loaded, const std::vector<const Node*>& settings) {
  const auto setting = [](const Node& node) {
    return nlohmann::ordered_json{{"key", node.key()},
                                  {"value", node.to_toml_value()},
                                  {"file", node.position().file},
                                  {"line", node.position().line}};
  };
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Node* node : settings) {
    nlohmann::ordered_json entry = setting(*node);
    for (const Replaced& replaced : node->replaced())
      entry["replaces"].push_back(
          {{"value", replaced.text}, {"file", replaced.position.file}, {"line", replaced.position.line}});
    if (const auto numbers = numbers_of_pattern(loaded.scenario, node->key())) entry["applies_to"] = *numbers;
    for (const auto& [change, acts] : changes_of(loaded, node->key()))
      if (acts) entry["changed_by"].push_back(setting(*change));
    if (const std::string* value = adjusted_value(loaded, node->key())) entry["becomes"] = *value;
    json.push_back(std::move(entry));
  }
  return json.dump(2) + '\n';
}

}  // namespace

int explain_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  // clang-format off
  options.add_options()
      ("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"), "change a setting first; may be repeated")
      ("scenario", po::value<std::string>()->value_name("NAME"), "of a result of several: the scenario")
      ("json", "print the settings as JSON");
  // clang-format on
  const CommandSyntax syntax{
      "explain",
      "FILE [KEY] [options]",
      "Prints every setting of a scenario with the file and line that set it and what it "
      "replaced, then an estimate of time, memory and disk. KEY, such as sectors.automobiles, "
      "shows only what lies below it; the key of a single setting shows it whole.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  const std::vector<std::string> files = options_of(*values, "file");
  if (files.empty() || files.size() > 2)
    throw UsageError(
        "secondcurve explain: give a file and perhaps a key. Usage: secondcurve explain FILE [KEY]");

  Input input =
      load_input(files.front(), options_of(*values, "set"), option<std::string>(*values, "scenario"));
  remark(input.remark);
  const Node* node = &input.loaded.document.root();
  if (files.size() == 2) node = &setting_of(*node, files[1], files.front());
  const std::vector<const Node*> settings = settings_within(*node);
  if (values->count("json") > 0) {
    fmt::print("{}", settings_json(input.loaded, settings));
    return 0;
  }
  fmt::print("{}", settings_text(input.loaded, settings, settings.size() == 1 ? 10'000 : 70));
  if (files.size() == 2) return 0;
  if (const int n_steps = input.loaded.scenario.simulation.steps_per_year; n_steps > 1)
    fmt::print(
        "\nA year has {} steps; the level of each is annual: output of the twelve months to its end.\n",
        n_steps);
  const int threads = input.loaded.scenario.simulation.threads;
  const Economy economy(std::move(input.loaded.scenario));
  const Estimate need = estimate(economy, {threads, &stop_requested, nullptr});
  fmt::print("\nA run takes {}about {} on this machine when it is idle, {} of memory and {} of disk.\n",
             economy.scenario().simulation.stop_when ? "at most " : "", duration_text(need.seconds),
             size_text(need.memory_bytes), size_text(need.disk_bytes));
  return 0;
}

}  // namespace secondcurve::cli
