#include "engine/cli/batch_tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/batch_directory.hpp"
#include "engine/cli/figures.hpp"
#include "engine/cli/result_view.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/config/text.hpp"
#include "engine/output/result_reader.hpp"

namespace secondcurve::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Scenarios and targets that a table has at most.
constexpr std::size_t most_rows = 40;
constexpr std::size_t most_targets = 3;

constexpr std::string_view name_of_state(BatchState state) {
  constexpr std::array<std::string_view, 4> names{"new", "running", "done", "failed"};
  return names[static_cast<std::size_t>(state)];
}

/// What the table says of a scenario in the last year.
struct Outcome {
  std::string scenario, state, message;
  double level = NAN, growth = NAN, difference = NAN, difference_se = NAN, improvement = NAN;
  std::vector<double> targets;
};

/// The scenarios of an index, and what is said of each.
class Outcomes final {
 public:
  explicit Outcomes(const std::string& path) : path_(path), file_(path) {
    const ResultView whole(path, file_.root(), Group{"summary", {}, {}, {}});
    scenarios_ = whole.texts("scenario");
    states_ = whole.texts("state");
    messages_ = whole.texts("message");
    const std::vector<std::string>& part_of = whole.texts("part_of");
    const auto found = std::find(part_of.begin(), part_of.end(), "");
    headline_ = static_cast<std::size_t>(found - part_of.begin()) % part_of.size();
    title_ = whole.texts("title")[headline_];
    unit_ = whole.texts("unit")[headline_];
    year_ = whole.years().back();
    if (whole.n_targets() > 0) targets_ = whole.texts("target");
  }

  std::size_t size() const { return scenarios_.size(); }
  const std::string& title() const { return title_; }
  const std::string& unit() const { return unit_; }
  int year() const { return year_; }
  const std::vector<std::string>& targets() const { return targets_; }

  Outcome at(std::size_t scenario) const {
    Outcome outcome;
    outcome.scenario = scenarios_[scenario];
    outcome.state = states_[scenario];
    outcome.message = messages_[scenario];
    if (outcome.state != "done") return outcome;
    const ResultView view(path_, file_.root(scenario), file_.group("summary", scenario));
    const std::size_t last = view.n_years() - 1;
    const std::size_t middle = view.nearest_quantile(0.5);
    outcome.level = view.value("output_quantile", headline_, last, middle);
    if (view.has_variable("average_growth"))
      outcome.growth = view.value("average_growth_quantile", headline_, last, middle);
    if (view.has_variable("relative_difference")) {
      outcome.difference = view.value("relative_difference_mean", headline_, last);
      outcome.difference_se = view.value("relative_difference_mean_se", headline_, last);
      outcome.improvement = view.value("improvement_probability", headline_, last);
    }
    for (std::size_t target = 0; target < targets_.size(); ++target)
      outcome.targets.push_back(view.target("target_probability", target));
    return outcome;
  }

 private:
  std::string path_;
  ResultFile file_;
  std::vector<std::string> scenarios_, states_, messages_, targets_;
  std::string title_, unit_;
  std::size_t headline_ = 0;
  int year_ = 0;
};

std::string percent_or_dash(double value, Sign sign = Sign::of_losses) {
  return std::isfinite(value) ? percent_text(value, sign) : "-";
}

std::vector<std::string> cells_of(const Outcome& outcome, std::size_t n_targets) {
  std::vector<std::string> cells{
      outcome.scenario, level_text(outcome.level), percent_or_dash(outcome.growth, Sign::of_both),
      std::isfinite(outcome.difference) ? fmt::format("{:+.2f}%", 100.0 * outcome.difference) : "-",
      percent_or_dash(outcome.improvement)};
  for (std::size_t i = 0; i < n_targets; ++i) cells.push_back(percent_or_dash(outcome.targets[i]));
  return cells;
}

std::string table_of(const Outcomes& outcomes) {
  const std::size_t n_targets = std::min(most_targets, outcomes.targets().size());
  TextTable table;
  std::vector<std::string> head{"Scenario", fmt::format("median {}", outcomes.year()), "a year", "difference",
                                "above"};
  head.insert(head.end(), outcomes.targets().begin(),
              outcomes.targets().begin() + static_cast<std::ptrdiff_t>(n_targets));
  table.add_row(std::move(head));
  const std::size_t n = std::min(most_rows, outcomes.size());
  for (std::size_t i = 0; i < n; ++i) {
    const Outcome outcome = outcomes.at(i);
    if (outcome.state == "done")
      table.add_row(cells_of(outcome, n_targets));
    else
      table.add_heading(fmt::format("{}  {}: {}", outcome.scenario, outcome.state,
                                    outcome.message.substr(0, outcome.message.find('\n'))));
  }
  std::string text = table.text();
  if (n < outcomes.size()) text += fmt::format("... and {} more\n", outcomes.size() - n);
  return text;
}

}  // namespace

