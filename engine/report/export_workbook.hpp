#pragma once

#include <string>
#include <vector>

#include "engine/output/atomic_file.hpp"
#include "engine/report/export_table.hpp"

namespace secondcurve {

/// A spreadsheet workbook (Office Open XML, .xlsx): a page that says what is where, then a sheet for each
/// table that has rows, years as columns. The same tables give the same bytes.
class Workbook final {
 public:
  /// Whether the program was built with the library that writes workbooks.
  static bool is_available();

  /// Checks that the file may be written. Throws IoError, as AtomicFile, where it may not.
  /// @param title of the first page. @param overwrite whether a file may be replaced.
  Workbook(std::string path, std::string title, Overwrite overwrite);

  /// Adds the rows of a table, after those of the same name: those of without_details().
  void add(const ExportTable& table);

  /// Writes the file. Throws IoError if it cannot be written, if a sheet would have more rows than
  /// spreadsheets hold, or if the program was built without the library; then no file is left.
  void commit();

 private:
  AtomicFile file_;
  std::string title_;
  std::vector<ExportTable> tables_;
};

}  // namespace secondcurve
