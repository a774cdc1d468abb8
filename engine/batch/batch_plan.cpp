#include "engine/batch/batch_plan.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "engine/batch/batch_file.hpp"
#include "engine/batch/sweep_points.hpp"
#include "engine/config/read_table.hpp"
#include "engine/config/text.hpp"
#include "engine/config/toml_reader.hpp"
#include "engine/schema/unit_of_key.hpp"
#include "models/scenario/checks.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {
namespace {

/// So many names are listed in a message, and so many collisions reported.
constexpr std::size_t most_named = 10;

/// Adds a setting that holds over those there are.
void set_over(std::vector<PlannedSetting>& settings, const PlannedSetting& added) {
  std::erase_if(settings, [&](const PlannedSetting& each) { return is_key_within(each.key, added.key); });
  settings.push_back(added);
}

class Planner final {
 public:
  Planner(BatchPlan& plan, const BatchFile& file, const Node& root, const Files& files, Reading& reading)
      : plan_(plan), file_(file), root_(root), files_(files), reading_(reading), checks_(root, reading) {}

  void run() {
    if (file_.scenarios.empty() && file_.sweeps.empty() && !reading_.failed())
      reading_.error_at({plan_.path, 0, 0}, "", "holds no scenario",
                        "at least one [scenarios.NAME] or [sweeps.NAME]");
    for (const auto& [name, listed] : file_.scenarios) add_listed(name, listed);
    for (const auto& [name, sweep] : file_.sweeps) add_sweep(name, sweep);
    if (plan_.scenarios.size() > most_scenarios)
      reading_.error_at({plan_.path, 0, 0}, "",
                        fmt::format("makes {}", counted(plan_.scenarios.size(), "scenario")),
                        fmt::format("a batch has at most {}", grouped(most_scenarios)));
    if (reading_.failed()) return;
    check_names();
    find_baseline();
    complete_swept();
  }

 private:
  /// A scenario of the plan as the file has it: `point` counts those of a sweep from 1.
  struct Origin {
    std::string key;
    std::size_t point;

    std::string text() const { return point == 0 ? key : fmt::format("point {} of {}", point, key); }
  };

  /// The path of a config named in the file; reports one that cannot be read.
  std::string config_path(const std::string& key, const std::string& file) {
    const std::filesystem::path folder = std::filesystem::path(plan_.path).parent_path();
    std::string path = (folder / file).lexically_normal().generic_string();
    const auto [known, is_new] = problems_.emplace(path, "");
    if (is_new) {
      try {
        files_.read(path);
      } catch (const IoError& error) {
        known->second = error.what();
      }
    }
    if (!known->second.empty() && checks_.sound(key))
      checks_.error(key, fmt::format("= \"{}\": {}", shortened(file), known->second),
                    "a config file, relative to the folder of this batch file");
    return path;
  }

  /// A scenario without a name, with the settings of the batch and its own.
  PlannedScenario scenario_of(const std::string& key, const std::string& file, const Settings& own) {
    PlannedScenario scenario;
    scenario.path = config_path(key + ".file", file);
    const SourcePosition& where = checks_.at(key).key_position();
    scenario.line = where.line;
    scenario.column = where.column;
    for (const Settings* settings : {&file_.batch.set, &own})
      for (const auto& [name, value] : *settings)
        set_over(scenario.settings,
                 {name, value.to_toml_value(), value.key_position().line, value.key_position().column});
    return scenario;
  }

  void add_listed(const std::string& name, const ListedScenario& listed) {
    PlannedScenario scenario = scenario_of("scenarios." + name, listed.file, listed.set);
    scenario.name = name;
    scenario.title = listed.title;
    plan_.scenarios.push_back(std::move(scenario));
    origins_.push_back({"scenarios." + name, 0});
  }

  void add_sweep(const std::string& name, const Sweep& sweep) {
    const std::string key = "sweeps." + name;
    const PlannedScenario common = scenario_of(key, sweep.file, sweep.set);
    const SweepPoints found = sweep_points(name, sweep, checks_);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < found.axes.size(); ++i)
      places.push_back(place_of_axis(sweep.axes[i], found.axes[i]));
    for (std::size_t point = 0; point < found.points.size(); ++point) {
      PlannedScenario scenario = common;
      scenario.sweep = name;
      scenario.swept.resize(plan_.axes.size());
      for (std::size_t i = 0; i < found.axes.size(); ++i) {
        const std::size_t value = found.points[point][i];
        for (const AxisValues::Key& each : found.axes[i].keys)
          set_over(scenario.settings, each.settings[value]);
        scenario.swept[places[i]] = found.axes[i].swept[value];
      }
      name_point(scenario, name, sweep, found, point);
      plan_.scenarios.push_back(std::move(scenario));
      origins_.push_back({key, point + 1});
    }
  }

