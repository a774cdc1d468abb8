#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace secondcurve {

/// A table of texts with a header line.
struct Csv {
  struct Row {
    int line = 0;                     ///< where the row begins in the file, from 1
    std::vector<std::string> fields;  ///< as many as the header has
  };

  std::vector<std::string> header;
  std::vector<Row> rows;

  /// The place of a column by its name in the header, or nothing.
  std::optional<std::size_t> column(std::string_view name) const;
};

/// Reads comma-separated values: quoted fields may hold commas, line ends and doubled quotes; lines end
/// in LF or CRLF; a byte order mark and empty lines are skipped; spaces count.
/// Source: Y. Shafranovich, Common Format and MIME Type for CSV Files, RFC 4180 (2005), section 2.
/// @param text UTF-8; @param file_name for messages.
/// Throws ConfigError, with file and line, if there is no header, a column has no name or one that another
/// has, rows have more or fewer fields than the header (the first ten of them), or quotes do not match.
Csv parse_csv(std::string_view text, const std::string& file_name);

}  // namespace secondcurve
