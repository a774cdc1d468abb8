#include "engine/config/differing_settings.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace secondcurve {
namespace {

/// Adds every setting of a node that only one config has. @param side that config's place in a difference.
void collect(const Node& node, const Node* SettingDifference::*side, std::vector<SettingDifference>& found) {
  if (is_section(node) && !node.children().empty()) {
    for (const Node& child : node.children()) collect(child, side, found);
    return;
  }
  SettingDifference& added = found.emplace_back();
  added.key = node.key();
  added.*side = &node;
}

void compare(const Node& first, const Node& second, std::vector<SettingDifference>& found) {
  if (!is_section(first) && !is_section(second)) {
    if (first.to_toml_value() != second.to_toml_value()) found.push_back({first.key(), &first, &second});
    return;
  }
  if (!is_section(first) || !is_section(second)) {
    collect(first, &SettingDifference::first, found);
    collect(second, &SettingDifference::second, found);
    return;
  }
  for (const Node& child : first.children()) {
    const Node* other = second.find(child.name());
    if (other == nullptr)
      collect(child, &SettingDifference::first, found);
    else
      compare(child, *other, found);
  }
  for (const Node& child : second.children())
    if (first.find(child.name()) == nullptr) collect(child, &SettingDifference::second, found);
}

bool is_for_readers(const SettingDifference& difference) {
  static constexpr std::array<std::string_view, 3> names{"title", "title_zh", "description"};
  const Node& node = difference.first != nullptr ? *difference.first : *difference.second;
  return std::find(names.begin(), names.end(), node.name()) != names.end();
}

}  // namespace

std::vector<SettingDifference> differing_settings(const Node& first, const Node& second) {
  std::vector<SettingDifference> found;
  compare(first, second, found);
  std::stable_partition(found.begin(), found.end(),
                        [](const SettingDifference& each) { return !is_for_readers(each); });
  return found;
}

}  // namespace secondcurve