  /// Names a scenario of a sweep: "growth=0.01,adoption=slow", or "space_0001" of a random design.
  void name_point(PlannedScenario& scenario, const std::string& name, const Sweep& sweep,
                  const SweepPoints& found, std::size_t point) {
    if (found.axes.front().names.empty()) {
      scenario.name = fmt::format("{}_{:04}", name, point + 1);
      scenario.title = fmt::format("{} {}", sweep.title.empty() ? name : sweep.title, point + 1);
      return;
    }
    std::vector<std::string> parts, titles;
    for (std::size_t i = 0; i < found.axes.size(); ++i) {
      const auto& [axis_name, axis] = sweep.axes[i];
      const std::string& value = found.axes[i].names[found.points[point][i]];
      parts.push_back(axis_name + "=" + value);
      titles.push_back((axis.title.empty() ? axis_name : axis.title) + " " + value);
    }
    const bool is_one_of_several = root_.find("sweeps")->children().size() > 1;
    scenario.name = (is_one_of_several ? name + ":" : "") + join(parts, ",");
    scenario.title = (sweep.title.empty() ? "" : sweep.title + ": ") + join(titles, ", ");
  }

  /// The place of an axis among those of the batch.
  std::size_t place_of_axis(const NamedEntry<Axis>& entry, const AxisValues& values) {
    const auto& [name, axis] = entry;
    auto found = std::find_if(plan_.axes.begin(), plan_.axes.end(),
                              [&, wanted = name](const BatchAxis& each) { return each.name == wanted; });
    if (found == plan_.axes.end()) {
      const std::string& key = axis.set.front().key;
      found = plan_.axes.insert(found, {name, "", key, unit_of_key(scenario_table_, key), false});
    }
    if (found->title.empty()) found->title = axis.title;
    if (std::any_of(values.swept.begin(), values.swept.end(),
                    [](const SweptValue& value) { return std::holds_alternative<std::string>(value); }))
      found->is_text = true;
    return static_cast<std::size_t>(found - plan_.axes.begin());
  }

  void check_names() {
    std::unordered_map<std::string, std::size_t> seen;
    std::size_t n_reported = 0;
    for (std::size_t i = 0; i < plan_.scenarios.size() && n_reported < most_named; ++i) {
      const PlannedScenario& scenario = plan_.scenarios[i];
      const auto [first, is_new] = seen.emplace(scenario.name, i);
      if (is_new) continue;
      ++n_reported;
      const bool in_one_sweep = origins_[first->second].key == origins_[i].key;
      reading_.error_at({plan_.path, scenario.line, scenario.column}, origins_[i].key,
                        fmt::format("{} and {} are both named \"{}\"", origins_[first->second].text(),
                                    origins_[i].text(), scenario.name),
                        "each scenario has a name of its own",
                        in_one_sweep ? "Leave out the value that stands twice, or give labels" : "");
    }
  }

  void find_baseline() {
    if (!checks_.written("batch.baseline")) return;
    const std::string& wanted = file_.batch.baseline;
    const auto found = std::find_if(plan_.scenarios.begin(), plan_.scenarios.end(),
                                    [&](const PlannedScenario& each) { return each.name == wanted; });
    if (found != plan_.scenarios.end()) {
      plan_.baseline = static_cast<std::size_t>(found - plan_.scenarios.begin());
      return;
    }
    std::vector<std::string> names;
    for (const PlannedScenario& each : plan_.scenarios) names.push_back(each.name);
    const std::string hint = did_you_mean(wanted, names);
    const bool is_cut = names.size() > most_named;
    if (is_cut) names.resize(most_named);
    checks_.error("batch.baseline", fmt::format("\"{}\" is no scenario of this batch", shortened(wanted)),
                  fmt::format("known: {}{}", join(names, ", "), is_cut ? ", ..." : ""), hint);
  }

  /// Gives every scenario a value, or none, for every axis, and one kind of value to each axis.
  void complete_swept() {
    for (BatchAxis& axis : plan_.axes)
      if (axis.title.empty()) axis.title = axis.name;
    for (PlannedScenario& scenario : plan_.scenarios) {
      scenario.swept.resize(plan_.axes.size());
      for (std::size_t i = 0; i < plan_.axes.size(); ++i)
        if (const double* number = std::get_if<double>(&scenario.swept[i]); number && plan_.axes[i].is_text)
          scenario.swept[i] = toml_number(*number);
    }
  }

  BatchPlan& plan_;
  const BatchFile& file_;
  const Node& root_;
  const Files& files_;
  Reading& reading_;
  Checks checks_;
  const TableInfo scenario_table_ = table_info<Scenario>("");
  std::vector<Origin> origins_;                  ///< [scenario]
  std::map<std::string, std::string> problems_;  ///< of configs by path, empty where there is none
};

}  // namespace

std::vector<std::string> PlannedScenario::overrides() const {
  std::vector<std::string> texts;
  for (const PlannedSetting& setting : settings) texts.push_back(setting.key + "=" + setting.value);
  return texts;
}

BatchPlan load_batch(const std::string& path, const Files& files) {
  BatchPlan plan;
  plan.path = path;
  plan.text = files.read(path);
  expect_text(plan.text, path);
  const Node root = read_toml(plan.text, path);
  Reading reading({});
  BatchFile file;
  read_table(root, file, reading);
  plan.title = file.batch.title;
  plan.description = file.batch.description;
  Planner(plan, file, root, files, reading).run();
  reading.finish();
  return plan;
}

}  // namespace secondcurve
