#include "engine/config/read_table.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve {

namespace {
/// An integer, with 1e6 and { value = ... } refused in words.
std::optional<std::int64_t> read_integer(const Node& node, const FieldInfo& info, Reading& reading) {
  if (node.kind() == Node::Kind::number && node.as_number() == std::floor(node.as_number())) {
    reading.error(node, fmt::format("is the decimal number {}", node.to_toml_value()),
                  "must be a whole number", "Write 100_000 rather than 1e5");
    return std::nullopt;
  }
  if (node.kind() != Node::Kind::integer) {
    wrong_kind(node, "a whole number", reading);
    return std::nullopt;
  }
  if (!check_range(node, node.as_number(), info, reading)) return std::nullopt;
  return node.as_integer();
}
}  // namespace

void read_value(const Node& node, bool& out, const FieldInfo&, Reading& reading) {
  if (node.kind() != Node::Kind::boolean) return wrong_kind(node, "true or false", reading);
  out = node.as_boolean();
}

void read_value(const Node& node, int& out, const FieldInfo& info, Reading& reading) {
  const auto value = read_integer(node, info, reading);
  if (!value) return;
  if (*value < std::numeric_limits<int>::min() || *value > std::numeric_limits<int>::max())
    return reading.error(node, fmt::format("= {}: is too large", *value));
  out = static_cast<int>(*value);
}

void read_value(const Node& node, std::uint64_t& out, const FieldInfo& info, Reading& reading) {
  const auto value = read_integer(node, info, reading);
  if (!value) return;
  if (*value < 0) return reading.error(node, fmt::format("= {}: must be at least 0", *value));
  out = static_cast<std::uint64_t>(*value);
}

void read_value(const Node& node, double& out, const FieldInfo& info, Reading& reading) {
  if (const auto value = read_number(node, info, reading)) out = *value;
}

void read_value(const Node& node, std::string& out, const FieldInfo&, Reading& reading) {
  if (node.kind() != Node::Kind::string) return wrong_kind(node, "text", reading);
  out = node.as_string();
}

void read_value(const Node& node, std::vector<double>& out, const FieldInfo& info, Reading& reading) {
  if (node.kind() != Node::Kind::array) return wrong_kind(node, "a list of numbers", reading);
  out.clear();
  for (const Node& each : node.children())
    if (const auto value = read_number(each, info, reading)) out.push_back(*value);
}

void read_value(const Node& node, std::vector<std::string>& out, const FieldInfo& info, Reading& reading) {
  if (node.kind() != Node::Kind::array) return wrong_kind(node, "a list of texts", reading);
  out.clear();
  for (const Node& each : node.children()) read_value(each, out.emplace_back(), info, reading);
}

void read_value(const Node& node, std::vector<std::vector<double>>& out, const FieldInfo& info,
                Reading& reading) {
  if (node.kind() != Node::Kind::array)
    return wrong_kind(node, "a list of rows, each a list of numbers", reading);
  out.clear();
  for (const Node& row : node.children()) read_value(row, out.emplace_back(), info, reading);
}

void read_value(const Node& node, Weights& out, const FieldInfo& info, Reading& reading) {
  if (node.kind() != Node::Kind::table) return wrong_kind(node, "a table of numbers, { name = 1 }", reading);
  out.clear();
  for (const Node& each : node.children())
    if (const auto value = read_number(each, info, reading)) out.emplace_back(each.name(), *value);
}

void read_value(const Node& node, Named<Weights>& out, const FieldInfo& info, Reading& reading) {
  if (node.kind() != Node::Kind::table)
    return wrong_kind(node, "a table of tables, { name = { factor = 0.5 } }", reading);
  out.clear();
  for (const Node& each : node.children()) {
    NamedEntry<Weights> entry{each.name(), {}};
    read_value(each, entry.value, info, reading);
    out.push_back(std::move(entry));
  }
}

std::optional<std::size_t> read_choice(const Node& node, std::span<const std::string_view> names,
                                       Reading& reading) {
  const std::vector<std::string> allowed(names.begin(), names.end());
  if (node.kind() == Node::Kind::string) {
    const auto found = std::find(names.begin(), names.end(), node.as_string());
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  }
  reading.error(node, fmt::format("= {}: is not known here", node.to_toml_value()),
                "allowed: " + join(allowed, ", "),
                node.kind() == Node::Kind::string ? did_you_mean(node.as_string(), allowed) : "");
  return std::nullopt;
}

namespace {
std::vector<std::string> full_keys(const Node& table, std::vector<std::string> names) {
  if (!table.key().empty())
    for (std::string& name : names) name.insert(0, table.key() + ".");
  return names;
}

/// Counts the keys of a group that are present, and reports too few or too many.
void check_group(const Node& table, std::span<const KeyPresence> keys, std::string_view group,
                 Reading& reading) {
  std::vector<std::string> members, present;
  const Node* last = nullptr;  // the one that was written last, in the file that inherits
  Presence presence = Presence::one_of;
  for (const KeyPresence& key : keys) {
    if (key.group != group) continue;
    members.emplace_back(key.name);
    if (key.present) present.emplace_back(key.name);
    presence = key.presence;
  }
  for (const Node& child : table.children())
    if (std::find(present.begin(), present.end(), child.name()) != present.end()) last = &child;
  if (presence == Presence::all_but_one_of) {
    if (present.size() + 1 == members.size()) return;
    const SourcePosition& where = present.size() == members.size() ? last->key_position() : table.position();
    reading.error_about(
        full_keys(table, members), where, table.key(),
        present.empty() ? "has no " + join(members, ", ", " or ") : "has " + join(present, ", ", " and "),
        fmt::format("exactly {} of {} must be given", members.size() - 1, join(members, ", ")));
  } else if (present.size() > 1)
    reading.error_about(full_keys(table, present), last->key_position(), table.key(),
                        "has " + join(present, ", ", " and "), "only one of them may be given");
  else if (present.empty() && presence == Presence::one_of)
    reading.error_about(full_keys(table, members), table.position(), table.key(),
                        "has no " + join(members, ", ", " or "), "exactly one of them must be given");
}
}  // namespace

void check_presence(const Node& table, std::span<const KeyPresence> keys, Reading& reading) {
  std::vector<std::string_view> groups;
  for (const KeyPresence& key : keys) {
    if (key.presence == Presence::required && !key.present)
      reading.error_about(full_keys(table, {std::string(key.name)}), table.position(), table.key(),
                          fmt::format("has no {}", key.name), fmt::format("{} must be given", key.name));
    if (!key.group.empty() && std::find(groups.begin(), groups.end(), key.group) == groups.end())
      groups.push_back(key.group);
  }
  for (std::string_view group : groups) check_group(table, keys, group, reading);
}

}  // namespace secondcurve
