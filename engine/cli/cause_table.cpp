#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/result_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/core/error.hpp"

namespace secondcurve::cli {

namespace {

std::string points(double share) {
  return std::abs(share) < 0.00005 ? "0.00" : fmt::format("{:+.2f}", 100.0 * share);
}

/// The causes of one series: a row each, then their sum.
void add_series(const ResultView& result, const TableChoice& choice, std::size_t series, TextTable& table) {
  const std::size_t n_causes = result.causes().size();
  const auto row = [&](const std::string& name, auto&& change_in) {
    std::vector<std::string> cells{"", name};
    for (const std::size_t year : choice.years)
      if (year > 0) cells.push_back(points(change_in(year) / result.value("output_mean", series, year - 1)));
    double total = 0.0;
    for (std::size_t year = 1; year < result.n_years(); ++year) total += change_in(year);
    cells.push_back(fmt::format("{:+.4g}", total));
    table.add_row(std::move(cells));
  };
  table.add_row({result.texts("title")[series]});
  for (std::size_t cause = 0; cause < n_causes; ++cause) {
    const auto change = [&](std::size_t year) { return result.change_by_cause(series, year, cause); };
    bool is_there = false;
    for (std::size_t year = 1; year < result.n_years(); ++year) is_there = is_there || change(year) != 0.0;
    if (is_there) row(result.causes()[cause], change);
  }
  row("all", [&](std::size_t year) {
    double sum = 0.0;
    for (std::size_t cause = 0; cause < n_causes; ++cause) sum += result.change_by_cause(series, year, cause);
    return sum;
  });
}

}  // namespace

std::string causes_text(const ResultView& result, const TableChoice& choice) {
  if (!result.has_causes())
    throw UsageError(
        "secondcurve show: this result has no causes: its scenario has no lever, link or event, so "
        "all growth is the models' own");
  TextTable table;
  table.add_heading(
      bold("Growth of the mean by cause (points of the year before; last column: change since " +
           std::to_string(result.years().front()) + " in the unit of the series)"));
  std::vector<std::string> header{"", ""};
  for (const std::size_t year : choice.years)
    if (year > 0) header.push_back(std::to_string(result.years()[year]));
  header.emplace_back("change");
  table.add_row(std::move(header));
  for (const std::size_t series : choice.series)
    if (std::isfinite(result.change_by_cause(series, result.n_years() - 1, 0)))
      add_series(result, choice, series, table);
  return table.text(2);
}

}  // namespace secondcurve::cli
