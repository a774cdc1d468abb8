#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/cli/figures.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"

namespace secondcurve::cli {

std::string model_shares_text(const ResultView& result, const TableChoice& choice) {
  if (!result.has_mixtures()) return {};
  TextTable table;
  table.add_heading(bold("Share of the variance of a sector's output that the choice of its model explains"));
  table.add_row(year_header(result, choice, 1, 1));
  bool is_empty = true;
  const std::vector<std::string>& titles = result.summary_texts("sector_title");
  for (std::size_t sector = 0; sector < titles.size(); ++sector) {
    std::vector<std::string> cells{titles[sector]};
    bool is_mixture = false;
    for (const std::size_t year : choice.years) {
      if (year == 0) continue;
      const double share = result.sector_value("model_share", sector, year);
      is_mixture = is_mixture || std::isfinite(share);
      cells.push_back(percent_text(share));
    }
    if (!is_mixture) continue;
    table.add_row(std::move(cells));
    is_empty = false;
  }
  return is_empty ? std::string() : table.text();
}

}  // namespace secondcurve::cli
