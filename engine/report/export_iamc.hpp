#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/output/atomic_file.hpp"
#include "engine/report/export_table.hpp"
#include "engine/report/reported_scenario.hpp"

namespace secondcurve {

/// A table in the format of the Integrated Assessment Modeling Consortium, which pyam reads: a line for each
/// figure with the columns Model, Scenario, Region, Variable, Unit and one for each year. Variables are paths
/// from the general to the particular: "Output|Manufacturing gross output|Integrated circuits|Median".
class IamcFile final {
 public:
  /// Checks that the file may be written, as AtomicFile. @param years the columns.
  IamcFile(std::string path, std::string region, std::vector<std::int32_t> years, Overwrite overwrite);

  /// Adds the figures of a scenario that have years and belong to a series or a programme: means, standard
  /// errors, standard deviations and quantiles.
  /// @param model that made them, such as "secondcurve 0.1.0". @param tables of figure_tables.
  void add(const std::string& model, const ReportedScenario& scenario,
           const std::vector<ExportTable>& tables);

  /// Writes the file. Throws IoError.
  void commit();

 private:
  void add_row(const std::string& model, const std::string& variable, const ExportTable& table,
               const TableRow& row);

  AtomicFile file_;
  std::string region_;
  std::vector<std::int32_t> years_;
  std::string lines_;
};

}  // namespace secondcurve
