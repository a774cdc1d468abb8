#pragma once

#include <string>
#include <vector>

#include "engine/config/node.hpp"

namespace secondcurve {

/// A setting in which two configs differ.
struct SettingDifference {
  std::string key;
  const Node* first = nullptr;   ///< null where the first config does not set it
  const Node* second = nullptr;  ///< null where the second one does not
};

/// The settings in which two configs differ: single values, lists and values in tables (is_value), compared
/// as the TOML that they are, with the sources and reasons in them. They come in the order of the first
/// config, with what it lacks at the end of each table; titles and descriptions come last. In what order and
/// files the settings stand makes no difference. The configs must live as long as what is returned.
std::vector<SettingDifference> differing_settings(const Node& first, const Node& second);

}  // namespace secondcurve
