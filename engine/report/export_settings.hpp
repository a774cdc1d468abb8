#pragma once

#include <string>
#include <vector>

#include "engine/report/export_table.hpp"
#include "engine/report/reported_scenario.hpp"

namespace secondcurve {

/// What stands behind the figures of a scenario, as tables: published values, assumptions with their sources,
/// the facts they cite, what series and accounts mean, and how the run was made.
std::vector<ExportTable> settings_tables(const std::string& name, const ReportedScenario& scenario);

/// The settings of a scenario that differ from those of another one; no rows where none do.
/// @param name of the scenario.
ExportTable changed_settings_table(const std::string& name, const ReportedScenario& scenario,
                                   const ReportedScenario& first);

}  // namespace secondcurve
