#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/config/reading.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// Reads a table by the fields of T: each key once, unknown keys refused, everything reported to
/// `reading`. Members of keys that are absent or wrong keep their defaults. @param extra keys beside the
/// fields that the caller reads itself.
template <DescribedTable T>
void read_table(const Node& node, T& out, Reading& reading, std::vector<std::string_view> extra = {});

// read_value(node, member, info, reading): one overload per type that a member may have. A type of
// another folder adds its own beside it.

void read_value(const Node& node, bool& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, int& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, std::uint64_t& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, double& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, std::string& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, std::vector<double>& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, std::vector<std::string>& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, std::vector<std::vector<double>>& out, const FieldInfo& info,
                Reading& reading);
void read_value(const Node& node, Weights& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, Named<Weights>& out, const FieldInfo& info, Reading& reading);

/// Reports a text that is none of `names`; returns its place among them.
std::optional<std::size_t> read_choice(const Node& node, std::span<const std::string_view> names,
                                       Reading& reading);

/// Checks the one_of groups and required keys of a table whose keys were read: `present` by name.
struct KeyPresence {
  std::string_view name;
  Presence presence;
  std::string_view group;
  bool present;
};
void check_presence(const Node& table, std::span<const KeyPresence> keys, Reading& reading);

template <class Enum>
requires std::is_enum_v<Enum>
void read_value(const Node& node, Enum& out, const FieldInfo&, Reading& reading) {
  if (const auto index = read_choice(node, EnumNames<Enum>::names, reading)) out = static_cast<Enum>(*index);
}

/// A list of names, each of which may stand there once.
template <class Enum>
requires std::is_enum_v<Enum>
void read_value(const Node& node, std::vector<Enum>& out, const FieldInfo&, Reading& reading) {
  if (node.kind() != Node::Kind::array) return wrong_kind(node, "a list of names", reading);
  out.clear();
  for (const Node& each : node.children()) {
    const auto index = read_choice(each, EnumNames<Enum>::names, reading);
    if (!index) continue;
    const auto read = static_cast<Enum>(*index);
    if (std::find(out.begin(), out.end(), read) != out.end())
      reading.error(each, fmt::format("= {}: stands there twice", each.to_toml_value()), "once is enough");
    else
      out.push_back(read);
  }
}

template <class T>
void read_value(const Node& node, std::optional<T>& out, const FieldInfo& info, Reading& reading) {
  read_value(node, out.emplace(), info, reading);
}

template <DescribedTable T>
void read_value(const Node& node, T& out, const FieldInfo&, Reading& reading) {
  read_table(node, out, reading);
}

template <DescribedTable T>
void read_value(const Node& node, Named<T>& out, const FieldInfo&, Reading& reading) {
  if (node.kind() != Node::Kind::table) return wrong_kind(node, "tables by name", reading);
  for (const Node& entry : node.children()) {
    if (!check_entry_name(entry, reading)) continue;
    if (entry.kind() != Node::Kind::table) {
      wrong_kind(entry, "a table", reading);
      continue;
    }
    if (is_disabled(entry, reading)) continue;
    NamedEntry<T> read{entry.name(), {}};
    read_table(entry, read.value, reading, {"enabled"});
    out.push_back(std::move(read));
  }
}

/// Reads the fields of a tuple from a table; `extra` are keys that the caller reads itself.
template <class Fields, class Read>
void read_fields(const Node& node, const Fields& fields, std::vector<std::string_view> extra,
                 Reading& reading, Read&& read) {
  std::vector<KeyPresence> presence;
  for_each_field(fields, [&](const auto& f) {
    const Node* child = node.find(f.name);
    presence.push_back({f.name, f.info.presence, f.info.group, child != nullptr});
    extra.push_back(f.name);
    if (child != nullptr) read(f, *child);
  });
  refuse_unknown_keys(node, extra, reading);
  check_presence(node, presence, reading);
}

template <DescribedTable T>
void read_table(const Node& node, T& out, Reading& reading, std::vector<std::string_view> extra) {
  if (node.kind() != Node::Kind::table) return wrong_kind(node, "a table", reading);
  read_fields(node, T::fields(), std::move(extra), reading,
              [&](const auto& f, const Node& child) { read_value(child, out.*f.member, f.info, reading); });
}

}  // namespace secondcurve
