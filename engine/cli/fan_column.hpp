#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/cli/result_tables.hpp"

namespace secondcurve::cli {

/// Draws values as blocks of eight heights, "▁▃█", on a scale from `low` to `high`; a blank for what is not
/// defined, the middle where the scale has no length.
std::string sparkline(const std::vector<double>& values, double low, double high);

/// A column that draws each series: a line of blocks over the chosen years for each of some quantiles, all of
/// a series on one scale.
class FanColumn final {
 public:
  /// @param result must live as long, as must the choice. @param statistic such as "output_quantile".
  /// @param quantiles places among the probabilities of the result.
  FanColumn(const ResultView& result, const TableChoice& choice, std::string statistic,
            std::vector<std::size_t> quantiles);

  /// The probabilities, each above its line: "5%     50%    95%".
  std::string head() const;
  std::string cell(std::size_t series) const;

 private:
  std::vector<double> values(std::size_t series, std::size_t quantile) const;

  const ResultView& result_;
  const TableChoice& choice_;
  std::string statistic_;
  std::vector<std::size_t> quantiles_;
  std::size_t width_;  ///< of a line [characters]
};

}  // namespace secondcurve::cli
