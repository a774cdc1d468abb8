#pragma once

#include <string>
#include <vector>

#include "engine/config/node.hpp"
#include "engine/core/error.hpp"

namespace secondcurve {

/// The message of the exception of type Error that `action` throws; "nothing thrown" if it returns.
template <class Error = ConfigError, class Action>
std::string error_text(Action&& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

/// The names of a node's children, in their order.
inline std::vector<std::string> names(const Node& node) {
  std::vector<std::string> out;
  for (const Node& child : node.children()) out.push_back(child.name());
  return out;
}

/// "file:line:column", or the file alone for line 0.
inline std::string place(const SourcePosition& position) {
  if (position.line == 0) return position.file;
  return position.file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

/// "file:line:column text" of each thing that a node replaced, oldest first.
inline std::vector<std::string> history(const Node& node) {
  std::vector<std::string> out;
  for (const Replaced& each : node.replaced()) out.push_back(place(each.position) + " " + each.text);
  return out;
}

}  // namespace secondcurve
