#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/cli/figures.hpp"
#include "engine/cli/result_tables.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"

namespace secondcurve::cli {

std::string variance_text(const ResultView& result, const TableChoice& choice) {
  TextTable table;
  table.add_heading(
      bold("Share of the variance of output that uncertain parameters make; shocks make the rest"));
  table.add_row(year_header(result, choice, 2));
  for (const std::size_t series : choice.series) {
    std::vector<std::string> shares{result.texts("title")[series], "parameters"}, errors{"", "std. error"};
    for (const std::size_t year : choice.years) {
      // The estimate may fall a little outside 0 and 1; no share does.
      shares.push_back(
          percent_text(std::clamp(result.value("output_parameter_share", series, year), 0.0, 1.0)));
      const double error = result.value("output_parameter_share_se", series, year);
      errors.push_back(std::isfinite(error) ? fmt::format("{:.1f} pp", 100.0 * error) : "");
    }
    table.add_row(std::move(shares));
    table.add_row(std::move(errors));
  }
  return table.text(2);
}

}  // namespace secondcurve::cli
