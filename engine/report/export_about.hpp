#pragma once

#include <string>

#include "engine/report/export_table.hpp"
#include "engine/report/report_data.hpp"
#include "engine/report/reported_scenario.hpp"

namespace secondcurve {

/// What a result says of its own making, and its notes, as the table `about`.
/// @param name of the scenario.
ExportTable about_table(const std::string& name, const ReportedScenario& scenario);

/// What is to be said of a scenario that is set against another: more rows of the table `about`.
/// @param baseline name of the other one.
ExportTable comparison_table(const std::string& name, const std::string& baseline,
                             const ReportedComparison& comparison);

}  // namespace secondcurve
