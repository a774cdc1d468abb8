#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/output/result_view.hpp"
#include "engine/report/reported_scenario.hpp"

namespace secondcurve {

/// A scenario of a report set against another, path by path.
struct ReportedComparison {
  std::size_t scenario = 0, baseline = 0;  ///< places among the scenarios of the report
  /// A result of the scenario that has differences from that baseline; nothing where there is none.
  std::optional<ResultView> paired = std::nullopt;
  std::vector<std::string> notes = {};  ///< of what there is no difference, and why
};

/// What a report shows.
struct Report {
  std::string title;
  std::vector<ReportedScenario> scenarios;
  std::vector<ReportedComparison> comparisons;
};

/// The report as JSON on one line, every `<` written as \u003c so that it may stand inside a script element.
/// What is not defined is null; what a file does not hold is left out. Throws IoError (with the file) where
/// a file lacks what every result has.
std::string report_data(const Report& report);

}  // namespace secondcurve
