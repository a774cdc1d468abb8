#include "engine/cli/reported_results.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/cli/file_kind.hpp"
#include "engine/cli/input.hpp"
#include "engine/cli/one_scenario.hpp"
#include "engine/cli/result_file.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/report/same_basis.hpp"

namespace secondcurve::cli {

namespace {

/// Whether a scenario of a file has results; `message` says why where not.
bool is_done(const ResultFile& file, const std::string& path, std::size_t number, std::string& message) {
  try {
    require_done(file.root(number), path);
    return true;
  } catch (const IoError& error) {
    const std::string text = error.what();
    message = text.substr(0, text.find('\n'));
    return false;
  }
}

/// The scenarios of a file that are asked for. @param found takes the names that are of this file.
std::vector<std::string> chosen_in(const ResultFile& file, const std::string& path,
                                   const std::vector<std::string>& names, std::set<std::string>& found,
                                   std::string& left_out) {
  std::vector<std::string> all = scenario_names(file, path);
  std::vector<std::string> chosen;
  for (const std::string& name : names)
    if (std::find(all.begin(), all.end(), name) != all.end()) {
      chosen.push_back(name);
      found.insert(name);
    }
  if (all.size() == 1) return all;
  if (!names.empty()) return chosen;
  for (std::size_t number = 0; number < all.size(); ++number) {
    std::string message;
    if (is_done(file, path, number, message))
      chosen.push_back(all[number]);
    else
      left_out += fmt::format("secondcurve: left out: {}\n", message);
  }
  const auto baseline =
      std::find(chosen.begin(), chosen.end(), attribute_text(file.root().attributes, "baseline"));
  if (baseline != chosen.end()) std::rotate(chosen.begin(), baseline, baseline + 1);
  return chosen;
}

ReportedScenario open_scenario(const ResultFile& file, const std::string& path, const std::string& name,
                               std::string& versions) {
  const std::size_t number = scenario_number(file, path, name);
  ResultView view = view_of(file, path, number);
  Input input = load_input(path, {}, name);
  if (versions.find(input.remark) == std::string::npos) versions += input.remark;
  return {name,
          path,
          std::move(view),
          file.group("provenance", number),
          file.has_group("history") ? std::optional(file.group("history", number)) : std::nullopt,
          std::move(input.files),
          std::move(input.loaded)};
}

/// Throws UsageError for a name that no file has.
void require_found(std::string_view command, const std::vector<std::string>& names,
                   const std::set<std::string>& found, const std::vector<std::string>& files) {
  for (const std::string& name : names) {
    if (found.contains(name)) continue;
    std::vector<std::string> known;
    for (const std::string& path : files) {
      const std::vector<std::string> all = scenario_names(ResultFile(path), path);
      known.insert(known.end(), all.begin(), all.end());
    }
    throw unknown_name(fmt::format("secondcurve {}: \"{}\" is no scenario of {}", command, name,
                                   files.size() == 1 ? files.front() : "the files that are given"),
                       name, known);
  }
}

/// Throws UsageError for a file or a scenario that is given twice.
void refuse_twins(std::string_view command, const std::vector<std::string>& files,
                  const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < files.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (files[i] == files[k] || is_same_file(files[i], files[k]))
        throw UsageError(fmt::format("secondcurve {}: {} is given twice", command, files[i]));
  for (std::size_t i = 0; i < names.size(); ++i)
    if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
        names.begin() + static_cast<std::ptrdiff_t>(i))
      throw UsageError(fmt::format("secondcurve {}: --scenario {} is given twice", command, names[i]));
}

/// Throws IoError for a config in the place of a result.
void refuse_config(std::string_view command, const std::string& path) {
  std::error_code none;
  if (ending_of(path) == ".toml" && std::filesystem::is_regular_file(path, none) && !is_hdf5(path))
    throw IoError(
        path, "read",
        fmt::format("this is not a Secondcurve result (not an HDF5 file). Is it a config? Then run it first, "
                    "with: secondcurve run {}, and {} its result",
                    path, command));
}

}  // namespace

std::string text_of(const ReportedScenario& scenario) {
  const bool is_of_several = find_variable(scenario.result.root(), "state") != nullptr;
  return is_of_several ? scenario.name + " of " + scenario.file : scenario.file;
}

UsageError no_results_given(std::string_view command, const std::vector<std::string>& scenarios,
                            std::string_view usage) {
  return UsageError(fmt::format("secondcurve {}: give a result file{}. Usage: secondcurve {} {}", command,
                                scenarios.empty() ? "" : " before --scenario, which takes all names after it",
                                command, usage));
}

OpenedResults open_results(std::string_view command, const std::vector<std::string>& files,
                           const std::vector<std::string>& names, std::size_t most) {
  OpenedResults opened;
  std::set<std::string> found;
  std::vector<std::vector<std::string>> chosen;  // by file
  std::size_t n_chosen = 0;
  refuse_twins(command, files, names);
  for (const std::string& path : files) {
    refuse_config(command, path);
    chosen.push_back(chosen_in(ResultFile(path), path, names, found, opened.left_out));
    n_chosen += chosen.back().size();
  }
  require_found(command, names, found, files);
  if (n_chosen == 0)
    throw UsageError(
        fmt::format("secondcurve {}: no scenario in {} has results", command, join(files, ", ", " and ")));
  if (n_chosen > most)
    throw UsageError(fmt::format("secondcurve {}: {} given, {} at most; choose with --scenario", command,
                                 counted(n_chosen, "scenario"), most));
  for (std::size_t i = 0; i < files.size(); ++i) {
    const ResultFile file(files[i]);
    for (const std::string& name : chosen[i])
      opened.scenarios.push_back(open_scenario(file, files[i], name, opened.versions));
  }
  const ReportedScenario& first = opened.scenarios.front();
  for (const ReportedScenario& other : opened.scenarios)
    if (const std::string reason = why_not_together(other.loaded.scenario, first.loaded.scenario);
        !reason.empty())
      throw UsageError(fmt::format("secondcurve {}: {} and {} cannot stand side by side: {}", command,
                                   text_of(first), text_of(other), reason));
  return opened;
}

}  // namespace secondcurve::cli
