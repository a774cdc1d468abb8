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

/// Follows brackets, dots and entries from one character outside strings and comments to the next.
class HazardScanner final {
 public:
  std::optional<TomlHazard> see(std::string_view text, std::size_t offset) {
    const char c = text[offset];
    const bool opens = c == '[' || c == '{';
    const bool closes = c == ']' || c == '}';
    if (closes && (open_.empty() || open_.back() != (c == ']' ? '[' : '{'))) return mismatch(c, offset);
    if (opens) open_ += c;
    if (closes) open_.pop_back();
    if (opens || c == '=' || c == ',') ++n_entries_;
    if (c == '.') ++n_dots_;
    if (opens || closes || c == '=' || c == ',' || c == '\n') n_dots_ = 0;

    if (open_.size() > deepest_nesting || n_dots_ >= deepest_nesting)
      return TomlHazard{offset, fmt::format("is nested deeper than {} levels", deepest_nesting),
                        "no config needs more than a few"};
    if (n_entries_ > most_toml_entries)
      return TomlHazard{offset, fmt::format("the file has more than {} entries", most_toml_entries),
                        "long tables belong in a CSV file"};
    if (static_cast<unsigned char>(c) >= 0x80U)
      return TomlHazard{offset, "only texts in quotes and comments may hold other letters than a-z and A-Z",
                        "text needs quotes, names are a-z, A-Z, digits, _ and -"};
    return std::nullopt;
  }

 private:
  TomlHazard mismatch(char c, std::size_t offset) const {
    if (open_.empty())
      return {offset, fmt::format("this '{}' closes nothing", c), "each bracket closes one that is open"};
    return {offset, fmt::format("this '{}' does not close the '{}' that is open", c, open_.back()),
            "brackets close in the order they were opened"};
  }

  std::string open_;  ///< the brackets that are open, outermost first
  std::size_t n_dots_ = 0;
  std::size_t n_entries_ = 0;
};

}  // namespace

std::optional<TomlHazard> find_toml_hazard(std::string_view text) {
  HazardScanner scanner;
  std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (i < text.size()) {
    if (text[i] == '"' || text[i] == '\'') {
      i = end_of_string(text, i);
    } else if (text[i] == '#') {
      i = std::min(text.find('\n', i), text.size());
    } else {
      if (auto hazard = scanner.see(text, i)) return hazard;
      ++i;
    }
  }
  return std::nullopt;
}

}  // namespace secondcurve
