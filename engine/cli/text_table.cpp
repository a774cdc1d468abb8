#include "engine/cli/text_table.hpp"

#include <algorithm>
#include <cstdint>

namespace secondcurve::cli {

namespace {
/// Ranges of characters two columns wide that titles may hold: CJK, kana, hangul, full-width forms
/// (Unicode Standard Annex 11, wide and full-width).
bool is_wide(std::uint32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x20000 && c <= 0x3fffd);
}
}  // namespace

std::size_t display_width(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0x1b) {  // an escape code ends with a letter
      while (i < text.size() && text[i] != 'm') ++i;
      ++i;
      continue;
    }
    const std::size_t length = byte < 0x80 ? 1u : byte < 0xe0 ? 2u : byte < 0xf0 ? 3u : 4u;
    std::uint32_t c = length == 1 ? byte : static_cast<std::uint32_t>(byte) & (0xffu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
      c = (c << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
    width += is_wide(c) ? 2u : 1u;
    i += length;
  }
  return width;
}

std::string TextTable::text(std::size_t n_left) const {
  std::vector<std::size_t> widths;
  for (const Row& row : rows_) {
    if (row.heading) continue;
    widths.resize(std::max(widths.size(), row.cells.size()), 0);
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      widths[i] = std::max(widths[i], display_width(row.cells[i]));
  }
  std::string out;
  for (const Row& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string padding(row.heading ? 0 : widths[i] - display_width(row.cells[i]), ' ');
      if (i > 0) line += "  ";
      line += i < n_left ? row.cells[i] + padding : padding + row.cells[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

}  // namespace secondcurve::cli
