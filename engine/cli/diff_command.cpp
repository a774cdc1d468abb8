#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/cli/command_line.hpp"
#include "engine/cli/commands.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/config/differing_settings.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/schema/quantity_forms.hpp"

namespace secondcurve::cli {

namespace po = boost::program_options;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_value = 60;  ///< in the table [bytes]

/// Tables that both scenarios read and that differ: those of one file name, without its folder.
std::vector<std::string> differing_tables(const Document& first, const Document& second) {
  const auto is_config = [](const std::filesystem::path& path) { return path.extension() == ".toml"; };
  std::vector<std::string> found;
  for (const SourceFile& one : first.files())
    for (const SourceFile& other : second.files()) {
      const std::filesystem::path name = std::filesystem::path(one.name).filename();
      if (is_config(name) || name != std::filesystem::path(other.name).filename()) continue;
      if (one.text != other.text) found.push_back(name.string());
    }
  return found;
}

/// A value without its source and reason: { value = 3, why = "..." } is 3.
std::string bare_value(const Node& node) {
  if (node.kind() != Node::Kind::table) return node.to_toml_value();
  std::vector<const Node*> kept;
  for (const Node& child : node.children())
    if (child.name() != number_keys::source && child.name() != number_keys::why) kept.push_back(&child);
  if (kept.size() == 1 && kept.front()->name() == number_keys::value) return kept.front()->to_toml_value();
  std::vector<std::string> entries;
  for (const Node* each : kept) entries.push_back(each->name() + " = " + each->to_toml_value());
  return "{ " + join(entries, ", ") + " }";
}

/// The two values of a difference as the table shows them: bare, unless they differ in source or reason
/// alone.
std::array<std::string, 2> shown_values(const SettingDifference& difference) {
  const auto text = [](const Node* node, bool bare) {
    if (node == nullptr) return std::string("-");
    return bare ? bare_value(*node) : node->to_toml_value();
  };
  const std::array<std::string, 2> bare{text(difference.first, true), text(difference.second, true)};
  if (bare[0] != bare[1]) return bare;
  return {text(difference.first, false), text(difference.second, false)};
}

std::string table_text(const std::vector<SettingDifference>& differences,
                       const std::array<std::string, 2>& names, bool with_places) {
  const auto add = [&](std::vector<std::string>& cells, const Node* node, const std::string& value) {
    cells.push_back(shortened(value, longest_value));
    if (with_places) cells.push_back(node == nullptr ? "" : faint(place(node->position())));
  };
  TextTable table;
  std::vector<std::string> head{"key"};
  for (const std::string& name : names) {
    head.push_back(name);
    if (with_places) head.emplace_back("");
  }
  const std::size_t n_columns = head.size();
  table.add_row(std::move(head));
  for (const SettingDifference& each : differences) {
    std::vector<std::string> cells{each.key};
    const std::array<std::string, 2> values = shown_values(each);
    add(cells, each.first, values[0]);
    add(cells, each.second, values[1]);
    table.add_row(std::move(cells));
  }
  return table.text(n_columns);
}

Json setting_json(const Node* node) {
  if (node == nullptr) return nullptr;
  return {{"value", node->to_toml_value()}, {"file", node->position().file}, {"line", node->position().line}};
}

std::string json_text(const std::vector<SettingDifference>& differences,
                      const std::array<std::string, 2>& names, const std::vector<std::string>& tables) {
  Json json{{"a", names[0]}, {"b", names[1]}, {"settings", Json::array()}, {"tables", tables}};
  for (const SettingDifference& each : differences)
    json["settings"].push_back(
        {{"key", each.key}, {"a", setting_json(each.first)}, {"b", setting_json(each.second)}});
  return json.dump(2) + '\n';
}

}  // namespace

int diff_command(const std::vector<std::string>& arguments) {
  po::options_description options;
  options.add_options()("where", "show the file and line of every value")("json", "the same as JSON");
  const CommandSyntax syntax{
      "diff",
      "A B [options]",
      "Prints the settings in which two scenarios differ, each with all that it inherits. A and B are config "
      "files or results, which hold their configs. '-' stands where a scenario does not have a setting; "
      "sources "
      "and reasons are shown where they alone differ.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  const std::vector<std::string> files = options_of(*values, "file");
  if (files.size() != 2) throw UsageError("secondcurve diff: give two files. Usage: secondcurve diff A B");

  const std::array<Input, 2> inputs{load_input(files[0], {}), load_input(files[1], {})};
  for (const Input& input : inputs) remark(input.remark);
  const Document& first = inputs[0].loaded.document;
  const Document& second = inputs[1].loaded.document;
  const std::vector<SettingDifference> differences = differing_settings(first.root(), second.root());
  const std::vector<std::string> tables = differing_tables(first, second);
  const std::array<std::string, 2> names{files[0], files[1]};
  if (values->count("json") > 0) {
    fmt::print("{}", json_text(differences, names, tables));
    return 0;
  }
  if (differences.empty() && tables.empty()) fmt::print("The settings are the same.\n");
  if (!differences.empty()) fmt::print("{}", table_text(differences, names, values->count("where") > 0));
  for (const std::string& name : tables) fmt::print("The table {} differs.\n", name);
  return 0;
}

}  // namespace secondcurve::cli
