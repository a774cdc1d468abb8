#include "engine/config/merge.hpp"

#include <string_view>
#include <unordered_map>
#include <utility>

namespace secondcurve {
namespace {

bool model_changes(const Node& base, const Node& over) {
  const Node* before = base.find("model");
  const Node* after = over.find("model");
  return before != nullptr && after != nullptr && before->to_toml_value() != after->to_toml_value();
}

bool merges_by_key(const Node& base, const Node& over, int path_levels) {
  if (base.kind() != Node::Kind::table || over.kind() != Node::Kind::table) return false;
  if (model_changes(base, over)) return false;
  return path_levels > 0 || (!is_value(base) && !is_value(over));
}

}  // namespace

Node merge(Node base, Node over, int path_levels) {
  Replaced before{base.position(), ""};
  const bool by_key = merges_by_key(base, over, path_levels);
  const bool is_replaced = !by_key || is_value(base);
  if (is_replaced) before.text = base.to_toml_value();
  Node::Parts old = std::move(base).release();
  Node::Parts added = std::move(over).release();
  if (is_replaced) {
    old.replaced.push_back(std::move(before));
    old.position = added.position;
    old.key_position = added.key_position;
  }
  if (!by_key) {
    added.replaced = std::move(old.replaced);
    return Node(std::move(added));
  }

  std::vector<Node> children = std::move(old.children);
  std::unordered_map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < children.size(); ++i) index.emplace(children[i].name(), i);
  for (Node& child : added.children) {
    const auto found = index.find(child.name());
    if (found == index.end())
      children.push_back(std::move(child));
    else
      children[found->second] = merge(std::move(children[found->second]), std::move(child), path_levels - 1);
  }
  old.children = std::move(children);
  return Node(std::move(old));
}

}  // namespace secondcurve
