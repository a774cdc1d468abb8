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

std::string amount(double value) { return std::abs(value) < 5e-7 ? "0" : fmt::format("{:.4g}", value); }
std::string ratio(double value) { return std::isfinite(value) ? fmt::format("{:.3f}", value) : "-"; }

}  // namespace

std::string programmes_text(const ResultView& result, const TableChoice& choice) {
  if (!result.has_programmes())
    throw UsageError(
        "secondcurve show: this result has no programmes: its scenario has no [programmes.NAME] that pays "
        "into a sector");
  TextTable table;
  table.add_heading(bold(
      fmt::format("What programmes add to output (means, {}; without what links pass on to other sectors)",
                  result.attribute("currency"))));
  std::vector<std::string> header{"", ""};
  for (const std::size_t year : choice.years) header.push_back(std::to_string(result.years()[year]));
  table.add_row(std::move(header));
  for (std::size_t i = 0; i < result.programme_texts("programme").size(); ++i) {
    const auto row = [&](const std::string& name, const std::string& figure, std::string (*text)(double)) {
      std::vector<std::string> cells{"", name};
      for (const std::size_t year : choice.years) cells.push_back(text(result.of_programme(figure, i, year)));
      table.add_row(std::move(cells));
    };
    table.add_row({result.programme_texts("programme_title")[i]});
    row("output added in the year", "programme_output", amount);
    row("public money so far", "programme_spent", amount);
    row("all money so far", "programme_spent_in_all", amount);
    row("output so far / public money", "programme_output_per_spent", ratio);
    row("output so far / all money", "programme_output_per_spent_in_all", ratio);
  }
  return table.text(2);
}

}  // namespace secondcurve::cli
