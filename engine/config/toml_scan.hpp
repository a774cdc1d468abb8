#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace secondcurve {

/// How deep tables and lists may be nested.
inline constexpr int deepest_nesting = 32;

/// How many keys, list elements and headers a file may have, all together.
inline constexpr int most_toml_entries = 100'000;

/// Something in a TOML text that would be too much for a recursive parser.
struct TomlExcess {
  std::size_t offset;  ///< where it begins [bytes]
  std::string problem;
  std::string allowed;
};

/// Scans a TOML text, strings and comments left out, for brackets or dotted keys deeper than
/// deepest_nesting and for more than most_toml_entries entries. The parser calls itself once per level and
/// searches lists once per key, so this runs before it. Cost: one pass, no recursion.
std::optional<TomlExcess> find_toml_excess(std::string_view text);

}  // namespace secondcurve
