#include "engine/config/read_table.hpp"
#include "engine/schema/quantity_forms.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

void read_value(const Node& node, BaseLevel& out, const FieldInfo&, Reading& reading) {
  if (node.kind() == Node::Kind::table)
    return read_fields(
        node, BaseLevel::fields(), {number_keys::source, number_keys::why}, reading,
        [&](const auto& f, const Node& child) { read_value(child, out.*f.member, f.info, reading); });
  constexpr FieldInfo level{.unit = "account", .range = positive};
  if (const auto value = read_number(node, level, reading)) out.value = *value;
}

TypeInfo type_info(std::type_identity<BaseLevel>) {
  return {TypeInfo::Kind::level, {}, {table_info<BaseLevel>("")}};
}

}  // namespace secondcurve
