#pragma once

#include <string>
#include <vector>

#include "engine/output/result_view.hpp"
#include "engine/report/export_table.hpp"

namespace secondcurve {

/// The statistics of a scenario as tables, one for each question that the result has figures on: headline,
/// output, growth, shares, targets, first_reached, change_by_cause, growth_by_cause, programmes, differences,
/// variance, model_shares. Every number of /summary that has a series, a sector, a target or a programme is
/// in one of them, with the name, the unit and the definition that it has there. What is not defined is left
/// out. Throws IoError where the file is damaged.
/// @param scenario what the column of that name says.
std::vector<ExportTable> figure_tables(const std::string& scenario, const ResultView& view);

/// The table `differences` of figure_tables with a column `baseline`; without rows where the result has none.
/// @param baseline what that column says.
ExportTable differences_table(const std::string& scenario, const std::string& baseline,
                              const ResultView& view);

}  // namespace secondcurve
