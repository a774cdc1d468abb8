#pragma once

#include <string>
#include <vector>

#include "engine/report/export_table.hpp"
#include "engine/report/reported_scenario.hpp"

namespace secondcurve {

/// What stands behind the figures of a scenario, as tables: published values, assumptions with the ids of
/// their sources, what series and accounts mean, and how the run was made.
std::vector<ExportTable> settings_tables(const std::string& name, const ReportedScenario& scenario);

/// The facts that scenarios cite, each once, with the scenarios that cite it.
/// @param names of the scenarios.
ExportTable facts_table(const std::vector<std::string>& names,
                        const std::vector<ReportedScenario>& scenarios);

/// The settings of a scenario that differ from those of another one; no rows where none do.
/// @param name of the scenario.
ExportTable changed_settings_table(const std::string& name, const ReportedScenario& scenario,
                                   const ReportedScenario& first);

}  // namespace secondcurve
