#include "engine/batch/settings.hpp"

#include "engine/config/node.hpp"

namespace secondcurve {
namespace {

constexpr const char* example = "a setting such as set.simulation.paths = 2000";

/// @param prefix how much of a node's key is the way to the `set` table.
void collect(const Node& table, std::size_t prefix, bool at_top, Settings& out, Reading& reading) {
  if (table.children().empty()) return reading.error(table, "sets nothing", example);
  for (const Node& child : table.children()) {
    std::string key = child.key().substr(prefix);
    const bool is_section = child.kind() == Node::Kind::table && (at_top || !is_value(child));
    if (is_section)
      collect(child, prefix, false, out, reading);
    else if (key == "scenario.base")
      reading.error(child, "cannot be set", "it stands in the config file, which is read first",
                    "Name another file instead");
    else
      out.push_back({std::move(key), child});
  }
}

}  // namespace

void read_value(const Node& node, Settings& out, const FieldInfo&, Reading& reading) {
  if (node.kind() != Node::Kind::table) return wrong_kind(node, "a table of settings", reading);
  out.clear();
  collect(node, node.key().size() + 1, true, out, reading);
}

}  // namespace secondcurve
