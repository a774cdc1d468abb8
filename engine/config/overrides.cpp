#include "engine/config/overrides.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/config/merge.hpp"
#include "engine/config/refuse.hpp"
#include "engine/config/text.hpp"
#include "engine/config/toml_reader.hpp"
#include "engine/config/toml_scan.hpp"

namespace secondcurve {
namespace {

const SourcePosition on_command_line{"--set", 0, 0};

struct Override {
  std::vector<std::string> names;  ///< the parts of the dotted key
  Node value;
};

/// The parts of a dotted key; empty if it is none.
std::vector<std::string> split_key(std::string_view key) {
  std::vector<std::string> names;
  for (bool is_last = false; !is_last;) {
    const std::size_t dot = key.find('.');
    is_last = dot == std::string_view::npos;
    names.emplace_back(key.substr(0, dot));
    if (!is_key_name(names.back())) return {};
    if (!is_last) key.remove_prefix(dot + 1);
  }
  return names;
}

Override parse_override(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string key = trimmed(std::string_view(text).substr(0, equals));
  const std::vector<std::string> names = split_key(key);
  if (equals == std::string::npos || names.empty())
    refuse(on_command_line, "", fmt::format("'{}' is not KEY=VALUE", shortened(text)),
           "such as simulation.paths=10000");
  if (names.size() > deepest_nesting)
    refuse(on_command_line, "", fmt::format("'{}' has more than {} parts", shortened(key), deepest_nesting),
           "such as simulation.paths");
  const std::string value_text = trimmed(std::string_view(text).substr(equals + 1));
  if (value_text.empty()) refuse(on_command_line, key, "has no value", "such as simulation.paths=10000");
  if (find_invalid_utf8(value_text)) refuse(on_command_line, key, "is not UTF-8 text", "");
  std::optional<Node> value = read_toml_value(value_text, key);
  if (!value) {
    const bool could_be_text = value_text.find_first_of("\"'[]{}=\n") == std::string::npos;
    refuse(
        on_command_line, key, fmt::format("= {}: is not a TOML value", shortened(value_text)),
        "a number, true or false, \"text\" in quotes, [ a list ] or { a table }",
        could_be_text ? fmt::format("Text needs quotes: --set '{}=\"{}\"'", key, shortened(value_text)) : "");
  }
  if (key == "scenario.base" || (key == "scenario" && value->find("base") != nullptr))
    refuse(on_command_line, "scenario.base", "cannot be given by --set",
           "it stands in the config file, which is read first");
  return {names, std::move(*value)};
}

/// Wraps a value in the tables that its dotted key names.
Node wrapped(Override setting) {
  Node node = std::move(setting.value);
  for (std::size_t depth = setting.names.size(); depth-- > 0;) {
    Node::Parts table;
    for (std::size_t i = 0; i < depth; ++i) table.key += (i == 0 ? "" : ".") + setting.names[i];
    table.name = depth == 0 ? "" : setting.names[depth - 1];
    table.position = table.key_position = on_command_line;
    table.children.push_back(std::move(node));
    node = Node(std::move(table));
  }
  return node;
}

/// "simulation.paths = 10 as set at a.toml:2:9".
std::string set_at(const Node& node) {
  const SourcePosition& at = node.position();
  std::string text =
      fmt::format("{} = {} as set at {}", node.key(), shortened(node.to_toml_value()), at.file);
  if (at.line > 0) text += fmt::format(":{}:{}", at.line, at.column);
  return text;
}

/// Refuses a dotted key that goes through something other than a table.
void check_way(const Node& root, const Override& setting) {
  const Node* node = &root;
  for (std::size_t i = 0; i + 1 < setting.names.size(); ++i) {
    node = node->find(setting.names[i]);
    if (node == nullptr) return;
    if (node->kind() != Node::Kind::table)
      refuse(on_command_line, setting.value.key(),
             fmt::format("there is no such key, because {} is {}", node->key(), kind_name(node->kind())),
             set_at(*node));
  }
}

/// Whether --set made a key that no file has.
bool is_new(const Node& node) {
  return node.key_position() == on_command_line &&
         std::all_of(node.replaced().begin(), node.replaced().end(),
                     [](const Replaced& before) { return before.position == on_command_line; });
}

/// Brings the keys that settings made, which are the last of their table, into the order of their names, a
/// model first, in each table that a setting's key leads through: so a config does not depend on the order of
/// settings that have nothing to do with each other. The order within a value stays.
/// @param keys of the settings that lead through this table, by its `depth` first names.
Node with_new_keys_in_order(Node node, std::span<const std::vector<std::string>> keys, std::size_t depth) {
  if (node.kind() != Node::Kind::table) return node;
  Node::Parts table = std::move(node).release();
  for (Node& child : table.children) {
    std::vector<std::vector<std::string>> inside;
    for (const std::vector<std::string>& key : keys)
      if (key.size() > depth + 1 && key[depth] == child.name()) inside.push_back(key);
    if (!inside.empty()) child = with_new_keys_in_order(std::move(child), inside, depth + 1);
  }
  const auto last_old = std::find_if_not(table.children.rbegin(), table.children.rend(), is_new);
  const auto place = [](const Node& child) { return std::pair(child.name() != "model", child.name()); };
  std::stable_sort(last_old.base(), table.children.end(),
                   [&](const Node& a, const Node& b) { return place(a) < place(b); });
  return Node(std::move(table));
}

}  // namespace

Node apply_overrides(Node root, std::span<const std::string> overrides,
                     std::span<const ExclusiveKey> exclusive) {
  std::vector<Diagnostic> diagnostics;
  const auto gather = [&](const ConfigError& error) {
    diagnostics.insert(diagnostics.end(), error.diagnostics().begin(), error.diagnostics().end());
  };
  std::vector<Override> parsed;
  for (const std::string& text : overrides) {
    try {
      parsed.push_back(parse_override(text));
    } catch (const ConfigError& error) {
      gather(error);
    }
  }
  std::stable_partition(parsed.begin(), parsed.end(),
                        [](const Override& o) { return o.names.back() == "model"; });
  std::vector<std::vector<std::string>> keys;
  for (Override& each : parsed) {
    keys.push_back(each.names);
    try {
      check_way(root, each);
      const int levels = static_cast<int>(each.names.size());
      root = merge(std::move(root), wrapped(std::move(each)), exclusive, levels);
    } catch (const ConfigError& error) {
      gather(error);
    }
  }
  if (!diagnostics.empty()) throw ConfigError(std::move(diagnostics));
  return with_new_keys_in_order(std::move(root), keys, 0);
}

}  // namespace secondcurve
