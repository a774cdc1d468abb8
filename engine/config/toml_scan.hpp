#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace secondcurve {

/// How deep tables and lists may be nested.
inline constexpr std::size_t deepest_nesting = 32;

/// How many keys, list elements and headers a file may have, all together.
inline constexpr std::size_t most_toml_entries = 100'000;

/// Something in a TOML text that the parser must not be given.
struct TomlHazard {
  std::size_t offset;  ///< where it is [bytes]
  std::string problem;
  std::string allowed;
};

/// Scans a TOML text, strings and comments left out, for brackets or dotted keys deeper than
/// deepest_nesting, for more than most_toml_entries entries, for brackets closed by others than opened them,
/// and for characters beyond ASCII. The parser calls itself once per level, searches lists once per key, and
/// (toml++ 3.3) takes the last two for impossible, so this runs before it. Cost: one pass, no recursion.
std::optional<TomlHazard> find_toml_hazard(std::string_view text);

}  // namespace secondcurve
