#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/output/result_reader.hpp"
#include "engine/output/result_view.hpp"

namespace secondcurve::cli {

/// Number of the scenario that a command is to take from a result file.
/// @param name what was given with --scenario; may be missing where the file has one scenario only.
/// Throws UsageError, with the names that there are, if it is missing otherwise or is none of them.
std::size_t scenario_number(const ResultFile& file, const std::string& path,
                            const std::optional<std::string>& name);

/// The names of the scenarios of a result file. Throws IoError if it has none.
std::vector<std::string> scenario_names(const ResultFile& file, const std::string& path);

/// Throws IoError if a scenario of a file has no results, with why, and how to run it by itself.
/// @param root of that scenario alone.
void require_done(const Group& root, const std::string& path);

/// The result of one scenario of a file, as it would be in a file of its own, but for series and quantiles
/// that only other scenarios have: those are NaN. Throws IoError if the scenario has no results.
ResultView view_of(const ResultFile& file, const std::string& path, std::size_t scenario);

}  // namespace secondcurve::cli
