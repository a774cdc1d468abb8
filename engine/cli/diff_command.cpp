#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

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

constexpr std::size_t longest_value = 60;  ///< on a line of its own, where lines are short [bytes]

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
  std::array<std::string, 2> bare{text(difference.first, true), text(difference.second, true)};
  if (bare[0] != bare[1]) return bare;
  return {text(difference.first, false), text(difference.second, false)};
}

/// The differences, a line each where both values fit beside the key; a longer value has a line of its own.
class DiffTable final {
 public:
  DiffTable(const std::vector<SettingDifference>& differences, bool with_places)
      : differences_(differences),
        with_places_(with_places),
        width_(output_width()),
        widest_(widest_value()) {}

  std::string text() {
    bool has_short = false;
    for (const SettingDifference& each : differences_) {
      const std::array<std::string, 2> values = shown_values(each);
      if (!fits(values)) {
        add_long(each, values);
        continue;
      }
      if (!std::exchange(has_short, true)) table_.add_row({"key", "A", "B"});
      table_.add_row({each.key, values[0], values[1]});
    }
    return table_.text(3);
  }

 private:
  bool fits(const std::array<std::string, 2>& values) const {
    return !with_places_ && std::max(display_width(values[0]), display_width(values[1])) <= widest_;
  }

  /// What a value may take of a line, beside the longest key and the other value.
  std::size_t widest_value() const {
    std::size_t longest_key = 0;
    for (const SettingDifference& each : differences_)
      longest_key = std::max(longest_key, display_width(each.key));
    constexpr std::size_t gaps = 4;
    return width_ > longest_key + gaps ? (width_ - longest_key - gaps) / 2 : 0;
  }

  void add_long(const SettingDifference& difference, const std::array<std::string, 2>& values) {
    const std::array<const Node*, 2> nodes{difference.first, difference.second};
    table_.add_heading(difference.key);
    for (std::size_t i = 0; i < 2; ++i) {
      const std::string head = fmt::format("    {}  ", i == 0 ? 'A' : 'B');
      const std::string where =
          with_places_ && nodes[i] != nullptr ? "  " + faint(place(nodes[i]->position())) : "";
      table_.add_heading(head + shortened(values[i], std::max(longest_value, width_ - head.size())) + where);
    }
  }

  const std::vector<SettingDifference>& differences_;
  bool with_places_;
  std::size_t width_, widest_;  ///< of a line, and of a value in it
  TextTable table_;
};

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
  // clang-format off
  options.add_options()
      ("scenario", po::value<std::vector<std::string>>()->value_name("NAME"), "of a result that holds several: the scenario; for each such file once")
      ("where", "show the file and line of every value")
      ("json", "the same as JSON");
  // clang-format on
  const CommandSyntax syntax{
      "diff",
      "A B [options], or INDEX.h5 --scenario [A --scenario] B",
      "Prints the settings in which two scenarios differ, each with all that it inherits. A and B are config "
      "files or results, which hold their configs; of a result that holds several scenarios, --scenario says "
      "which, and one name alone is set against the baseline of its batch. '-' stands where a scenario does "
      "not have a setting; "
      "sources "
      "and reasons are shown where they alone differ.",
      {{"file", -1}}};
  const auto values = parse_arguments(syntax, options, arguments);
  if (!values) return 0;
  const std::array<ScenarioChoice, 2> choices =
      two_scenarios("diff", options_of(*values, "file"), options_of(*values, "scenario"));
  const std::array<Input, 2> inputs{load_input(choices[0].path, {}, choices[0].scenario),
                                    load_input(choices[1].path, {}, choices[1].scenario)};
  for (const Input& input : inputs) remark(input.remark);
  const Document& first = inputs[0].loaded.document;
  const Document& second = inputs[1].loaded.document;
  const std::vector<SettingDifference> differences = differing_settings(first.root(), second.root());
  const std::vector<std::string> tables = differing_tables(first, second);
  const std::array<std::string, 2> names{choices[0].text(), choices[1].text()};
  if (values->count("json") > 0) {
    fmt::print("{}", json_text(differences, names, tables));
    return 0;
  }
  if (differences.empty() && tables.empty()) fmt::print("The settings are the same.\n");
  if (!differences.empty())
    fmt::print("A: {}\nB: {}\n\n{}", names[0], names[1],
               DiffTable(differences, values->count("where") > 0).text());
  for (const std::string& name : tables) fmt::print("The table {} differs.\n", name);
  return 0;
}

}  // namespace secondcurve::cli
