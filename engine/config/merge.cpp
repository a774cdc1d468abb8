#include "engine/config/merge.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

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

std::vector<Node>::iterator find(std::vector<Node>& entries, std::string_view name) {
  return std::find_if(entries.begin(), entries.end(), [&](const Node& e) { return e.name() == name; });
}

/// The `model` of a table whose entries are laid over others.
std::string model_of(std::vector<Node>& base, std::vector<Node>& over) {
  for (std::vector<Node>* entries : {&over, &base})
    if (const auto model = find(*entries, "model"); model != entries->end())
      return model->kind() == Node::Kind::string ? model->as_string() : "";
  return "";
}

/// Moves what stands in `base` and cannot stand beside a key of `over` into the history of that key.
void displace(const std::string& table, std::vector<Node>& base, std::vector<Node>& over,
              std::span<const ExclusiveKey> exclusive) {
  for (const ExclusiveKey& rule : exclusive) {
    const auto key = find(over, rule.name);
    if (key == over.end() || !matches(rule.table, table)) continue;
    if (!rule.model.empty() && rule.model != model_of(base, over)) continue;
    for (const std::string& name : rule.others) {
      const auto other = find(base, name);
      if (other == base.end() || find(over, name) != over.end()) continue;
      Node::Parts parts = std::move(*key).release();
      parts.replaced.push_back({other->position(), name + " = " + other->to_toml_value()});
      *key = Node(std::move(parts));
      base.erase(other);
    }
  }
}

}  // namespace

Node merge(Node base, Node over, std::span<const ExclusiveKey> exclusive, int path_levels) {
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
  displace(old.key, children, added.children, exclusive);
  std::unordered_map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < children.size(); ++i) index.emplace(children[i].name(), i);
  for (Node& child : added.children) {
    const auto found = index.find(child.name());
    if (found == index.end())
      children.push_back(std::move(child));
    else
      children[found->second] =
          merge(std::move(children[found->second]), std::move(child), exclusive, path_levels - 1);
  }
  old.children = std::move(children);
  return Node(std::move(old));
}

}  // namespace secondcurve
