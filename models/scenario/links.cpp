#include "models/scenario/links.hpp"

#include "engine/config/read_table.hpp"

namespace secondcurve {

void read_value(const Node& node, std::optional<LinksSpec>& out, const FieldInfo& info, Reading& reading) {
  const Node* enabled = node.find("enabled");
  const bool is_off = enabled != nullptr && enabled->kind() == Node::Kind::boolean && !enabled->as_boolean();
  if (!is_off) read_value(node, out.emplace(), info, reading);
}

}  // namespace secondcurve
