#pragma once

#include <span>
#include <string>

#include "engine/config/exclusive_keys.hpp"
#include "engine/config/node.hpp"

namespace secondcurve {

/// Applies the KEY=VALUE texts of --set to a config tree: KEY a dotted key, VALUE a TOML value. A key inside
/// a value (`sectors.x.base.sd=10`) leaves its neighbours; a new key is created. Those that name a `model`
/// are applied first, since a changed model clears its table; else in the order given, the last one standing.
/// New keys of a table come after the others, several of them in the order of their names, a model first.
/// @param exclusive as for merge.
/// Throws ConfigError with every one that is malformed or has no place in the tree.
Node apply_overrides(Node root, std::span<const std::string> overrides,
                     std::span<const ExclusiveKey> exclusive = {});

}  // namespace secondcurve
