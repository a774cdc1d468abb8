#include "engine/config/toml_reader.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/config/refuse.hpp"
#include "engine/config/text.hpp"
#include "engine/config/toml_message.hpp"
#include "engine/config/toml_scan.hpp"

namespace secondcurve {
namespace {

/// Builds nodes from the parser's tree, and gathers what a config may not hold.
class NodeBuilder final {
 public:
  /// @param is_override positions are those of --set, whatever the parser says
  NodeBuilder(std::string file, bool is_override) : file_(std::move(file)), is_override_(is_override) {}

  Node build(const toml::node& source, Node::Parts parts, std::size_t depth);
  SourcePosition position(const toml::source_position& at) const {
    if (is_override_) return {file_, 0, 0};
    return {file_, static_cast<int>(at.line), static_cast<int>(at.column)};
  }
  /// Throws what was gathered, in file order.
  void finish();

 private:
  void add_entries(const toml::table& table, Node::Parts& parts, std::size_t depth);
  void add_elements(const toml::array& array, Node::Parts& parts, std::size_t depth);
  void read_text(const std::string& text, Node::Parts& parts);
  void read_float(double value, Node::Parts& parts);
  bool check_name(std::string_view name, const Node::Parts& parent, const SourcePosition& where);
  void gather(const Node::Parts& at, std::string problem, std::string allowed) {
    diagnostics_.push_back({at.position, at.key, std::move(problem), std::move(allowed), ""});
  }

  std::string file_;
  bool is_override_;
  std::vector<Diagnostic> diagnostics_;
};

Node NodeBuilder::build(const toml::node& source, Node::Parts parts, std::size_t depth) {
  parts.position = position(source.source().begin);
  if (depth > deepest_nesting) {
    gather(parts, fmt::format("is nested deeper than {} levels", deepest_nesting),
           "no config needs more than a few");
    return Node(std::move(parts));
  }
  switch (source.type()) {
    case toml::node_type::table:
      add_entries(*source.as_table(), parts, depth);
      break;
    case toml::node_type::array:
      add_elements(*source.as_array(), parts, depth);
      break;
    case toml::node_type::string:
      read_text(source.as_string()->get(), parts);
      break;
    case toml::node_type::integer:
      parts.kind = Node::Kind::integer;
      parts.value = source.as_integer()->get();
      break;
    case toml::node_type::boolean:
      parts.kind = Node::Kind::boolean;
      parts.value = source.as_boolean()->get();
      break;
    case toml::node_type::floating_point:
      read_float(source.as_floating_point()->get(), parts);
      break;
    default:
      gather(parts, "is a date or a time",
             "years are whole numbers, such as 2030; a date as text needs quotes");
  }
  return Node(std::move(parts));
}

void NodeBuilder::add_entries(const toml::table& table, Node::Parts& parts, std::size_t depth) {
  // The parser sorts its tables by name; the order of the file is in the positions of the keys.
  std::vector<std::pair<const toml::key*, const toml::node*>> entries;
  for (const auto& [key, node] : table) entries.emplace_back(&key, &node);
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    const toml::source_position& first = a.first->source().begin;
    const toml::source_position& second = b.first->source().begin;
    return std::tie(first.line, first.column) < std::tie(second.line, second.column);
  });

  for (const auto& [key, node] : entries) {
    const SourcePosition where = position(key->source().begin);
    if (!check_name(key->str(), parts, where)) continue;
    Node::Parts child;
    child.name = key->str();
    child.key = parts.key.empty() ? child.name : parts.key + "." + child.name;
    child.key_position = where;
    parts.children.push_back(build(*node, std::move(child), depth + 1));
  }
}

void NodeBuilder::add_elements(const toml::array& array, Node::Parts& parts, std::size_t depth) {
  parts.kind = Node::Kind::array;
  for (const toml::node& element : array) {
    Node::Parts child;
    child.name = fmt::format("[{}]", parts.children.size());
    child.key = parts.key + child.name;
    child.key_position = position(element.source().begin);
    parts.children.push_back(build(element, std::move(child), depth + 1));
  }
}

void NodeBuilder::read_text(const std::string& text, Node::Parts& parts) {
  parts.kind = Node::Kind::string;
  parts.value = text;
  if (find_control_character(text))
    gather(parts, fmt::format("= \"{}\": holds a control character", shortened(text)),
           "text may hold line ends and tabs, no other control character");
}

void NodeBuilder::read_float(double value, Node::Parts& parts) {
  parts.kind = Node::Kind::number;
  parts.value = value;
  if (!std::isfinite(value))
    gather(parts, std::isnan(value) ? "= nan" : "= infinity", "must be a finite number");
}

bool NodeBuilder::check_name(std::string_view name, const Node::Parts& parent, const SourcePosition& where) {
  if (is_key_name(name)) return true;
  diagnostics_.push_back({where, parent.key, fmt::format("the name \"{}\" is not allowed", shortened(name)),
                          "a name is 1 to 100 letters a-z and A-Z, digits, _ and -",
                          parent.key.empty() ? "" : "A title may hold any text"});
  return false;
}

void NodeBuilder::finish() {
  if (diagnostics_.empty()) return;
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
  });
  throw ConfigError(std::move(diagnostics_));
}

}  // namespace

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

Node read_toml(std::string_view text, const std::string& file) {
  if (const auto hazard = find_toml_hazard(text))
    refuse(position_of(text, hazard->offset, file), "", hazard->problem, hazard->allowed);
  NodeBuilder builder(file, false);
  try {
    const toml::table table = toml::parse(text);
    Node root = builder.build(table, {}, 0);
    builder.finish();
    return root;
  } catch (const toml::parse_error& error) {
    Diagnostic diagnostic = toml_message(error.description());
    diagnostic.where = builder.position(error.source().begin);
    throw ConfigError(std::move(diagnostic));
  }
}

std::optional<Node> read_toml_value(std::string_view text, const std::string& dotted_key) {
  // Inside a list that must end on the same line, so that a comment cannot swallow part of the value.
  const std::string line = fmt::format("x = [{}]", text);
  if (find_toml_hazard(line)) return std::nullopt;
  NodeBuilder builder("--set", true);
  try {
    const toml::table table = toml::parse(line);
    const toml::array* list = table.size() == 1 ? table["x"].as_array() : nullptr;
    const bool ends_in_comma =
        text.find_last_not_of(" \t") != std::string_view::npos && text[text.find_last_not_of(" \t")] == ',';
    if (list == nullptr || list->size() != 1 || ends_in_comma) return std::nullopt;
    Node::Parts parts;
    parts.key = dotted_key;
    parts.name = dotted_key.substr(dotted_key.rfind('.') + 1);
    parts.key_position = builder.position({});
    const auto depth = 1 + static_cast<std::size_t>(std::count(dotted_key.begin(), dotted_key.end(), '.'));
    Node value = builder.build(*list->get(0), std::move(parts), depth);
    builder.finish();
    return value;
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
}

}  // namespace secondcurve
