#include "engine/report/export_workbook.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/report/export_figures.hpp"

#ifdef SECONDCURVE_HAVE_XLSXWRITER
#include <xlsxwriter.h>
#endif

namespace secondcurve {

namespace {

/// Whether a statistic is for readers of tables as text alone.
bool is_detail(const std::string& statistic) {
  const bool is_of_quantile = statistic.starts_with('p') && statistic.find('_') != std::string::npos;
  return is_of_quantile || statistic == "sd_se" || statistic.starts_with("skewness");
}

ExportTable without_details(const ExportTable& table) {
  ExportTable kept = table;
  if (!table.years.empty())
    std::erase_if(kept.rows, [place = table.column("statistic")](const TableRow& row) {
      return is_detail(cell_text(row.cells[place]));
    });
  return kept;
}

}  // namespace

Workbook::Workbook(std::string path, std::string title, Overwrite overwrite)
    : file_(std::move(path), overwrite), title_(std::move(title)) {}

void Workbook::add(const ExportTable& table) {
  if (!table.rows.empty()) merge_into(tables_, without_details(table));
}

#ifndef SECONDCURVE_HAVE_XLSXWRITER

bool Workbook::is_available() { return false; }
void Workbook::commit() { throw IoError(file_.path(), "write", "the program was built without libxlsxwriter"); }

#else

bool Workbook::is_available() { return true; }

namespace {

constexpr std::size_t most_sheet_rows = 1'048'576;  ///< of a sheet (Office Open XML, ECMA-376, as Excel reads it)
constexpr std::size_t most_cell_bytes = 32'000;     ///< of a text; spreadsheets take 32,767 characters
constexpr std::size_t header_row = 3;               ///< below the question, what it means and a blank line
constexpr double widest_text = 60, figure_width = 11;  ///< of columns [characters]

/// Columns that a text takes: Chinese characters take two.
std::size_t text_width(const std::string& text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || byte >= 0xc0) width += byte >= 0xe0 ? 2u : 1u;
  }
  return width;
}

/// How many decimals show about three significant digits of the largest figure of a row.
std::string number_format(const std::vector<double>& figures, FigureKind kind) {
  double largest = 0.0;
  for (const double figure : figures)
    if (std::isfinite(figure)) largest = std::max(largest, std::abs(figure));
  if (kind == FigureKind::fraction) return largest > 0.0 && largest < 0.0095 ? "0.00%" : "0.0%";
  if (largest >= 1e12 || (largest > 0.0 && largest < 1e-4)) return "0.00E+00";
  if (largest >= 100.0) return "#,##0";
  return largest >= 10.0 ? "#,##0.0" : largest >= 0.1 ? "0.00" : "0.0000";
}

/// A workbook under way: closed, and so freed, in any case.
class Pages final {
 public:
  Pages(std::string target, const std::string& temporary) : target_(std::move(target)) {
    lxw_workbook_options options = {};
    options.constant_memory = LXW_TRUE;
    options.use_zip64 = LXW_TRUE;
    book_ = workbook_new_opt(temporary.c_str(), &options);
    if (book_ == nullptr) throw IoError(target_, "write", "not enough memory for a workbook");
  }
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  ~Pages() {
    if (book_ != nullptr) workbook_close(book_);
  }

  void set_title(const std::string& title) {
    lxw_doc_properties properties = {};
    std::string text = title, program = "secondcurve";
    properties.title = text.data();
    properties.author = program.data();
    properties.created = 315'532'800;  // 1980-01-01, as in the archive: never the time of the export
    workbook_set_properties(book_, &properties);
  }

  lxw_worksheet* new_sheet(const std::string& name) {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
    if (sheet == nullptr) throw IoError(target_, "write", "the sheet '" + name + "' cannot be made");
    return sheet;
  }

  /// Texts are written as texts: none is ever taken for a formula or a link.
  void write(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text,
             lxw_format* format = nullptr) {
    if (text.empty()) return;
    std::string shown = text.size() <= most_cell_bytes ? text : shortened(text, most_cell_bytes);
    check(worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                 shown.c_str(), format));
  }

  void write(lxw_worksheet* sheet, std::size_t row, std::size_t column, double number, lxw_format* format) {
    if (std::isnan(number)) return;
    if (!std::isfinite(number)) return write(sheet, row, column, cell_text(number));
    check(worksheet_write_number(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), number,
                                 format));
  }

  lxw_format* of_number(const std::string& number_format) {
    lxw_format*& format = by_number_[number_format];
    if (format == nullptr) {
      format = workbook_add_format(book_);
      format_set_num_format(format, number_format.c_str());
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    }
    return format;
  }
  lxw_format* heading() {
    if (heading_ == nullptr) {
      heading_ = workbook_add_format(book_);
      format_set_bold(heading_);
      format_set_font_size(heading_, 14);
    }
    return heading_;
  }
  lxw_format* header() {
    if (header_ == nullptr) {
      header_ = workbook_add_format(book_);
      format_set_bold(header_);
      format_set_bottom(header_, LXW_BORDER_THIN);
      format_set_bg_color(header_, 0xE8EDF2);
    }
    return header_;
  }
  lxw_format* wrapped() {
    if (wrapped_ == nullptr) {
      wrapped_ = workbook_add_format(book_);
      format_set_text_wrap(wrapped_);
      format_set_align(wrapped_, LXW_ALIGN_VERTICAL_TOP);
    }
    return wrapped_;
  }

  void check(lxw_error error) const {
    if (error != LXW_NO_ERROR) throw IoError(target_, "write", lxw_strerror(error));
  }

  /// Writes the file.
  void close() { check(workbook_close(std::exchange(book_, nullptr))); }

 private:
  std::string target_;
  lxw_workbook* book_;
  std::map<std::string, lxw_format*> by_number_;
  lxw_format* heading_ = nullptr;
  lxw_format* header_ = nullptr;
  lxw_format* wrapped_ = nullptr;
};

