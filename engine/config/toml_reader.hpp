#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/config/node.hpp"

namespace secondcurve {

/// Whether a name may be a key: 1 to 100 letters, digits, underscores and hyphens.
bool is_key_name(std::string_view name);

/// Reads one TOML file. @param text UTF-8; @param file its path, for positions.
/// Throws ConfigError with the first error of syntax, or else with every date, non-finite number and name
/// that a config may not have.
Node read_toml(std::string_view text, const std::string& file);

/// Reads one TOML value given to --set for a dotted key. Its positions are those of "--set".
/// Returns nothing if the text is not exactly one value; throws ConfigError as read_toml does otherwise.
std::optional<Node> read_toml_value(std::string_view text, const std::string& dotted_key);

}  // namespace secondcurve
