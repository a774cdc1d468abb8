#include "engine/config/node.hpp"

#include <algorithm>

#include "engine/core/contract.hpp"
#include "engine/schema/quantity_forms.hpp"

namespace secondcurve {
namespace {

bool is_year(std::string_view name) {
  return name.size() == 4 &&
         std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Node::Node(Parts parts) : parts_(std::move(parts)) {
  const bool has_children = parts_.kind == Kind::table || parts_.kind == Kind::array;
  SC_EXPECT(has_children || parts_.children.empty());
  SC_EXPECT(has_children == std::holds_alternative<std::monostate>(parts_.value));
}

bool Node::as_boolean() const {
  SC_EXPECT(kind() == Kind::boolean);
  return std::get<bool>(parts_.value);
}

std::int64_t Node::as_integer() const {
  SC_EXPECT(kind() == Kind::integer);
  return std::get<std::int64_t>(parts_.value);
}

double Node::as_number() const {
  SC_EXPECT(kind() == Kind::integer || kind() == Kind::number);
  if (kind() == Kind::integer) return static_cast<double>(as_integer());
  return std::get<double>(parts_.value);
}

const std::string& Node::as_string() const {
  SC_EXPECT(kind() == Kind::string);
  return std::get<std::string>(parts_.value);
}

const Node* Node::find(std::string_view name) const {
  if (kind() != Kind::table) return nullptr;
  const auto found = std::find_if(parts_.children.begin(), parts_.children.end(),
                                  [&](const Node& child) { return child.name() == name; });
  return found == parts_.children.end() ? nullptr : &*found;
}

const Node* Node::find_path(std::string_view path) const {
  const Node* node = this;
  while (node != nullptr) {
    const std::size_t dot = path.find('.');
    node = node->find(path.substr(0, dot));
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  return node;
}

std::string_view kind_name(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::table:
      return "a table";
    case Node::Kind::array:
      return "a list";
    case Node::Kind::string:
      return "text";
    case Node::Kind::integer:
      return "a whole number";
    case Node::Kind::number:
      return "a number";
    case Node::Kind::boolean:
      return "a truth value";
  }
  return "";
}

bool is_value(const Node& node) {
  if (node.kind() != Node::Kind::table || node.key().find('.') == std::string::npos) return false;
  const auto children = node.children();
  return std::any_of(children.begin(), children.end(),
                     [](const Node& child) { return is_value_key(child.name()) || is_year(child.name()); });
}

bool is_section(const Node& node) { return node.kind() == Node::Kind::table && !is_value(node); }

}  // namespace secondcurve