/// What is where.
void add_contents(Pages& pages, const std::string& title, const std::vector<ExportTable>& tables) {
  lxw_worksheet* sheet = pages.new_sheet("Contents");
  std::size_t row = 0;
  pages.write(sheet, row, 0, title, pages.heading());
  row += 2;
  const std::array<const char*, 4> names{"sheet", "question", "rows", "what is in it"};
  for (std::size_t i = 0; i < names.size(); ++i) pages.write(sheet, row, i, names[i], pages.header());
  for (const ExportTable& table : tables) {
    ++row;
    pages.write(sheet, row, 0, table.sheet);
    pages.write(sheet, row, 1, table.question);
    pages.write(sheet, row, 2, static_cast<double>(table.rows.size()), pages.of_number("#,##0"));
    pages.write(sheet, row, 3, table.doc);
  }
  row += 2;
  pages.write(sheet, row, 0, "Columns", pages.header());
  for (const ExportTable& table : tables)
    for (const TableColumn& column : table.columns) {
      ++row;
      pages.write(sheet, row, 0, table.sheet);
      pages.write(sheet, row, 1, column.name);
      pages.write(sheet, row, 3, column.doc);
    }
  row += 2;
  pages.write(sheet, row, 0, "Statistics", pages.header());
  const std::string explained = statistics_explained();
  for (std::size_t begin = 0; begin < explained.size();) {
    const std::size_t end = explained.find('\n', begin);
    const std::string line = explained.substr(begin, end - begin);
    const std::size_t colon = line.find(": ");
    ++row;
    pages.write(sheet, row, 1, line.substr(0, colon));
    pages.write(sheet, row, 3, line.substr(colon + 2));
    begin = end + 1;
  }
  const std::array<double, 4> widths{20, 50, 10, 100};
  for (std::size_t i = 0; i < widths.size(); ++i)
    worksheet_set_column(sheet, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), widths[i], nullptr);
}

class TableSheet final {
 public:
  TableSheet(Pages& pages, const ExportTable& table) : pages_(pages), table_(table), sheet_(pages.new_sheet(table.sheet)) {}

  void write() {
    pages_.write(sheet_, 0, 0, table_.question, pages_.heading());
    pages_.write(sheet_, 1, 0, table_.doc);
    std::size_t column = 0;
    for (const TableColumn& each : table_.columns) pages_.write(sheet_, header_row, column++, each.name, pages_.header());
    for (const std::int32_t year : table_.years) pages_.write(sheet_, header_row, column++, year, pages_.header());
    for (std::size_t i = 0; i < table_.rows.size(); ++i) write_row(header_row + 1 + i, table_.rows[i]);
    arrange();
  }

 private:
  void write_row(std::size_t place, const TableRow& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (const auto* text = std::get_if<std::string>(&row.cells[i]))
        pages_.write(sheet_, place, i, *text, static_cast<double>(text->size()) > widest_text ? pages_.wrapped() : nullptr);
      else if (const auto* number = std::get_if<double>(&row.cells[i]))
        pages_.write(sheet_, place, i, *number, pages_.of_number(cell_format(*number, table_.columns[i])));
    }
    if (row.by_year.empty()) return;
    lxw_format* format = pages_.of_number(number_format(row.by_year, row.kind));
    for (std::size_t year = 0; year < row.by_year.size(); ++year)
      pages_.write(sheet_, place, row.cells.size() + year, row.by_year[year], format);
  }

  static std::string cell_format(double number, const TableColumn& column) {
    const bool is_whole = column.kind == FigureKind::number && number == std::floor(number);
    return is_whole && std::abs(number) < 1e6 ? "0" : number_format({number}, column.kind);
  }

  /// Widths, what stays in view and filters.
  void arrange() {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      auto width = static_cast<double>(text_width(table_.columns[i].name) + 3);  // and the filter's button
      for (const TableRow& row : table_.rows)
        if (const auto* text = std::get_if<std::string>(&row.cells[i]))
          width = std::max(width, std::min(widest_text, static_cast<double>(text_width(*text) + 1)));
      set_width(i, i, width);
    }
    const std::size_t n_columns = table_.columns.size() + table_.years.size();
    if (!table_.years.empty()) set_width(table_.columns.size(), n_columns - 1, figure_width);
    worksheet_freeze_panes(sheet_, header_row + 1, 0);
    worksheet_autofilter(sheet_, header_row, 0, static_cast<lxw_row_t>(header_row + table_.rows.size()),
                         static_cast<lxw_col_t>(n_columns - 1));
  }

  void set_width(std::size_t first, std::size_t last, double width) {
    worksheet_set_column(sheet_, static_cast<lxw_col_t>(first), static_cast<lxw_col_t>(last), width, nullptr);
  }

  Pages& pages_;
  const ExportTable& table_;
  lxw_worksheet* sheet_;
};

}  // namespace

void Workbook::commit() {
  for (const ExportTable& table : tables_)
    if (table.rows.size() + header_row + 1 > most_sheet_rows)
      throw IoError(file_.path(), "write",
                    fmt::format("the sheet '{}' would have {} rows, and spreadsheets hold {} (choose scenarios with "
                                "--scenario, or write tables as text with --csv)",
                                table.sheet, grouped(table.rows.size()), grouped(most_sheet_rows)));
  Pages pages(file_.path(), file_.temporary_path());
  pages.set_title(title_);
  add_contents(pages, title_, tables_);
  for (const ExportTable& table : tables_) TableSheet(pages, table).write();
  pages.close();
  file_.commit();
}

#endif

}  // namespace secondcurve
