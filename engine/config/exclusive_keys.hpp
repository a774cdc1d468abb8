#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// A key that cannot stand beside others of its table. Where a later file or --set gives it, it takes the
/// place of those that earlier files gave.
struct ExclusiveKey {
  std::string table;  ///< full dotted key of its table, "*" for any one name: "sectors.*.growth"
  std::string model;  ///< the `model` of the tables where this holds; empty: of any
  std::string name;
  std::vector<std::string> others;
};

/// Every key of a config that is in a group of which only one may be given, with the rest of its group.
std::vector<ExclusiveKey> exclusive_keys(const TableInfo& root);

/// Whether a dotted key is that of such a table: "sectors.cars.growth" is, for "sectors.*.growth".
bool matches(std::string_view pattern, std::string_view key);

}  // namespace secondcurve
