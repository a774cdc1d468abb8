#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/batch/batch_plan.hpp"
#include "engine/config/files.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::test {

/// `[batch]` of the batch files of these tests: one line.
inline const std::string batch_head = "batch.title = 'A test'\n";

/// The plan of a batch file "b/batch.toml" with that head. Beside it lie configs base.toml and push.toml.
inline BatchPlan plan_of(const std::string& text) {
  return load_batch(
      "b/batch.toml",
      MemoryFiles({{"b/batch.toml", batch_head + text}, {"b/base.toml", "base"}, {"b/push.toml", "push"}}));
}

/// The errors of a batch file, without its name and a colon; the head is line 1.
inline std::vector<std::string> batch_errors(const std::string& text) {
  std::vector<std::string> out;
  try {
    plan_of(text);
  } catch (const ConfigError& error) {
    for (const Diagnostic& each : error.diagnostics()) {
      const std::string message = to_string(each);
      const std::string file = "b/batch.toml:";
      out.push_back(message.starts_with(file) ? message.substr(file.size()) : message);
    }
  }
  return out;
}

inline std::vector<std::string> names_of(const BatchPlan& plan) {
  std::vector<std::string> names;
  for (const PlannedScenario& each : plan.scenarios) names.push_back(each.name);
  return names;
}

}  // namespace secondcurve::test
