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
  std::vector<std::string> keys;
  const std::vector<SettingDifference> all = differing_settings(a.document.root(), b.document.root());
  for (const SettingDifference& each : all)
    if (keys.size() < most_differences)
      keys.push_back(fmt::format("{} = {} (was {})", each.key, value_of(each.second), value_of(each.first)));
  if (keys.empty()) return "comments or the layout of its files have changed, which results keep, too";
  if (all.size() > keys.size()) keys.push_back(fmt::format("and {} more", all.size() - keys.size()));
  return join(keys, "; ");
}

const BatchEntry* find(const BatchRecord& record, const std::string& name) {
  const auto found = std::find_if(record.entries.begin(), record.entries.end(),
                                  [&](const BatchEntry& entry) { return entry.name == name; });
  return found == record.entries.end() ? nullptr : &*found;
}

/// The lines of changes_since, of which only the first are kept.
class Changes final {
 public:
  void add(const std::string& line) {
    if (++n_ <= most_differences) text_ += "  " + line + '\n';
  }
  std::string text() const {
    return n_ <= most_differences ? text_ : text_ + fmt::format("  and {} more\n", n_ - most_differences);
  }
  bool is_full() const { return n_ >= most_differences; }

 private:
  std::size_t n_ = 0;
  std::string text_;
};

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
  variable.attributes = {{"long_name", info.title}, {"key", info.key}};
  return variable;
}

}  // namespace

BatchRecord record_of(const BatchPlan& plan, std::span<const ScenarioCheck> checks,
                      std::map<std::string, std::string> texts) {
  const BuildInfo build = build_info();
  BatchRecord record{build.version, build.revision, plan.baseline, {}, std::move(texts)};
  for (std::size_t i = 0; i < plan.scenarios.size(); ++i) {
    const PlannedScenario& planned = plan.scenarios[i];
    record.entries.push_back({planned.name, checks[i].title, planned.path, planned.overrides(),
                              checks[i].fingerprint, checks[i].error});
  }
  return record;
}

std::string changes_since(const BatchRecord& before, const BatchRecord& now,
                          std::span<const BatchProgress> progress, bool redo_failed) {
  Changes changes;
  if (before.version != now.version || before.revision != now.revision)
    changes.add(fmt::format("it was begun by version {} ({}); this is {} ({}), whose results may differ",
                            before.version, before.revision, now.version, now.revision));
  if (!changes.text().empty()) return changes.text();  // the program is in all fingerprints
  if (name_of_baseline(before) != name_of_baseline(now))
    changes.add(
        fmt::format("its baseline was {}, and now is {}", name_of_baseline(before), name_of_baseline(now)));
  const MemoryFiles files_before(before.files), files_now(now.files);
  for (std::size_t i = 0; i < before.entries.size(); ++i) {
    const BatchEntry& old = before.entries[i];
    if (redo_failed && progress[i].state == BatchState::failed) continue;  // another may stand in its place
    const BatchEntry* entry = find(now, old.name);
    if (entry == nullptr) {
      changes.add(old.name + ": is no scenario of the batch file any more");
      continue;
    }
    if (entry->fingerprint == old.fingerprint) continue;
    changes.add(old.name + ": " +
                (changes.is_full() ? "" : difference(old, *entry, files_before, files_now)));
  }
  bool same_places = before.entries.size() == now.entries.size();
  for (std::size_t i = 0; i < now.entries.size(); ++i) {
    const bool replaces = redo_failed && i < before.entries.size() && progress[i].state == BatchState::failed;
    if (replaces) continue;
    if (find(before, now.entries[i].name) == nullptr)
      changes.add(now.entries[i].name + ": is a new scenario of the batch file");
    else if (same_places && before.entries[i].name != now.entries[i].name)
      same_places = false;
  }
  if (changes.text().empty() && !same_places)
    changes.add("its scenarios are more, fewer or in another order");
  return changes.text();
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
                     .state = done ? "done" : "failed",
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
