#include "engine/config/text.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace secondcurve {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Optimal string alignment distance, row by row.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t exchange = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, exchange});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    std::swap(last, row);
  }
  return last[b.size()];
}

/// A text in small letters.
std::string folded(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), lower_case);
  return small;
}

/// Length of the UTF-8 character that starts at `text`, or 0 if none does.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80U) return 1;
  const std::size_t length = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
  if (first < 0xC2U || first > 0xF4U || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!continues_character(text[i])) return 0;
  const bool overlong = (first == 0xE0U && byte(1) < 0xA0U) || (first == 0xF0U && byte(1) < 0x90U);
  const bool surrogate = first == 0xEDU && byte(1) > 0x9FU;
  const bool beyond_unicode = first == 0xF4U && byte(1) > 0x8FU;
  return overlong || surrogate || beyond_unicode ? 0 : length;
}

}  // namespace

std::string closest(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t least_of_a_beginning = 3;
  const std::string wanted = folded(word);
  std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1, n_begun = 0;
  std::string found, begun;
  for (const std::string& candidate : candidates) {
    const std::string name = folded(candidate);
    if (word.size() >= least_of_a_beginning && name.starts_with(wanted)) {
      ++n_begun;
      begun = candidate;
    }
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - std::min(word.size(), candidate.size()) >= fewest) continue;
    const std::size_t distance = edit_distance(wanted, name);
    if (distance >= fewest) continue;
    fewest = distance;
    found = candidate;
  }
  return found.empty() && n_begun == 1 ? begun : found;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::string near = closest(word, candidates);
  return near.empty() ? "" : fmt::format("Did you mean '{}'?", near);
}

std::string join(std::span<const std::string> words, std::string_view separator,
                 std::string_view last_separator) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_last = i + 1 == words.size();
    if (i > 0) text += is_last && !last_separator.empty() ? last_separator : separator;
    text += words[i];
  }
  return text;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return digits;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '_')
      digits += text[i];
    else if (i == 0 || i + 1 == text.size() || text[i + 1] == '_')
      return std::nullopt;
  std::uint64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

std::string rounded(double number) { return fmt::format("{:.12g}", number); }

std::string counted(std::uint64_t number, std::string_view thing) {
  return fmt::format("{} {}{}", grouped(number), thing, number == 1 ? "" : "s");
}

std::string shortened(std::string_view text, std::size_t most) {
  std::size_t end = std::min(text.size(), most);
  while (end < text.size() && end > 0 && continues_character(text[end])) --end;
  std::string shown;
  for (std::size_t i = 0; i < end; ++i) {
    const char c = text[i];
    if (find_control_character(text.substr(i, 2)) == 0U && c == '\xC2')
      shown += fmt::format("\\u{:04X}", static_cast<unsigned char>(text[++i]));
    else if (c == '\n')
      shown += "\\n";
    else if (c == '\t')
      shown += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20U || c == 0x7F)
      shown += fmt::format("\\x{:02X}", c);
    else
      shown += c;
  }
  if (end < text.size()) shown += "...";
  return shown;
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t length = character_length(text.substr(offset));
    if (length == 0) return offset;
    offset += length;
  }
  return std::nullopt;
}

std::optional<std::size_t> find_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_c0 = (byte < 0x20U && byte != '\n' && byte != '\t') || byte == 0x7FU;
    const bool is_c1 =
        byte == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U;
    if (is_c0 || is_c1) return i;
  }
  return std::nullopt;
}

SourcePosition position_of(std::string_view text, std::size_t offset, const std::string& file) {
  SourcePosition position{file, 1, 1};
  const std::size_t start = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  for (std::size_t i = start; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++position.line;
      position.column = 1;
    } else if (!continues_character(text[i])) {
      ++position.column;
    }
  }
  return position;
}

}  // namespace secondcurve
