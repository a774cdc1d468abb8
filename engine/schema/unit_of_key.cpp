#include "engine/schema/unit_of_key.hpp"

#include <set>

namespace secondcurve {
namespace {

/// Takes the first part off a dotted key.
std::string_view next_part(std::string_view& key) {
  const std::string_view part = key.substr(0, key.find('.'));
  key.remove_prefix(part.size() < key.size() ? part.size() + 1 : part.size());
  return part;
}

/// Whether what stands under a key has names that people choose.
bool is_by_name(TypeInfo::Kind kind) {
  return kind == TypeInfo::Kind::named_tables || kind == TypeInfo::Kind::weights ||
         kind == TypeInfo::Kind::quantities;
}

void collect(const TableInfo& table, const std::string_view key, std::set<std::string>& units) {
  std::string_view rest = key;
  const std::string_view name = next_part(rest);
  for (const KeyInfo& each : table.keys) {
    if (each.type.kind == TypeInfo::Kind::model_keys)  // they stand beside it
      for (const TableInfo& model : each.type.tables) collect(model, key, units);
    if (each.name != name) continue;
    std::string_view below = rest;
    if (is_by_name(each.type.kind)) next_part(below);
    if (below.empty())
      units.emplace(each.info.unit);
    else
      for (const TableInfo& inner : each.type.tables) collect(inner, below, units);
  }
}

}  // namespace

std::string unit_of_key(const TableInfo& root, std::string_view key) {
  std::set<std::string> units;
  collect(root, key, units);
  return units.size() == 1 ? *units.begin() : "";
}

}  // namespace secondcurve
