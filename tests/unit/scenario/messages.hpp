#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/core/error.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::test {

/// The errors of a scenario's text that follows the head of scenario_text.hpp, one message each, in file
/// order.
inline std::vector<std::string> messages(const std::string& text,
                                         const std::vector<std::string>& overrides = {},
                                         std::map<std::string, std::string> files = {}) {
  std::vector<std::string> out;
  try {
    scenario_of(text, overrides, std::move(files));
  } catch (const ConfigError& error) {
    for (const Diagnostic& each : error.diagnostics()) out.push_back(to_string(each));
  }
  return out;
}

}  // namespace secondcurve::test
