#include "engine/cli/input.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "engine/cli/file_kind.hpp"
#include "engine/cli/one_scenario.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/simulate/dataset.hpp"
#include "engine/simulate/version.hpp"

namespace secondcurve::cli {

namespace {

/// What a result says of its own making.
struct Recorded {
  std::vector<std::string> names, contents;  ///< of the files read, the config first
  std::vector<std::string> overrides;
  std::string version, revision;
};

std::string text_or_unknown(const Group& group, std::string_view name) {
  const std::string text = first_text(group, name);
  return text.empty() ? "unknown" : text;
}

/// Keeps of the files of all scenarios those that this one read, under the names by which it read them.
void keep_files_read(const Group& provenance, Recorded& recorded) {
  const std::vector<std::string> labels = std::move(recorded.names);
  const std::vector<std::string> names = texts_of(provenance, "file_name");
  const std::vector<std::string> contents = std::move(recorded.contents);
  recorded.names.clear();
  recorded.contents.clear();
  std::istringstream lines(text_or_unknown(provenance, "files_read"));
  for (std::string label; std::getline(lines, label);) {
    const auto place =
        static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
    if (place >= names.size() || place >= contents.size()) continue;  // not one of ours: nothing is recorded
    recorded.names.push_back(names[place]);
    recorded.contents.push_back(contents[place]);
  }
}

Recorded recorded_in(const ResultFile& file, const std::string& path,
                     const std::optional<std::string>& scenario) {
  const std::size_t number = scenario_number(file, path, scenario);
  require_done(file.root(number), path);
  if (!file.has_group("provenance")) throw IoError(path, "read /provenance", "no scenario in it has results");
  const Group provenance = file.group("provenance", number);
  Recorded recorded{texts_of(provenance, "file"), texts_of(provenance, "file_text"),
                    texts_of(provenance, "override"), text_or_unknown(provenance, "version"),
                    text_or_unknown(provenance, "revision")};
  if (find_variable(provenance, "files_read") != nullptr) {
    keep_files_read(provenance, recorded);
    recorded.overrides = texts_of(provenance, "override_text");
    std::erase(recorded.overrides, "");
  }
  if (recorded.names.empty() || recorded.names.size() != recorded.contents.size())
    throw IoError(path, "read /provenance/file", "the config that made this result is missing");
  return recorded;
}

/// What to say of a result that another version made; empty where this one did.
std::string remark_on_version(const Recorded& recorded, const std::string& path) {
  const BuildInfo build = build_info();
  if (recorded.version == build.version && recorded.revision == build.revision) return {};
  return fmt::format(
      "secondcurve: {} was made by version {} ({}); this is {} ({}), whose results may differ\n", path,
      recorded.version, recorded.revision, build.version, build.revision);
}

Input load_recorded(const Recorded& recorded, const std::string& path,
                    const std::vector<std::string>& overrides) {
  std::map<std::string, std::string> by_name;
  for (std::size_t i = 0; i < recorded.names.size(); ++i)
    by_name.emplace(recorded.names[i], recorded.contents[i]);
  auto files = std::make_unique<MemoryFiles>(std::move(by_name));
  LoadedScenario loaded = load_scenario(recorded.names.front(), overrides, *files);
  return {std::move(files), std::move(loaded), remark_on_version(recorded, path)};
}

/// Throws IoError where a result was made by a version with other draws. @param operation what needs them.
void require_same_draws(const Recorded& recorded, const std::string& path, const std::string& operation) {
  if (has_draws_of(recorded.version)) return;
  throw IoError(
      path, operation,
      fmt::format("it was made by version {}, whose draws are not those of this version {}. Run its "
                  "config anew",
                  recorded.version, build_info().version));
}

Input load_from_result(const std::string& path, const std::vector<std::string>& overrides,
                       const std::optional<std::string>& scenario) {
  const Recorded recorded = recorded_in(ResultFile(path), path, scenario);
  std::vector<std::string> all = recorded.overrides;
  all.insert(all.end(), overrides.begin(), overrides.end());
  return load_recorded(recorded, path, all);
}

constexpr std::string_view stop_rule_switch = "simulation.stop_when.enabled";

/// Whether an override, "simulation.paths = 10", sets a key.
bool sets(const std::string& setting, std::string_view key) {
  std::string name = setting.substr(0, setting.find('='));
  std::erase(name, ' ');
  return name == key;
}

/// The baseline of a result of several scenarios. Throws UsageError where it has none.
std::string baseline_of(std::string_view command, const std::string& path) {
  const ResultFile file(path);
  if (std::string name = attribute_text(file.root().attributes, "baseline"); !name.empty()) return name;
  throw unknown_name(
      fmt::format("secondcurve {}: {} has no baseline; name two scenarios with --scenario", command, path),
      "", scenario_names(file, path));
}

}  // namespace

Input load_with_more_paths(const std::string& path, std::uint64_t n_more) {
  const ResultFile file(path);
  const Recorded recorded = recorded_in(file, path, std::nullopt);
  require_same_draws(recorded, path, "add paths");
  const std::uint64_t n_before = file.n_paths();
  std::vector<std::string> overrides;
  for (const std::string& each : recorded.overrides)
    if (!sets(each, "simulation.paths") && !sets(each, stop_rule_switch)) overrides.push_back(each);
  overrides.push_back(fmt::format("simulation.paths={}", n_before + n_more));
  try {
    Input input = load_recorded(recorded, path, overrides);
    if (!input.loaded.scenario.simulation.stop_when) return input;
    overrides.push_back(std::string(stop_rule_switch) + "=false");
    return load_recorded(recorded, path, overrides);
  } catch (const ConfigError& error) {
    Diagnostic first = error.diagnostics().front();
    if (first.key != "simulation.paths") throw;
    first.where = {};
    throw UsageError(fmt::format("secondcurve run: --add-paths = {}: {} has {}, and then {}", n_more, path,
                                 counted(n_before, "path"), to_string(first)));
  }
}

Input load_from_shard(const std::string& path) {
  const ResultFile file(path, FileKind::shard);
  const Recorded recorded = recorded_in(file, path, std::nullopt);
  Input input = load_recorded(recorded, path, recorded.overrides);
  if (attribute_text(file.root().attributes, "run_fingerprint") == run_fingerprint(input.loaded))
    return input;
  const BuildInfo build = build_info();
  throw IoError(
      path, "merge",
      recorded.version == build.version && recorded.revision == build.revision
          ? "the config in it is not that of its run: it is damaged"
          : fmt::format("it was made by version {} ({}), this is {} ({}). Merge with the program that "
                        "made the shards",
                        recorded.version, recorded.revision, build.version, build.revision));
}

bool holds_several(const std::string& path) {
  return is_hdf5(path) && scenario_names(ResultFile(path), path).size() > 1;
}

std::array<ScenarioChoice, 2> two_scenarios(std::string_view command, const std::vector<std::string>& files,
                                            const std::vector<std::string>& given) {
  std::vector<std::string> paths = files, names = given;
  if (files.size() == 1 && holds_several(files.front())) {
    paths.push_back(files.front());
    if (names.size() == 1) names.insert(names.begin(), baseline_of(command, files.front()));
  }
  if (paths.size() != 2)
    throw UsageError(
        fmt::format("secondcurve {}: {} given; it takes two, or one result that holds several scenarios. "
                    "Usage: secondcurve "
                    "{} A B, or secondcurve {} INDEX.h5 --scenario A --scenario B",
                    command, counted(files.size(), "file"), command, command));
  std::array<ScenarioChoice, 2> choices{ScenarioChoice{paths[0]}, ScenarioChoice{paths[1]}};
  std::size_t n_taken = 0;
  for (ScenarioChoice& choice : choices) {
    if (!holds_several(choice.path)) continue;
    if (n_taken == names.size())
      throw unknown_name(fmt::format("secondcurve {}: {} holds several scenarios; say which with --scenario",
                                     command, choice.path),
                         "", scenario_names(ResultFile(choice.path), choice.path));
    choice.scenario = names[n_taken++];
  }
  if (n_taken < names.size())
    throw UsageError(fmt::format("secondcurve {}: --scenario {}: {} files hold several scenarios", command,
                                 names[n_taken], n_taken == 0 ? "none of the" : "no more"));
  return choices;
}

Input load_to_compare(const ScenarioChoice& choice) {
  if (is_hdf5(choice.path))
    require_same_draws(recorded_in(ResultFile(choice.path), choice.path, choice.scenario), choice.path,
                       "compare");
  return load_input(choice.path, {}, choice.scenario);
}

Input load_input(const std::string& path, const std::vector<std::string>& overrides,
                 const std::optional<std::string>& scenario) {
  if (is_hdf5(path)) return load_from_result(path, overrides, scenario);
  if (scenario) throw UsageError(fmt::format("secondcurve: --scenario: {} is a config, not a result", path));
  refuse_foreign_file(path);
  auto files = std::make_unique<DiskFiles>();
  try {
    LoadedScenario loaded = load_scenario(path, overrides, *files);
    return {std::move(files), std::move(loaded), {}};
  } catch (const ConfigError&) {
    refuse_batch_file(path, *files);
    throw;
  }
}

std::string config_in(const std::string& path, const std::optional<std::string>& scenario) {
  const ResultFile file(path);
  const std::size_t number = scenario_number(file, path, scenario);
  if (find_variable(file.root(number), "state") == nullptr) return file.text("/provenance/config");
  return load_from_result(path, {}, scenario).loaded.document.to_toml();
}

std::string place(const SourcePosition& where) {
  return where.line > 0 ? fmt::format("{}:{}", where.file, where.line) : where.file;
}

}  // namespace secondcurve::cli
