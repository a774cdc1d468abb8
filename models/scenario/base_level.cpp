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

double published_output(const Scenario& scenario, std::size_t sector) {
  const auto& [name, value] = scenario.sectors[sector];
  if (value.base.residual_of.empty()) return value.base.value.value_or(0.0);
  double left = *value.base.total, own_weight = 1.0;
  for (const auto& [other, weight] : find_entry(scenario.series, value.base.residual_of)->sum) {
    if (other == name)
      own_weight = weight;
    else
      left -= weight * find_entry(scenario.sectors, other)->base.value.value_or(0.0);
  }
  return left / own_weight;
}

}  // namespace secondcurve
