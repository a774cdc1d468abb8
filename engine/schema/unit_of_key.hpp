#pragma once

#include <string>
#include <string_view>

#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// The unit of a dotted key, as its description states it: "1/sqrt(year)" of
/// "sectors.cars.growth.volatility". Empty where there is no such key or it has no unit, and where keys of
/// that name have several units, as in several growth models.
/// @param root the table that the key is looked for in.
std::string unit_of_key(const TableInfo& root, std::string_view key);

}  // namespace secondcurve
