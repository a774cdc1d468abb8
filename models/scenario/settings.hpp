#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/config/node.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

// The settings of a loaded scenario one by one, with what changes them: what `explain` prints and a report
// lists.

/// The settings at and below a node: each that is no table, each table that is a value of its own, and each
/// table that replaced another as a whole because its model changed.
std::vector<const Node*> settings_within(const Node& node);

/// A setting that changes a number: `times` or `add` of an adjustment.
struct SettingChange {
  const Node* setting;
  bool acts;  ///< or is 1 or 0, and changes nothing yet
};

/// The settings that change the number of a key, in the order in which they follow each other.
std::vector<SettingChange> changes_of(const LoadedScenario& loaded, const std::string& key);

/// What adjustments have made of the number of a key, as TOML; null where they changed nothing.
const std::string* adjusted_value(const LoadedScenario& loaded, const std::string& key);

/// The numbers to which the patterns at a key apply; nothing where the key holds no patterns.
std::optional<std::vector<std::string>> numbers_of_pattern(const Scenario& scenario, const std::string& key);

}  // namespace secondcurve
