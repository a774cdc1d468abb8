#include <algorithm>
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
/// A share of a variance in percent. The estimate may fall a little outside 0 and 1; no share does.
std::string percent(double share) {
  if (!std::isfinite(share)) return "-";
  return fmt::format("{:.1f}%", 100.0 * std::clamp(share, 0.0, 1.0));
}
}  // namespace

std::string variance_text(const ResultView& result, const TableChoice& choice) {
  if (!result.has_variance_split())
    throw UsageError(
        "secondcurve show: this result has no split of the variance: set simulation.inner above 1, such as "
        "16, and run again");
  TextTable table;
  table.add_heading(
      bold("Share of the variance of output that uncertain parameters make; shocks make the rest"));
  std::vector<std::string> header{"", ""};
  for (const std::size_t year : choice.years) header.push_back(std::to_string(result.years()[year]));
  table.add_row(std::move(header));
  for (const std::size_t series : choice.series) {
    std::vector<std::string> shares{result.texts("title")[series], "parameters"}, errors{"", "std. error"};
    for (const std::size_t year : choice.years) {
      shares.push_back(percent(result.value("output_parameter_share", series, year)));
      const double error = result.value("output_parameter_share_se", series, year);
      errors.push_back(std::isfinite(error) ? fmt::format("{:.1f} pp", 100.0 * error) : "");
    }
    table.add_row(std::move(shares));
    table.add_row(std::move(errors));
  }
  return table.text(2);
}

}  // namespace secondcurve::cli
