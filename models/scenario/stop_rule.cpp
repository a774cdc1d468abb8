#include "models/scenario/stop_rule.hpp"

#include <string>

#include "engine/config/node.hpp"
#include "engine/config/read_table.hpp"

namespace secondcurve {

void read_value(const Node& node, StopStatistic& out, const FieldInfo&, Reading& reading) {
  const std::string name = node.kind() == Node::Kind::string ? node.as_string() : "";
  if (name == "median")
    return reading.error(node, "= \"median\": is not known here", "allowed: mean, mean_difference",
                         "Write quantile = 0.5");
  if (const auto index = read_choice(node, EnumNames<StopStatistic>::names, reading))
    out = static_cast<StopStatistic>(*index);
}

}  // namespace secondcurve
