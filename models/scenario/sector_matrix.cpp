#include "models/scenario/sector_matrix.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve {

namespace {

std::optional<double> number_in(const Range& range, std::string_view text) {
  double value = 0.0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = status == std::errc() && end == text.data() + text.size();
  if (!whole || !std::isfinite(value) || !range.contains(value)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<SectorMatrix> read_sector_matrix(const Node& node, const std::vector<std::string>& sectors,
                                               std::string_view what, const Range& range, Reading& reading) {
  const auto file = reading.csv_file(node);
  if (!file) return std::nullopt;
  const Csv& csv = file->csv;
  SectorMatrix matrix{file->path, trimmed(csv.header[0]), {}, {}, {}};
  for (std::size_t j = 1; j < csv.header.size(); ++j) matrix.sectors.push_back(trimmed(csv.header[j]));
  const std::size_t n = matrix.sectors.size();
  if (n == 0 || csv.rows.size() != n) {
    reading.error(node,
                  fmt::format("{} has {} and {} of numbers", file->path, counted(csv.rows.size(), "row"),
                              counted(n, "column")),
                  "as many rows as columns, sectors as header and first column");
    return std::nullopt;
  }
  bool good = true;
  const auto complain = [&](const Csv::Row& row, std::string problem, std::string allowed) {
    reading.error_at({file->path, row.line, 1}, node.key(), std::move(problem), std::move(allowed));
    good = false;
  };
  for (std::size_t i = 0; i < n; ++i) {
    const Csv::Row& row = csv.rows[i];
    const std::string& name = matrix.sectors[i];
    if (const std::string found = trimmed(row.fields[0]); found != name)
      complain(row, fmt::format("row \"{}\" where \"{}\" is expected", found, name),
               "rows in the order of the columns");
    if (std::find(sectors.begin(), sectors.end(), name) == sectors.end())
      complain(row, fmt::format("\"{}\" is no sector", name), "known: " + join(sectors, ", "));
    for (std::size_t j = 0; j < n; ++j) {
      const std::string text = trimmed(row.fields[j + 1]);
      const auto value = number_in(range, text);
      if (!value)
        complain(row, fmt::format("\"{}\" is no {}", text, what),
                 fmt::format("a number {}", to_string(range)));
      matrix.values.push_back(value.value_or(0.0));
    }
    matrix.lines.push_back(row.line);
  }
  if (!good) return std::nullopt;
  return matrix;
}

}  // namespace secondcurve
