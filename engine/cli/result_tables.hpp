#pragma once

#include <string>
#include <vector>

#include "engine/output/result_view.hpp"

namespace secondcurve::cli {

/// What of a result is shown, in this order.
struct TableChoice {
  std::vector<std::size_t> series;  ///< places among the series
  std::vector<std::size_t> years;   ///< places among the years
  std::string variable = "output";
  bool fan = false;  ///< whether each series is drawn beside its figures, in blocks
};

/// All series and years of a result.
TableChoice choice_of_all(const ResultView& result);

/// Title, paths, seed and remarks of a result.
std::string heading_text(const ResultView& result);

/// The remarks alone, a line each. @param head what begins each line.
std::string notes_text(const ResultView& result, const std::string& head = "Note: ");

/// What the levels of a series are of: the title of its account, and of its measure where that is not output.
std::string account_title(const ResultView& result, std::size_t series);
/// Unit and price basis of the levels of a series.
std::string level_unit(const ResultView& result, std::size_t series);

/// Median, band and growth of each series in each year.
std::string series_text(const ResultView& result, const TableChoice& choice);

/// The share of the variance of each sector's output that the choice of its growth model explains; empty
/// where no sector's growth is a mixture of models, and where no chosen year has such a share.
std::string model_shares_text(const ResultView& result, const TableChoice& choice);

/// Probability of each target with its error and shortfall; empty where there are no targets.
std::string targets_text(const ResultView& result);
std::string targets_json(const ResultView& result);

/// The heading and all of these tables.
std::string result_text(const ResultView& result, const TableChoice& choice);

/// The figures of these tables and of those below, as far as the result has them, as JSON.
std::string result_json(const ResultView& result, const TableChoice& choice);

// Tables that a result may have, with their heading, and the same as JSON.

/// Growth of the mean of each series in points by cause, and the change since the base year, where
/// has_causes(). A series without a split, such as a ratio, is left out.
std::string causes_text(const ResultView& result, const TableChoice& choice);
std::string causes_json(const ResultView& result, const TableChoice& choice);

/// What each programme adds to output and spends, by year, where has_programmes().
std::string programmes_text(const ResultView& result, const TableChoice& choice);
std::string programmes_json(const ResultView& result, const TableChoice& choice);

/// Share of each series' variance that uncertain parameters make, by year, where has_variance_split().
std::string variance_text(const ResultView& result, const TableChoice& choice);
std::string variance_json(const ResultView& result, const TableChoice& choice);

}  // namespace secondcurve::cli
