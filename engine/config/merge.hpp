#pragma once

#include <span>

#include "engine/config/exclusive_keys.hpp"
#include "engine/config/node.hpp"

namespace secondcurve {

/// Lays one config tree over another: tables merge key by key; lists, single values, values in tables
/// (is_value) and tables whose `model` changes are replaced as a whole. Entries keep the order of `base`, new
/// ones follow. What is replaced is remembered in Node::replaced.
/// @param exclusive a key of `over` that is one of these removes the others from `base`, and remembers each
/// as "other = value". Two of them in `over` both stay.
/// @param path_levels so many levels of `over`, from its root, are the path to one key given by --set: they
/// merge even through a value, which then counts as changed by --set as a whole.
Node merge(Node base, Node over, std::span<const ExclusiveKey> exclusive = {}, int path_levels = 0);

}  // namespace secondcurve
