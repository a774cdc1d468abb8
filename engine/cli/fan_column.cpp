#include "engine/cli/fan_column.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/core/special_numbers.hpp"

namespace secondcurve::cli {

namespace {

// U+2581 to U+2588, the lower eighths of a block.
constexpr std::array<std::string_view, 8> blocks{"\xe2\x96\x81", "\xe2\x96\x82", "\xe2\x96\x83",
                                                 "\xe2\x96\x84", "\xe2\x96\x85", "\xe2\x96\x86",
                                                 "\xe2\x96\x87", "\xe2\x96\x88"};

}  // namespace

std::string sparkline(const std::vector<double>& values, double low, double high) {
  constexpr double top = static_cast<double>(blocks.size() - 1);
  std::string line;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      line += ' ';
      continue;
    }
    const double share = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
    line += blocks.at(static_cast<std::size_t>(std::lround(share * top)));
  }
  return line;
}

FanColumn::FanColumn(const ResultView& result, const TableChoice& choice, std::string statistic,
                     std::vector<std::size_t> quantiles)
    : result_(result), choice_(choice), statistic_(std::move(statistic)), quantiles_(std::move(quantiles)) {
  constexpr std::size_t of_head = 4;
  width_ = std::max(of_head, choice_.years.size());
}

std::string FanColumn::head() const {
  std::string text;
  for (const std::size_t quantile : quantiles_)
    text +=
        fmt::format("{:<{}}", fmt::format("{:g}%", 100.0 * result_.probabilities()[quantile]), width_ + 1);
  text.pop_back();
  return text;
}

std::vector<double> FanColumn::values(std::size_t series, std::size_t quantile) const {
  std::vector<double> by_year;
  for (const std::size_t year : choice_.years)
    by_year.push_back(result_.value(statistic_, series, year, quantile));
  return by_year;
}

std::string FanColumn::cell(std::size_t series) const {
  double low = infinity, high = -infinity;
  for (const std::size_t quantile : quantiles_)
    for (const double value : values(series, quantile))
      if (std::isfinite(value)) {
        low = std::min(low, value);
        high = std::max(high, value);
      }
  std::string text;
  for (const std::size_t quantile : quantiles_)
    text +=
        sparkline(values(series, quantile), low, high) + std::string(width_ + 1 - choice_.years.size(), ' ');
  text.pop_back();
  return text;
}

}  // namespace secondcurve::cli
