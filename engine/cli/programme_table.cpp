#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/figures.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"

namespace secondcurve::cli {

namespace {

/// Adds a row with a figure of a programme. @param decimals where nothing: about three digits for the
/// largest.
void add_figure(const ResultView& result, const TableChoice& choice, std::size_t programme,
                const std::string& name, const std::string& figure, std::optional<int> decimals,
                TextTable& table) {
  std::vector<double> values;
  for (const std::size_t year : choice.years) values.push_back(result.of_programme(figure, programme, year));
  std::vector<std::string> cells{"", name};
  for (const double value : values)
    cells.push_back(fixed_text(value, decimals.value_or(decimals_of(values))));
  table.add_row(std::move(cells));
}

}  // namespace

std::string programmes_text(const ResultView& result, const TableChoice& choice) {
  TextTable table;
  table.add_heading(bold(
      fmt::format("What programmes add to output (means, {}; without what links pass on to other sectors)",
                  result.attribute("currency"))));
  table.add_row(year_header(result, choice, 2));
  for (std::size_t i = 0; i < result.summary_texts("programme").size(); ++i) {
    const auto row = [&](const char* name, const char* figure, std::optional<int> decimals = std::nullopt) {
      add_figure(result, choice, i, name, figure, decimals, table);
    };
    table.add_row({result.summary_texts("programme_title")[i]});
    row("output added in the year", "programme_output");
    row("public money so far", "programme_spent");
    row("all money so far", "programme_spent_in_all");
    row("output so far / public money", "programme_output_per_spent", 3);
    row("output so far / all money", "programme_output_per_spent_in_all", 3);
  }
  return table.text(2);
}

}  // namespace secondcurve::cli
