#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace secondcurve {

/// How a figure is meant to be read.
enum class FigureKind {
  number,
  fraction,  ///< a share, a rate or a probability: 0.05 for 5%
  plain      ///< a year, or a number as somebody wrote it: shown as it is
};

/// A cell of a table: nothing, a text or a number.
using TableCell = std::variant<std::monostate, std::string, double>;

/// A column of an exported table.
struct TableColumn {
  std::string name;  ///< as in the result file: "programme_spent"
  std::string doc;   ///< what is in it, for the page that explains the tables
  FigureKind kind = FigureKind::number;
};

/// A row: its cells, and where the table is by year a figure for each year, NaN where it is not defined.
struct TableRow {
  std::vector<TableCell> cells;  ///< one for each column
  std::vector<double> by_year;
  FigureKind kind = FigureKind::number;  ///< of by_year
};

/// What a result says on one question, to be written in any format.
struct ExportTable {
  std::string name;      ///< of its file: "differences"
  std::string sheet;     ///< name that people read, 31 characters at most: "Differences"
  std::string question;  ///< that it answers: "How do scenarios differ?"
  std::string doc;       ///< a sentence or two beside it
  std::vector<TableColumn> columns;
  std::vector<std::int32_t> years;  ///< of by_year; empty where all figures are in columns
  std::vector<TableRow> rows;

  /// The place of a column. Throws std::out_of_range, a defect of ours, where there is none.
  std::size_t column(std::string_view column_name) const;
};

/// Adds the rows of a table to the one of the same name, or the table after those that come before it
/// in table_names(). Years are put together; what a row has no figure for is NaN.
void merge_into(std::vector<ExportTable>& tables, ExportTable table);

/// The names of all tables in the order in which they are shown.
std::span<const std::string_view> table_names();

/// The table without what few readers need: intervals of quantiles, the skewness, and errors of standard
/// deviations.
ExportTable without_details(ExportTable table);

/// What columns `statistic` and `variable` may say, a line each, for the page that explains the tables.
std::string statistics_explained();

/// A cell as text: a number with the fewest digits that read back as the same double ("inf" if infinite);
/// empty for nothing and for NaN.
std::string cell_text(const TableCell& cell);
std::string cell_text(double number);

/// A text without what is no UTF-8: such bytes become U+FFFD.
std::string sound_text(std::string text);

/// How values are told apart in a file of text.
enum class Separator { comma, tab };

/// A line of values, ended by a line feed. With commas, values are quoted as RFC 4180 says where they hold a
/// comma, a quote or a line end. With tabs, which have no quotes, tabs and line ends in values become spaces.
std::string delimited_line(const std::vector<std::string>& values, Separator separator);

/// The names of the columns of a table in long form: years go down as `year` and `value`.
std::vector<std::string> long_header(const ExportTable& table);

/// The rows of a table in long form, a line each: of a table by year one for each figure that is defined.
std::string long_lines(const ExportTable& table, Separator separator);

/// The table with years as rows and the values of its column `statistic` as columns, in their order; cells
/// that are not there are empty. Rows of tables that are not by year stay as they are.
ExportTable with_statistics_as_columns(const ExportTable& table);

}  // namespace secondcurve
