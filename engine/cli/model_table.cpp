#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/result_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"

namespace secondcurve::cli {

std::string model_shares_text(const ResultView& result, const TableChoice& choice) {
  if (!result.has_mixtures()) return {};
  TextTable table;
  table.add_heading(bold("Share of the variance of a sector's output that the choice of its model explains"));
  std::vector<std::string> header{""};
  for (const std::size_t year : choice.years)
    if (year > 0) header.push_back(std::to_string(result.years()[year]));
  table.add_row(std::move(header));
  for (std::size_t sector = 0; sector < result.sector_titles().size(); ++sector) {
    std::vector<std::string> cells{result.sector_titles()[sector]};
    bool is_mixture = false;
    for (const std::size_t year : choice.years) {
      if (year == 0) continue;
      const double share = result.sector_value("model_share", sector, year);
      is_mixture = is_mixture || std::isfinite(share);
      cells.push_back(std::isfinite(share) ? fmt::format("{:.1f}%", 100.0 * share) : "-");
    }
    if (is_mixture) table.add_row(std::move(cells));
  }
  return table.text();
}

}  // namespace secondcurve::cli
