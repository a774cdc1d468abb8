#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/config/files.hpp"
#include "engine/core/labelled.hpp"
#include "engine/output/result_view.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

/// A scenario of a result file: what the file holds of it, and the config that is kept in the file.
struct ReportedScenario {
  std::string name;  ///< label of the scenario in its file
  std::string file;  ///< as it was named
  ResultView result;
  Group provenance;              ///< of this scenario alone
  std::optional<Group> history;  ///< the same, where the file has one
  std::unique_ptr<Files> files;  ///< outlives the document
  LoadedScenario loaded;         ///< from the texts in the file
};

}  // namespace secondcurve