std::string plan_text(const BatchPlan& plan, std::span<const ScenarioCheck> checks, const BatchNeeds& needs) {
  TextTable table;
  table.add_row({"Scenario", "config", "paths"});
  const std::size_t n = std::min(most_rows, plan.scenarios.size());
  for (std::size_t i = 0; i < n; ++i) {
    const PlannedScenario& scenario = plan.scenarios[i];
    table.add_row(
        {scenario.name, scenario.path, checks[i].ok() ? grouped(checks[i].n_paths) : "cannot be run"});
  }
  std::string text = fmt::format("{}\n{}", bold(plan.title), table.text(2));
  if (n < plan.scenarios.size()) text += fmt::format("... and {} more\n", plan.scenarios.size() - n);
  for (const ScenarioCheck& check : checks)
    if (!check.ok()) text += check.error + '\n';
  if (plan.baseline)
    text += fmt::format("\nAll are compared with {}, path by path.\n", plan.scenarios[*plan.baseline].name);
  return text +
         fmt::format(
             "{}{}, {} at once: about {} on this machine when it is idle, {} of memory and {} of disk.\n",
             plan.baseline ? "" : "\n", counted(plan.scenarios.size(), "scenario"), needs.at_once,
             duration_text(needs.seconds), size_text(needs.memory_bytes), size_text(needs.disk_bytes));
}

namespace {

struct Status {
  BatchRecord record;
  std::vector<BatchProgress> progress;
  bool busy = false;
};

Status status_of(const std::string& folder) {
  const BatchDirectory directory(folder);
  Status status{directory.read_record(), {}, DirectoryLock::is_held(folder)};
  status.progress = directory.progress(status.record, status.busy);
  return status;
}

std::map<BatchState, std::size_t> counts_of(const Status& status) {
  std::map<BatchState, std::size_t> counts;
  for (const BatchProgress& each : status.progress) ++counts[each.state];
  return counts;
}

constexpr std::array<BatchState, 4> all_states{BatchState::waiting, BatchState::running, BatchState::done,
                                               BatchState::failed};

}  // namespace

std::string status_text(const std::string& folder) {
  const Status status = status_of(folder);
  std::map<BatchState, std::size_t> counts = counts_of(status);
  TextTable table;
  for (const BatchState state : all_states)
    table.add_row({std::string(name_of_state(state)), grouped(counts[state])});
  std::string text = fmt::format("{}: {}{}\n{}", folder, counted(status.progress.size(), "scenario"),
                                 status.busy ? ", a process is working on them" : "", table.text());
  for (std::size_t i = 0; i < status.progress.size(); ++i)
    if (status.progress[i].state == BatchState::failed)
      text += fmt::format("\n{} failed:\n{}\n", status.record.entries[i].name, status.progress[i].message);
  if (!status.busy && counts[BatchState::waiting] > 0)
    text += "\nGo on with: secondcurve batch FILE -o " + folder + " --resume\n";
  else if (counts[BatchState::failed] > 0)
    text += "\nTry these again with: secondcurve batch FILE -o " + folder + " --redo failed\n";
  return text;
}

std::string status_json(const std::string& folder) {
  const Status status = status_of(folder);
  Json json{{"busy", status.busy}};
  const std::map<BatchState, std::size_t> counts = counts_of(status);
  for (const BatchState state : all_states)
    json[std::string(name_of_state(state))] = counts.contains(state) ? counts.at(state) : 0;
  for (std::size_t i = 0; i < status.progress.size(); ++i) {
    Json entry{{"name", status.record.entries[i].name}, {"state", name_of_state(status.progress[i].state)}};
    if (!status.progress[i].message.empty()) entry["message"] = status.progress[i].message;
    json["scenarios"].push_back(std::move(entry));
  }
  return json.dump(2) + '\n';
}

std::string batch_text(const std::string& index) {
  const ResultFile file(index);
  const Group root = file.root();
  if (find_variable(root, "year") == nullptr) return "No scenario could be simulated.\n";
  const Outcomes outcomes(index);
  const bool is_compared =
      !ResultView(index, root, Group{"summary", {}, {}, {}}).attribute("baseline").empty();
  return fmt::format(
      "{} ({})\n{}{}", bold(outcomes.title()), outcomes.unit(), table_of(outcomes),
      is_compared
          ? "difference: mean of the differences from the baseline on the same path, in percent of it; "
            "above: share of paths on which it is above\n"
          : "");
}

std::string batch_json(const std::string& index) {
  const Outcomes outcomes(index);
  Json json{{"series", outcomes.title()}, {"unit", outcomes.unit()}, {"year", outcomes.year()}};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Outcome each = outcomes.at(i);
    Json entry{{"scenario", each.scenario}, {"state", each.state}};
    if (!each.message.empty()) entry["message"] = each.message;
    if (each.state == "done") {
      entry["output_median"] = each.level;
      entry["average_growth_median"] = each.growth;
      entry["relative_difference_mean"] = each.difference;
      entry["relative_difference_mean_se"] = each.difference_se;
      entry["improvement_probability"] = each.improvement;
      for (std::size_t t = 0; t < outcomes.targets().size(); ++t)
        entry["target_probability"][outcomes.targets()[t]] = each.targets[t];
    }
    json["scenarios"].push_back(std::move(entry));
  }
  return json.dump(2) + '\n';
}

}  // namespace secondcurve::cli
