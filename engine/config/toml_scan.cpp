#include "engine/config/toml_scan.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace secondcurve {
namespace {

/// Gives the end of the string that starts at `start`, or of its line if it is not closed there.
std::size_t end_of_string(std::string_view text, std::size_t start) {
  const char quote = text[start];
  const std::string_view rest = text.substr(start);
  const bool is_multi_line = rest.starts_with(std::string(3, quote));
  std::size_t i = start + (is_multi_line ? 3 : 1);
  for (; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (!is_multi_line && (text[i] == quote || text[i] == '\n')) {
      return i + 1;
    } else if (is_multi_line && text.substr(i).starts_with(std::string_view(rest.substr(0, 3)))) {
      // Up to two quotes may stand before the closing three.
      std::size_t end = i + 3;
      while (end < text.size() && end < i + 5 && text[end] == quote) ++end;
      return end;
    }
  }
  return std::min(i, text.size());
}

TomlExcess too_deep(std::size_t offset) {
  return {offset, fmt::format("is nested deeper than {} levels", deepest_nesting),
          "no config needs more than a few"};
}

TomlExcess too_many(std::size_t offset) {
  return {offset, fmt::format("the file has more than {} entries", most_toml_entries),
          "long tables belong in a CSV file"};
}

}  // namespace

std::optional<TomlExcess> find_toml_excess(std::string_view text) {
  int n_open = 0, n_dots = 0, n_entries = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = end_of_string(text, i);
      continue;
    }
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (c == '[' || c == '{') ++n_open;
    if (c == ']' || c == '}') --n_open;
    if (c == '[' || c == '{' || c == '=' || c == ',') ++n_entries;
    if (c == '.')
      ++n_dots;
    else if (std::string_view("[]{}=,\n").find(c) != std::string_view::npos)
      n_dots = 0;
    if (n_open > deepest_nesting || n_dots >= deepest_nesting) return too_deep(i);
    if (n_entries > most_toml_entries) return too_many(i);
    ++i;
  }
  return std::nullopt;
}

}  // namespace secondcurve
