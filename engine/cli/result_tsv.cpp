#include "engine/cli/result_tsv.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "engine/report/export_figures.hpp"
#include "engine/report/export_table.hpp"

namespace secondcurve::cli {

namespace {

bool has_column(const ExportTable& table, std::string_view name) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const TableColumn& column) { return column.name == name; });
}

/// Leaves the rows of which a column has one of some texts.
template <class Texts>
void keep(ExportTable& table, std::string_view column, const Texts& texts) {
  std::erase_if(table.rows, [&, place = table.column(column)](const TableRow& row) {
    return std::find(texts.begin(), texts.end(), cell_text(row.cells[place])) == texts.end();
  });
}

void keep_chosen(ExportTable& table, const ResultView& result, const TableChoice& choice) {
  if (has_column(table, "series")) {
    std::vector<std::string> chosen;
    for (const std::size_t series : choice.series) chosen.push_back(result.texts("series")[series]);
    keep(table, "series", chosen);
  }
  if (table.years.empty()) return;
  std::vector<std::int32_t> years;
  for (const std::size_t year : choice.years) years.push_back(table.years[year]);
  table.years = std::move(years);
  for (TableRow& row : table.rows) {
    std::vector<double> figures;
    for (const std::size_t year : choice.years) figures.push_back(row.by_year[year]);
    row.by_year = std::move(figures);
  }
}

/// The rows of all tables whose variable is one of some, in one table.
ExportTable with_variables(const ResultView& result, const TableChoice& choice,
                           const std::vector<std::string_view>& variables) {
  ExportTable all;
  for (ExportTable& table : figure_tables(result.texts("scenario").front(), result)) {
    if (!has_column(table, "variable") || !has_column(table, "series") || has_column(table, "cause"))
      continue;
    keep(table, "variable", variables);
    keep_chosen(table, result, choice);
    if (all.columns.empty())
      all = std::move(table);
    else
      std::move(table.rows.begin(), table.rows.end(), std::back_inserter(all.rows));
  }
  return all;
}

std::string tsv(const ExportTable& table) {
  const ExportTable wide = with_statistics_as_columns(without_details(table));
  return delimited_line(long_header(wide), Separator::tab) + long_lines(wide, Separator::tab);
}

}  // namespace

std::string figures_tsv(const ResultView& result, const TableChoice& choice,
                        const std::vector<std::string_view>& variables) {
  return tsv(with_variables(result, choice, variables));
}

std::string table_tsv(const ResultView& result, const TableChoice& choice, std::string_view name) {
  for (ExportTable& table : figure_tables(result.texts("scenario").front(), result)) {
    if (table.name != name) continue;
    keep_chosen(table, result, choice);
    return tsv(table);
  }
  return {};
}

std::string compare_tsv(const ComparedSide& baseline, const ComparedSide& scenario,
                        const TableChoice& choice) {
  ExportTable both = with_variables(scenario.result, choice,
                                    {"output", "difference", "relative_difference",
                                     "average_growth_difference", "improvement_probability"});
  TableChoice same{{}, choice.years};
  const std::vector<std::string>& names = baseline.result.texts("series");
  for (const std::size_t series : choice.series)
    same.series.push_back(static_cast<std::size_t>(
        std::find(names.begin(), names.end(), scenario.result.texts("series")[series]) - names.begin()));
  ExportTable first = with_variables(baseline.result, same, {"output"});
  for (TableRow& row : first.rows) row.cells[first.column("variable")] = "baseline_output";
  both.rows.insert(both.rows.begin(), first.rows.begin(), first.rows.end());
  return tsv(both);
}

}  // namespace secondcurve::cli
