#pragma once

#include <string>

#include "engine/config/node.hpp"

namespace secondcurve {

/// Writes a whole config as TOML that reads back as the same tree: same keys, kinds, values and order.
/// Sections become [headers], values stand on one line each. @param root the root table.
std::string to_toml(const Node& root);

}  // namespace secondcurve
