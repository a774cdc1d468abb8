#include "engine/cli/figures.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve::cli {

std::string fixed_text(double value, int decimals, Sign sign) {
  if (!std::isfinite(value)) return "-";
  const double size = std::abs(value);
  std::string digits = size >= 1e12    ? fmt::format("{:.3e}", size)
                       : decimals == 0 ? grouped(static_cast<std::uint64_t>(std::llround(size)))
                                       : fmt::format("{:.{}f}", size, decimals);
  if (digits.find_first_of("123456789") == std::string::npos) return digits;
  return (value < 0.0 ? "-" : sign == Sign::of_both ? "+" : "") + digits;
}

int decimals_of(const std::vector<double>& values) {
  double largest = 0.0;
  for (const double value : values)
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  int decimals = 0;
  while (decimals < 6 && largest > 0.0 && largest * std::pow(10.0, decimals) < 100.0) ++decimals;
  return decimals;
}

std::string level_text(double value, Sign sign) {
  const double size = std::abs(value);
  if (std::isfinite(value) && size < 0.1 && size > 0.0)
    return (value > 0.0 && sign == Sign::of_both ? "+" : "") + fmt::format("{:.2g}", value);
  return fixed_text(value, size >= 100.0 ? 0 : size >= 10.0 ? 1 : 2, sign);
}

std::string percent_text(double value, Sign sign) {
  return std::isfinite(value) ? fixed_text(100.0 * value, 1, sign) + "%" : "-";
}

std::vector<std::string> year_header(const ResultView& result, const TableChoice& choice, std::size_t n_left,
                                     std::size_t first) {
  std::vector<std::string> cells(n_left);
  for (const std::size_t year : choice.years)
    if (year >= first) cells.push_back(std::to_string(result.years()[year]));
  return cells;
}

}  // namespace secondcurve::cli
