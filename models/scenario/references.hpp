#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/config/reading.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

// What the checks of references between entries share.

/// The names of all entries but one.
template <class T>
std::vector<std::string> names_of(const Named<T>& entries, std::string_view but = "") {
  std::vector<std::string> names;
  for (const NamedEntry<T>& entry : entries)
    if (entry.name != but) names.push_back(entry.name);
  return names;
}

/// The node of a dotted key that exists, or of the table nearest above it.
const Node& node_at(const Node& root, std::string path);

/// Reports a name that is none of the `known` ones; `what` it should be, such as "sector".
void unknown_name(const Node& node, std::string_view name, std::string_view what,
                  const std::vector<std::string>& known, Reading& reading);

}  // namespace secondcurve
