#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "engine/config/reading.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// A setting in a batch file.
struct Setting {
  std::string key;  ///< of the scenario, dotted: "simulation.paths"
  Node value;       ///< what it is set to, with its place in the batch file
};

/// The settings of a `set` table, in the order of the file.
using Settings = std::vector<Setting>;

inline TypeInfo type_info(std::type_identity<Settings>) { return {TypeInfo::Kind::settings, {}, {}}; }

/// Reads a `set` table. Its tables are sections, which are gone through to the settings in them, except
/// values (is_value): a table with a year or a key that makes a number is what its key is set to. Tables at
/// the top are sections always, as in a scenario.
void read_value(const Node& node, Settings& out, const FieldInfo& info, Reading& reading);

}  // namespace secondcurve
