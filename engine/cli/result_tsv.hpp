#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/compare_tables.hpp"
#include "engine/cli/result_tables.hpp"

namespace secondcurve::cli {

// Figures as lines with tabs between and a head: a line for each year of each thing, its statistics as
// columns named as in `secondcurve export` (mean, mean_se, p5, p50, ...), all digits. What is not defined is
// empty.

/// The statistics of some variables of the chosen series in the chosen years.
/// @param variables such as {"output", "growth"}.
std::string figures_tsv(const ResultView& result, const TableChoice& choice,
                        const std::vector<std::string_view>& variables);

/// The same of a table of figure_tables (engine/report), such as "change_by_cause" or "targets"; of the
/// chosen series where it has series, in the chosen years where it has years.
std::string table_tsv(const ResultView& result, const TableChoice& choice, std::string_view table);

/// Output of both, as `baseline_output` and `output`, and the differences.
std::string compare_tsv(const ComparedSide& baseline, const ComparedSide& scenario,
                        const TableChoice& choice);

}  // namespace secondcurve::cli
