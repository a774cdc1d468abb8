#pragma once

#include <string>
#include <vector>

#include "engine/cli/result_view.hpp"

namespace secondcurve::cli {

/// What of a result is shown, in this order.
struct TableChoice {
  std::vector<std::size_t> series;  ///< places among the series
  std::vector<std::size_t> years;   ///< places among the years
  std::string variable = "output";
};

/// Title, paths, seed and remarks of a result.
std::string heading_text(const ResultView& result);

/// Median, band and growth of each series in each year.
std::string series_text(const ResultView& result, const TableChoice& choice);

/// Growth of the mean of each series in points by cause, and the change since the base year. Throws
/// UsageError where the result holds no causes.
std::string causes_text(const ResultView& result, const TableChoice& choice);

/// The share of the variance of each sector's output that the choice of its growth model explains; empty
/// where no sector's growth is a mixture of models.
std::string model_shares_text(const ResultView& result, const TableChoice& choice);

/// What each programme adds to output and spends, by year. Throws UsageError where the result holds none.
std::string programmes_text(const ResultView& result, const TableChoice& choice);

/// Share of each series' variance that uncertain parameters make, by year. Throws UsageError where the result
/// holds none.
std::string variance_text(const ResultView& result, const TableChoice& choice);

/// Probability of each target with its error and shortfall; empty where there are no targets.
std::string targets_text(const ResultView& result);

/// The same as JSON.
std::string result_json(const ResultView& result, const TableChoice& choice);

}  // namespace secondcurve::cli
