#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/cli/figures.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"

namespace secondcurve::cli {

namespace {

/// The change of a series by one cause, or by all.
struct CauseRow {
  std::string name;
  std::vector<double> change;  ///< [year]; not in the base year
  double total = 0.0;          ///< since the base year

  CauseRow(std::string cause, std::size_t n_years) : name(std::move(cause)), change(n_years, 0.0) {}

  void add(std::size_t year, double more) {
    change[year] += more;
    total += more;
  }
};

/// The causes that change a series at all, then their sum.
std::vector<CauseRow> rows_of(const ResultView& result, std::size_t series) {
  std::vector<CauseRow> rows;
  CauseRow all("all", result.n_years());
  for (std::size_t cause = 0; cause < result.causes().size(); ++cause) {
    CauseRow row(result.causes()[cause], result.n_years());
    bool is_there = false;
    for (std::size_t year = 1; year < result.n_years(); ++year) {
      const double change = result.change_by_cause(series, year, cause);
      is_there = is_there || change != 0.0;
      row.add(year, change);
      all.add(year, change);
    }
    if (is_there) rows.push_back(std::move(row));
  }
  rows.push_back(std::move(all));
  return rows;
}

void add_series(const ResultView& result, const TableChoice& choice, std::size_t series, TextTable& table) {
  const std::vector<CauseRow> rows = rows_of(result, series);
  std::vector<double> totals;
  for (const CauseRow& row : rows) totals.push_back(row.total);
  table.add_row({result.texts("title")[series]});
  for (const CauseRow& row : rows) {
    std::vector<std::string> cells{"", row.name};
    for (const std::size_t year : choice.years)
      if (year > 0)
        cells.push_back(fixed_text(100.0 * row.change[year] / result.value("output_mean", series, year - 1),
                                   2, Sign::of_both));
    cells.push_back(fixed_text(row.total, decimals_of(totals) + 1, Sign::of_both));
    table.add_row(std::move(cells));
  }
}

}  // namespace

std::string causes_text(const ResultView& result, const TableChoice& choice) {
  TextTable table;
  table.add_heading(
      bold("Growth of the mean by cause (points of the year before; last column: change since " +
           std::to_string(result.years().front()) + " in the unit of the series)"));
  std::vector<std::string> header = year_header(result, choice, 2, 1);
  header.emplace_back("change");
  table.add_row(std::move(header));
  bool is_empty = true;
  for (const std::size_t series : choice.series) {
    if (!std::isfinite(result.change_by_cause(series, result.n_years() - 1, 0))) continue;
    add_series(result, choice, series, table);
    is_empty = false;
  }
  return is_empty ? "None of these series has a split by cause: a ratio has none, nor a measure whose factor "
                    "is drawn or "
                    "changes by year.\n"
                  : table.text(2);
}

}  // namespace secondcurve::cli
