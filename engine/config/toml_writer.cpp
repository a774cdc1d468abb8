#include "engine/config/toml_writer.hpp"

#include <array>
#include <charconv>

namespace secondcurve {
namespace {

/// A text may hold newlines and tabs, but no other control character (read_toml).
std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += c;
    }
  }
  return out + '"';
}

/// The shortest text that reads back as the same double, and as a double.
std::string shortest(double number) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  std::string text(buffer.data(), result.ptr);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

void append_inline(std::string& out, const Node& node);

void append_children(std::string& out, const Node& node) {
  bool is_first = true;
  for (const Node& child : node.children()) {
    if (!is_first) out += ", ";
    is_first = false;
    if (node.kind() == Node::Kind::table) out += child.name() + " = ";
    append_inline(out, child);
  }
}

void append_inline(std::string& out, const Node& node) {
  switch (node.kind()) {
    case Node::Kind::boolean:
      out += node.as_boolean() ? "true" : "false";
      return;
    case Node::Kind::integer:
      out += std::to_string(node.as_integer());
      return;
    case Node::Kind::number:
      out += shortest(node.as_number());
      return;
    case Node::Kind::string:
      out += toml_string(node.as_string());
      return;
    case Node::Kind::array:
      out += '[';
      append_children(out, node);
      out += ']';
      return;
    case Node::Kind::table:
      out += node.children().empty() ? "{" : "{ ";
      append_children(out, node);
      out += node.children().empty() ? "}" : " }";
      return;
  }
}

/// Writes `key = value`, or for a section that stands before a plain key one line with a dotted key for
/// each of its entries: a header there would take the keys that follow into its own table.
void append_lines(std::string& out, const std::string& dotted_key, const Node& node) {
  if (is_section(node) && !node.children().empty()) {
    for (const Node& child : node.children()) append_lines(out, dotted_key + "." + child.name(), child);
    return;
  }
  out += dotted_key + " = ";
  append_inline(out, node);
  out += '\n';
}

void append_section(std::string& out, const Node& table) {
  const std::span<const Node> children = table.children();
  std::size_t n_lines = children.size();
  while (n_lines > 0 && is_section(children[n_lines - 1])) --n_lines;
  const bool needs_header = n_lines > 0 || children.empty();
  if (needs_header && !table.key().empty()) out += (out.empty() ? "[" : "\n[") + table.key() + "]\n";
  for (const Node& child : children.first(n_lines)) append_lines(out, child.name(), child);
  for (const Node& child : children.subspan(n_lines)) append_section(out, child);
}

}  // namespace

std::string to_toml(const Node& root) {
  std::string out;
  append_section(out, root);
  return out;
}

std::string Node::to_toml_value() const {
  std::string out;
  append_inline(out, *this);
  return out;
}

}  // namespace secondcurve
