#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace secondcurve {

/// A workbook under way: sheets of cells, written row by row from the top.
class WorkbookPages final {
 public:
  enum class Style { plain, title, header, wrapped };

  /// Rows that a sheet may have (Excel specifications and limits).
  static constexpr std::size_t most_rows = 1'048'576;

  /// Whether the program was built with libxlsxwriter.
  static bool is_available();

  /// @param target what messages name; @param file where it is written; @param title of the document.
  /// Throws IoError where the program was built without the library.
  WorkbookPages(std::string target, const std::string& file, const std::string& title);
  WorkbookPages(const WorkbookPages&) = delete;
  WorkbookPages& operator=(const WorkbookPages&) = delete;
  ~WorkbookPages();

  /// Adds a sheet, printed as wide as a page, and gives its number. @param name 31 characters at most.
  std::size_t add_sheet(const std::string& name);

  /// Writes a text as a text: none is taken for a formula or a link. What is longer than a cell may be is
  /// cut.
  void write(std::size_t sheet, std::size_t row, std::size_t column, const std::string& text,
             Style style = Style::plain);
  /// Writes the name of a sheet, which leads there.
  void write_link(std::size_t sheet, std::size_t row, std::size_t column, const std::string& to_sheet);
  /// Writes a number; nothing where it is not a number, its text where it is infinite.
  /// @param format as spreadsheets write it: "0.0%".
  void write(std::size_t sheet, std::size_t row, std::size_t column, double number, const std::string& format,
             Style style = Style::plain);

  void set_width(std::size_t sheet, std::size_t column, double characters);
  /// Keeps the head of a table in view and on every printed page, and puts filters into it.
  /// @param row of the head; @param n_rows below it.
  void set_table(std::size_t sheet, std::size_t row, std::size_t n_rows, std::size_t n_columns);

  /// Writes the file; nothing may be added after. Throws IoError.
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace secondcurve
