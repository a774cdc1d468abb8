#include "engine/batch/batch.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "engine/config/differing_settings.hpp"
#include "engine/config/text.hpp"
#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/core/labelled.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/output/merge_results.hpp"
#include "engine/simulate/version.hpp"
#include "models/scenario/load.hpp"

namespace secondcurve {

namespace {

/// How many scenarios and keys are named at most.
constexpr std::size_t most_differences = 10;

std::string value_of(const Node* node) { return node == nullptr ? "not set" : node->to_toml_value(); }

/// The keys in which a scenario differs, or why its result would be another one all the same.
std::string difference(const BatchEntry& before, const BatchEntry& now, const MemoryFiles& files_before,
                       const MemoryFiles& files_now) {
  if (now.fingerprint.empty()) return "it cannot be run any more: " + now.problem;
  if (before.fingerprint.empty()) return "it could not be run before";
  const LoadedScenario b = load_scenario(now.file, now.settings, files_now);
  const LoadedScenario a = load_scenario(before.file, before.settings, files_before);
  std::vector<std::string> found;
  const std::vector<SettingDifference> all = differing_settings(a.document.root(), b.document.root());
  for (const SettingDifference& each : all)
    if (found.size() < most_differences)
      found.push_back(fmt::format("{} = {} (was {})", each.key, value_of(each.second), value_of(each.first)));
  if (all.size() > found.size()) found.push_back(fmt::format("and {} more", all.size() - found.size()));
  if (!found.empty()) return join(found, "; ");
  for (const SourceFile& file : b.document.files()) {
    const auto& others = a.document.files();
    if (std::find(others.begin(), others.end(), file) == others.end() && !file.name.ends_with(".toml"))
      found.push_back(file.name + " has changed");
  }
  return found.empty() ? "its settings stand in another order" : join(found, "; ");
}

const BatchEntry* find(const BatchRecord& record, const std::string& name) {
  const auto found = std::find_if(record.entries.begin(), record.entries.end(),
                                  [&](const BatchEntry& entry) { return entry.name == name; });
  return found == record.entries.end() ? nullptr : &*found;
}

/// The lines of changes_since, of which only the first are kept. Scenarios that differ alike share a line.
class Differences final {
 public:
  /// @param name of a scenario; empty for what holds for the batch.
  void add(const std::string& name, const std::string& what) {
    if (++n_ > most_differences) return;
    if (lines_.empty() || lines_.back().second != what) lines_.push_back({{}, what});
    lines_.back().first.push_back(name);
  }
  std::string text() const {
    std::string text;
    for (const auto& [names, what] : lines_)
      text += fmt::format("  {}{}{}\n", join(names, ", ", " and "), names.front().empty() ? "" : ": ", what);
    return n_ <= most_differences ? text : text + fmt::format("  and {} more\n", n_ - most_differences);
  }
  bool is_full() const { return n_ >= most_differences; }
  bool is_empty() const { return n_ == 0; }

