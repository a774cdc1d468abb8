#include "engine/report/export_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "engine/core/special_numbers.hpp"

namespace secondcurve {

namespace {

std::string quoted_where_needed(const std::string& value) {
  if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string without_tabs(std::string value) {
  std::replace_if(
      value.begin(), value.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return value;
}

constexpr std::array<std::string_view, 19> names_in_order{"headline",
                                                          "output",
                                                          "growth",
                                                          "shares",
                                                          "targets",
                                                          "first_reached",
                                                          "change_by_cause",
                                                          "growth_by_cause",
                                                          "programmes",
                                                          "differences",
                                                          "variance",
                                                          "model_shares",
                                                          "history",
                                                          "changed_settings",
                                                          "assumptions",
                                                          "facts",
                                                          "series",
                                                          "accounts",
                                                          "about"};

std::size_t rank_of(const std::string& table) {
  return static_cast<std::size_t>(std::find(names_in_order.begin(), names_in_order.end(), table) -
                                  names_in_order.begin());
}

/// Puts the figures of a row in the places of other years.
std::vector<double> in_years(const std::vector<double>& figures, const std::vector<std::int32_t>& from,
                             const std::vector<std::int32_t>& to) {
  std::vector<double> placed(to.size(), not_a_number);
  for (std::size_t i = 0; i < from.size(); ++i)
    placed[static_cast<std::size_t>(std::lower_bound(to.begin(), to.end(), from[i]) - to.begin())] =
        figures[i];
  return placed;
}

}  // namespace

std::span<const std::string_view> table_names() { return names_in_order; }

void merge_into(std::vector<ExportTable>& tables, ExportTable table) {
  auto place = tables.begin();
  while (place != tables.end() && rank_of(place->name) < rank_of(table.name)) ++place;
  if (place == tables.end() || place->name != table.name) {
    tables.insert(place, std::move(table));
    return;
  }
  std::vector<std::int32_t> years;
  std::set_union(place->years.begin(), place->years.end(), table.years.begin(), table.years.end(),
                 std::back_inserter(years));
  if (years != place->years)
    for (TableRow& row : place->rows) row.by_year = in_years(row.by_year, place->years, years);
  place->years = years;
  for (TableRow& row : table.rows) {
    if (years != table.years) row.by_year = in_years(row.by_year, table.years, years);
    place->rows.push_back(std::move(row));
  }
}

std::size_t ExportTable::column(std::string_view column_name) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].name == column_name) return i;
  throw std::out_of_range(fmt::format("table {} has no column {}", name, column_name));
}

ExportTable without_details(ExportTable table) {
  if (table.years.empty()) return table;
  std::erase_if(table.rows, [place = table.column("statistic")](const TableRow& row) {
    const std::string statistic = cell_text(row.cells[place]);
    const bool is_of_quantile = statistic.starts_with('p') && statistic.find('_') != std::string::npos;
    return is_of_quantile || statistic == "sd_se" || statistic.starts_with("skewness");
  });
  return table;
}

std::string statistics_explained() {
  return "mean, sd, skewness: of all paths\n"
         "mean_se, sd_se, skewness_se, se: Monte Carlo standard error of the figure before it\n"
         "p5: quantile, 5% of paths are below it; p50 is the median\n"
         "p5_lower, p5_upper: 95% interval of that quantile for the number of paths\n"
         "value: the figure itself, where it has no other statistics: a probability, a share or a mean\n"
         "lower, upper: 95% interval of the value\n"
         "unit 1: a share, rate or probability, 0.05 for 5%, or another figure without a unit\n";
}

std::string cell_text(double number) {
  return std::isnan(number) ? std::string() : fmt::format("{}", number);
}

std::string cell_text(const TableCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  const auto* number = std::get_if<double>(&cell);
  return number == nullptr ? std::string() : cell_text(*number);
}

std::string sound_text(std::string text) {
  constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD
  std::string sound;
  std::string_view rest = text;
  while (const auto bad = find_invalid_utf8(rest)) {
    sound.append(rest.substr(0, *bad)).append(replacement);
    rest.remove_prefix(*bad + 1);
  }
  if (sound.empty()) return text;
  return sound.append(rest);
}

std::string delimited_line(const std::vector<std::string>& values, Separator separator) {
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) line += separator == Separator::comma ? ',' : '\t';
    line += separator == Separator::comma ? quoted_where_needed(values[i]) : without_tabs(values[i]);
  }
  return line + '\n';
}

std::vector<std::string> long_header(const ExportTable& table) {
  std::vector<std::string> names;
  for (const TableColumn& column : table.columns) names.push_back(column.name);
  if (!table.years.empty()) names.insert(names.end(), {"year", "value"});
  return names;
}

std::string long_lines(const ExportTable& table, Separator separator) {
  std::string lines;
  for (const TableRow& row : table.rows) {
    std::vector<std::string> values;
    for (const TableCell& cell : row.cells) values.push_back(cell_text(cell));
    if (table.years.empty()) {
      lines += delimited_line(values, separator);
      continue;
    }
    const std::size_t n_cells = values.size();
    values.resize(n_cells + 2);
    for (std::size_t year = 0; year < table.years.size(); ++year) {
      if (std::isnan(row.by_year[year])) continue;
      values[n_cells] = std::to_string(table.years[year]);
      values[n_cells + 1] = cell_text(row.by_year[year]);
      lines += delimited_line(values, separator);
    }
  }
  return lines;
}

ExportTable with_statistics_as_columns(const ExportTable& table) {
  if (table.years.empty()) return table;
  const std::size_t place = table.column("statistic");
  ExportTable wide{table.name, table.sheet, table.question, table.doc, table.columns, {}, {}};
  wide.columns.erase(wide.columns.begin() + static_cast<std::ptrdiff_t>(place));
  wide.columns.push_back({"year", "calendar year"});
  const std::size_t n_labels = wide.columns.size();
  std::map<std::string, std::size_t> columns;  // of statistics
  std::map<std::vector<TableCell>, std::size_t>
      first_rows;  // where the years of a row without its statistic begin
  for (const TableRow& row : table.rows) {
    const auto [column, is_new] = columns.try_emplace(cell_text(row.cells[place]), wide.columns.size());
    if (is_new) wide.columns.push_back({column->first, "statistic", row.kind});
    std::vector<TableCell> labels = row.cells;
    labels.erase(labels.begin() + static_cast<std::ptrdiff_t>(place));
    const auto [first, is_first] = first_rows.try_emplace(labels, wide.rows.size());
    for (std::size_t year = 0; year < table.years.size(); ++year) {
      if (is_first) {
        wide.rows.push_back({labels, {}, row.kind});
        wide.rows.back().cells.emplace_back(static_cast<double>(table.years[year]));
      }
      std::vector<TableCell>& cells = wide.rows[first->second + year].cells;
      cells.resize(std::max(cells.size(), column->second + 1));
      cells[column->second] = row.by_year[year];
    }
  }
  for (TableRow& row : wide.rows) row.cells.resize(wide.columns.size());
  std::erase_if(wide.rows, [&](const TableRow& row) {
    return std::all_of(row.cells.begin() + static_cast<std::ptrdiff_t>(n_labels), row.cells.end(),
                       [](const TableCell& cell) { return cell_text(cell).empty(); });
  });
  return wide;
}

}  // namespace secondcurve
