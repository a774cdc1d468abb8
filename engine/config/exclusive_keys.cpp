#include "engine/config/exclusive_keys.hpp"

#include <utility>

#include "engine/schema/key_text.hpp"

namespace secondcurve {
namespace {

void collect(const TableInfo& table, const std::string& path, const std::string& model,
             std::vector<ExclusiveKey>& found) {
  for (const KeyInfo& key : table.keys) {
    std::vector<std::string> others;
    // Of keys that may all be given but one, none says which other it replaces.
    if (key.info.presence != Presence::all_but_one_of) others = group_of(key, table.keys);
    std::erase(others, key.name);
    if (!others.empty()) found.push_back({path, model, key.name, std::move(others)});
    const bool is_named = key.type.kind == TypeInfo::Kind::named_tables;
    const bool is_beside = key.type.kind == TypeInfo::Kind::model_keys;
    const bool has_model = is_beside || key.type.kind == TypeInfo::Kind::model;
    const std::string below =
        is_beside ? path : (path.empty() ? "" : path + ".") + key.name + (is_named ? ".*" : "");
    for (const TableInfo& inner : key.type.tables) collect(inner, below, has_model ? inner.name : "", found);
  }
}

}  // namespace

std::vector<ExclusiveKey> exclusive_keys(const TableInfo& root) {
  std::vector<ExclusiveKey> found;
  collect(root, "", "", found);
  return found;
}

bool matches(std::string_view pattern, std::string_view key) {
  while (true) {
    const std::size_t wanted = pattern.find('.'), given = key.find('.');
    if (pattern.substr(0, wanted) != "*" && pattern.substr(0, wanted) != key.substr(0, given)) return false;
    if (wanted == std::string_view::npos || given == std::string_view::npos) return wanted == given;
    pattern.remove_prefix(wanted + 1);
    key.remove_prefix(given + 1);
  }
}

}  // namespace secondcurve