 private:
  std::size_t n_ = 0;
  std::vector<std::pair<std::vector<std::string>, std::string>> lines_;  ///< names, and what is said of them
};

/// The files that both records have with other texts.
std::vector<std::string> changed_files(const BatchRecord& before, const BatchRecord& now) {
  std::vector<std::string> changed;
  for (const auto& [path, text] : now.files) {
    const auto old = before.files.find(path);
    if (old != before.files.end() && old->second != text && path != now.file) changed.push_back(path);
  }
  return changed;
}

std::string name_of_baseline(const BatchRecord& record) {
  return record.baseline ? record.entries[*record.baseline].name : "none";
}

/// The swept values of an axis, a number or text for each scenario.
Variable coordinate(const BatchPlan& plan, std::size_t axis) {
  const BatchAxis& info = plan.axes[axis];
  Variable variable{"swept_" + info.name, {"scenario"}, {}, {}};
  if (info.is_text) {
    std::vector<std::string> values;
    for (const PlannedScenario& each : plan.scenarios) {
      const auto* text = std::get_if<std::string>(&each.swept[axis]);
      values.push_back(text == nullptr ? "" : *text);
    }
    variable.data = std::move(values);
  } else {
    std::vector<double> values;
    for (const PlannedScenario& each : plan.scenarios) {
      const auto* number = std::get_if<double>(&each.swept[axis]);
      values.push_back(number == nullptr ? not_a_number : *number);
    }
    variable.data = std::move(values);
  }
  // The unit of account is that of each scenario, and units of time would turn numbers into dates in xarray.
  const bool has_unit =
      !info.is_text && !info.unit.empty() && info.unit != "account" && !reads_as_time(info.unit);
  if (has_unit) variable.attributes.push_back({"units", info.unit});
  variable.attributes.push_back({"long_name", info.title});
  variable.attributes.push_back({"key", info.key});
  return variable;
}

}  // namespace

BatchRecord record_of(const BatchPlan& plan, std::span<const ScenarioCheck> checks,
                      std::map<std::string, std::string> texts) {
  const BuildInfo build = build_info();
  BatchRecord record{build.version, build.revision, plan.path, plan.baseline, {}, std::move(texts)};
  for (std::size_t i = 0; i < plan.scenarios.size(); ++i) {
    const PlannedScenario& planned = plan.scenarios[i];
    record.entries.push_back({planned.name, checks[i].title, planned.path, planned.overrides(),
                              checks[i].fingerprint, checks[i].assumptions, checks[i].error});
  }
  return record;
}

BatchChanges changes_since(const BatchRecord& before, const BatchRecord& now,
                           std::span<const BatchProgress> progress, bool redo_failed) {
  Differences found;
  if (before.version != now.version || before.revision != now.revision) {
    found.add("", fmt::format("it was begun by version {} ({}); this is {} ({}), whose results may differ",
                              before.version, before.revision, now.version, now.revision));
    return {found.text(), {}};  // the program is in all fingerprints
  }
  if (name_of_baseline(before) != name_of_baseline(now))
    found.add("", fmt::format("its baseline was {}, and now is {}", name_of_baseline(before),
                              name_of_baseline(now)));
  const MemoryFiles files_before(before.files), files_now(now.files);
  bool is_reworded = false;
  for (std::size_t i = 0; i < before.entries.size(); ++i) {
    const BatchEntry& old = before.entries[i];
    if (redo_failed && progress[i].state == BatchState::failed) continue;  // another may stand in its place
    const BatchEntry* entry = find(now, old.name);
    if (entry == nullptr)
      found.add(old.name, "not there any more");
    else if (entry->assumptions != old.assumptions)
      found.add(old.name, found.is_full() ? "" : difference(old, *entry, files_before, files_now));
    else if (entry->fingerprint != old.fingerprint)
      is_reworded = true;
  }
  bool same_places = before.entries.size() == now.entries.size();
  for (std::size_t i = 0; i < now.entries.size(); ++i) {
    const bool replaces = redo_failed && i < before.entries.size() && progress[i].state == BatchState::failed;
    if (replaces) continue;
    if (find(before, now.entries[i].name) == nullptr)
      found.add(now.entries[i].name, "new");
    else if (same_places && before.entries[i].name != now.entries[i].name)
      same_places = false;
  }
  if (found.is_empty() && !same_places) found.add("", "its scenarios are more, fewer or in another order");
  return {found.text(), is_reworded ? changed_files(before, now) : std::vector<std::string>()};
}

void write_index(const BatchDirectory& directory, const BatchRecord& record, const BatchPlan& plan,
                 const std::atomic<bool>* cancelled, const std::function<void(std::size_t)>& progress) {
  const std::vector<BatchProgress> states = directory.progress(record, false);
  std::vector<MergePart> parts;
  for (std::size_t i = 0; i < record.entries.size(); ++i) {
    const bool done = states[i].state == BatchState::done;
    SC_EXPECT(done || states[i].state == BatchState::failed);
    parts.push_back({.scenario = record.entries[i].name,
                     .title = record.entries[i].title,
                     .path = done ? std::optional(directory.part_path(i)) : std::nullopt,
                     .state = std::string(name_of(states[i].state)),
                     .message = states[i].message});
  }
  MergeExtras extras;
  for (std::size_t axis = 0; axis < plan.axes.size(); ++axis)
    extras.coordinates.push_back(coordinate(plan, axis));
  extras.attributes = {{"title", plan.title},
                       {"comment", plan.description},
                       {"source", fmt::format("Secondcurve {} ({})", record.version, record.revision)},
                       {"baseline", record.baseline ? name_of_baseline(record) : ""}};
  merge_results(parts, extras, directory.index_path(), Overwrite::replace, cancelled, progress);
}

}  // namespace secondcurve
