#pragma once

#include <string>

#include "engine/output/result_view.hpp"
#include "engine/report/export_table.hpp"

namespace secondcurve {

// Tables of a scenario in which a row has all figures of one thing, and no years.

/// The figures of each series that are asked for first: its median in the base year, its quantiles in the
/// last year, and those of its average growth.
ExportTable headline_table(const std::string& scenario, const ResultView& view);

/// Each target with its probability and shortfall.
ExportTable targets_table(const std::string& scenario, const ResultView& view);

}  // namespace secondcurve
