#pragma once

#include <string>
#include <vector>

#include "engine/output/atomic_folder.hpp"
#include "engine/output/text_file.hpp"
#include "engine/report/export_table.hpp"

namespace secondcurve {

/// A folder of tables as text: a CSV file for each table that has rows, in long form, and a README.txt that
/// says what is in them. UTF-8; lines end in a line feed; numbers read back as the same doubles.
class TableFolder final {
 public:
  /// Checks that the folder may be written. Throws IoError, as AtomicFolder: one that is there already is
  /// replaced with Overwrite::replace where it holds nothing but such tables.
  /// @param title first line of the README.
  TableFolder(std::string path, std::string title, Overwrite overwrite);

  /// Writes the rows of a table, after those of the same name. Throws IoError if they cannot be written.
  void add(const ExportTable& table);

  /// Writes the README and gives the folder its name. Throws IoError; then no folder is left.
  void commit();

 private:
  struct Written {
    ExportTable table;  ///< without rows
    TextFile file;
  };

  std::string readme() const;

  AtomicFolder folder_;
  std::string title_;
  std::vector<Written> written_;
};

}  // namespace secondcurve
