#include "engine/report/export_workbook.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/report/workbook_pages.hpp"

namespace secondcurve {

namespace {

using Style = WorkbookPages::Style;

constexpr std::size_t header_row = 3;                  ///< below the question, what it means and a blank line
constexpr double widest_text = 60, figure_width = 11;  ///< of columns [characters]

/// Columns that a text takes: Chinese characters take two.
double text_width(const std::string& text) {
  int width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || byte >= 0xc0) width += byte >= 0xe0 ? 2 : 1;
  }
  return width;
}

/// Decimals for figures of one row: so many digits of the largest, and up to two decimals more where the
/// smallest would else be shown as zero.
int decimals_of_row(double largest, double smallest, int digits) {
  constexpr int most = 6, most_more = 2;
  const auto decimals = [&](double figure, int n_digits) {
    return std::clamp(n_digits - 1 - static_cast<int>(std::floor(std::log10(figure))), 0, most);
  };
  const int least = decimals(largest, digits);
  return std::clamp(decimals(smallest, 1), least, least + most_more);
}

/// How spreadsheets are to show figures of one row.
std::string number_format(const std::vector<double>& figures, FigureKind kind) {
  constexpr double longest = 1e12, finest = 1e-4;  // beyond them as powers of ten
  if (kind == FigureKind::plain) return "General";
  const double unit = kind == FigureKind::fraction ? 0.01 : 1.0;
  double largest = 0.0, smallest = longest;
  for (const double figure : figures) {
    const double size = std::abs(figure) / unit;
    if (!std::isfinite(size) || size == 0.0) continue;
    largest = std::max(largest, size);
    smallest = std::min(smallest, size);
  }
  if (largest == 0.0) return kind == FigureKind::fraction ? "0.0%" : "0";
  if (largest >= longest || largest < finest) return "0.00E+00";
  if (kind == FigureKind::fraction)
    return fmt::format("0.{:0<{}}%", "", std::max(1, decimals_of_row(largest, smallest, 2)));
  const int decimals = decimals_of_row(largest, smallest, 3);
  return decimals == 0 ? "#,##0" : fmt::format("#,##0.{:0<{}}", "", decimals);
}

/// The first sheet: what is where.
class Contents final {
 public:
  explicit Contents(WorkbookPages& pages) : pages_(pages), sheet_(pages.add_sheet("Contents")) {}

  void write(const std::string& title, const std::vector<ExportTable>& tables) {
    add({title}, Style::title);
    ++row_;
    add({"sheet", "question", "rows", "what is in it"}, Style::header);
    for (const ExportTable& table : tables) {
      pages_.write_link(sheet_, row_, 0, table.sheet);
      pages_.write(sheet_, row_, 1, table.question);
      pages_.write(sheet_, row_, 2, static_cast<double>(table.rows.size()), "#,##0");
      pages_.write(sheet_, row_++, 3, table.doc);
    }
    ++row_;
    add({"sheet", "column", "", "what is in it"}, Style::header);
    for (const ExportTable& table : tables)
      for (const TableColumn& column : table.columns) add({table.sheet, column.name, "", column.doc});
    ++row_;
    add({"", "statistic", "", "what it is"}, Style::header);
    std::istringstream statistics(statistics_explained());
    for (std::string line; std::getline(statistics, line);) {
      const std::size_t colon = line.find(": ");
      add({"", line.substr(0, colon), "", line.substr(colon + 2)});
    }
    constexpr std::array<double, 4> widths{22, 60, 10, 110};
    for (std::size_t i = 0; i < widths.size(); ++i) pages_.set_width(sheet_, i, widths[i]);
  }

 private:
  void add(const std::vector<std::string>& texts, Style style = Style::plain) {
    for (std::size_t i = 0; i < texts.size(); ++i) pages_.write(sheet_, row_, i, texts[i], style);
    ++row_;
  }

  WorkbookPages& pages_;
  std::size_t sheet_;
  std::size_t row_ = 0;
};

void write_row(WorkbookPages& pages, std::size_t sheet, std::size_t place, const ExportTable& table,
               const TableRow& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (const auto* text = std::get_if<std::string>(&row.cells[i]))
      pages.write(sheet, place, i, *text, text_width(*text) > widest_text ? Style::wrapped : Style::plain);
    else if (const auto* number = std::get_if<double>(&row.cells[i]))
      pages.write(sheet, place, i, *number, number_format({*number}, table.columns[i].kind));
  }
  const std::string format = number_format(row.by_year, row.kind);
  for (std::size_t year = 0; year < row.by_year.size(); ++year)
    pages.write(sheet, place, row.cells.size() + year, row.by_year[year], format);
}

/// The width of a column of texts and single figures.
double column_width(const ExportTable& table, std::size_t column) {
  constexpr double of_filter = 4, margin = 2;
  double width = std::max(figure_width, text_width(table.columns[column].name) + of_filter);
  for (const TableRow& row : table.rows)
    if (const auto* text = std::get_if<std::string>(&row.cells[column]))
      width = std::max(width, std::min(widest_text, text_width(*text) + margin));
  return width;
}

void write_sheet(WorkbookPages& pages, const ExportTable& table) {
  const std::size_t sheet = pages.add_sheet(table.sheet);
  pages.write(sheet, 0, 0, table.question, Style::title);
  pages.write(sheet, 1, 0, table.doc);
  std::size_t column = 0;
  for (const TableColumn& each : table.columns) {
    pages.set_width(sheet, column, column_width(table, column));
    pages.write(sheet, header_row, column++, each.name, Style::header);
  }
  for (const std::int32_t year : table.years) {
    pages.set_width(sheet, column, figure_width);
    pages.write(sheet, header_row, column++, year, "0", Style::header);
  }
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    write_row(pages, sheet, header_row + 1 + i, table, table.rows[i]);
  pages.set_table(sheet, header_row, table.rows.size(), column);
}

}  // namespace

bool Workbook::is_available() { return WorkbookPages::is_available(); }

Workbook::Workbook(std::string path, std::string title, Overwrite overwrite)
    : file_(std::move(path), overwrite), title_(sound_text(std::move(title))) {}

void Workbook::add(const ExportTable& table) {
  if (!table.rows.empty()) merge_into(tables_, without_details(table));
}

void Workbook::commit() {
  for (const ExportTable& table : tables_)
    if (table.rows.size() + header_row + 1 > WorkbookPages::most_rows)
      throw IoError(
          file_.path(), "write",
          fmt::format("the sheet '{}' would have {} rows, and spreadsheets hold {} (choose scenarios "
                      "with --scenario, or write tables as text with --csv)",
                      table.sheet, grouped(table.rows.size()), grouped(WorkbookPages::most_rows)));
  WorkbookPages pages(file_.path(), file_.temporary_path(), title_);
  Contents(pages).write(title_, tables_);
  for (const ExportTable& table : tables_) write_sheet(pages, table);
  pages.close();
  file_.commit();
}

}  // namespace secondcurve
