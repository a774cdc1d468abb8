#include "engine/cli/batch_tables.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/batch/batch_directory.hpp"
#include "engine/batch/run_batch.hpp"
#include "engine/cli/figures.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/cli/usage.hpp"
#include "engine/config/text.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_view.hpp"

namespace secondcurve::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Targets that a table has at most.
constexpr std::size_t most_targets = 3;
/// Scenarios that are named with a reason at most.
constexpr std::size_t most_named = 5;

/// What the table says of a scenario in a year.
struct Outcome {
  std::string scenario, state, message;
  std::uint64_t n_paths = 0;
  double level = NAN, growth = NAN, difference = NAN, difference_se = NAN, improvement = NAN;
  bool is_same = false;  ///< as the baseline, on every path
  std::vector<double> targets;
};

/// The scenarios of an index, and what is said of each.
class Outcomes final {
 public:
  Outcomes(const std::string& path, const OutcomeChoice& choice) : path_(path), file_(path) {
    const ResultView whole(path, file_.root(), Group{"summary", {}, {}, {}});
    scenarios_ = whole.texts("scenario");
    states_ = whole.texts("state");
    baseline_ = whole.attribute("baseline");
    n_paths_ = file_.counts("summary/paths");
    messages_ = whole.texts("message");
    const std::vector<std::string>& part_of = whole.texts("part_of");
    const auto found = std::find(part_of.begin(), part_of.end(), "");
    headline_ = choice.series ? place_of("series", whole.texts("series"), *choice.series)
                              : static_cast<std::size_t>(found - part_of.begin()) % part_of.size();
    title_ = whole.texts("title")[headline_];
    unit_ = whole.texts("unit")[headline_];
    std::vector<std::string> years;
    for (const std::int32_t year : whole.years()) years.push_back(std::to_string(year));
    year_place_ = choice.year ? place_of("year", years, *choice.year) : years.size() - 1;
    year_ = whole.years()[year_place_];
    choose_targets(whole, choice.targets);
  }

  std::size_t size() const { return scenarios_.size(); }
  const std::string& title() const { return title_; }
  const std::string& unit() const { return unit_; }
  int year() const { return year_; }
  const std::vector<std::string>& targets() const { return targets_; }

  const std::string& baseline() const { return baseline_; }

  /// Whether not all that are done have as many paths.
  bool have_other_paths() const {
    std::set<std::int64_t> different;
    for (std::size_t i = 0; i < size(); ++i)
      if (is_done(i)) different.insert(n_paths_.at(i));
    return different.size() > 1;
  }

  /// The scenarios that were not compared with the baseline although there is one.
  std::vector<Unpaired> unpaired() const {
    std::vector<Unpaired> found;
    const std::vector<std::int64_t> n_pairs = file_.counts("summary/paths_paired");
    const std::vector<std::string> notes = file_.texts("summary/notes");
    for (std::size_t i = 0; i < size() && !baseline_.empty(); ++i)
      if (is_done(i) && scenarios_[i] != baseline_ && (i >= n_pairs.size() || n_pairs[i] == 0))
        found.push_back({scenarios_[i], i < notes.size() ? reason_in(notes[i]) : ""});
    return found;
  }

  Outcome at(std::size_t scenario) const {
    Outcome outcome;
    outcome.scenario = scenarios_[scenario];
    outcome.state = states_[scenario];
    outcome.message = messages_[scenario];
    if (!is_done(scenario)) return outcome;
    outcome.n_paths = static_cast<std::uint64_t>(n_paths_.at(scenario));
    const ResultView view(path_, file_.root(scenario), file_.group("summary", scenario));
    const std::size_t middle = view.nearest_quantile(0.5);
    outcome.level = view.value("output_quantile", headline_, year_place_, middle);
    if (view.has_variable("average_growth"))
      outcome.growth = view.value("average_growth_quantile", headline_, year_place_, middle);
    if (view.has_variable("relative_difference")) {
      outcome.difference = view.value("relative_difference_mean", headline_, year_place_);
      outcome.difference_se = view.value("relative_difference_mean_se", headline_, year_place_);
      outcome.improvement = view.value("improvement_probability", headline_, year_place_);
      outcome.is_same = is_same_on_every_path(view, headline_, year_place_);
    }
    for (const std::size_t target : target_places_)
      outcome.targets.push_back(view.target("target_probability", target));
    return outcome;
  }

 private:
  bool is_done(std::size_t scenario) const { return states_[scenario] == name_of(BatchState::done); }

  /// Why a scenario was not compared, of all its notes.
  std::string reason_in(const std::string& notes) const {
    const std::string begin = unpaired_note(baseline_, "");
    std::istringstream lines(notes);
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with(begin)) return line.substr(begin.size());
    return {};
  }

  std::size_t place_of(std::string_view what, const std::vector<std::string>& known,
                       const std::string& given) const {
    return place_among(known, given, fmt::format("secondcurve: \"{}\" is no {} of {}", given, what, path_));
  }

  void choose_targets(const ResultView& whole, const std::vector<std::string>& chosen) {
    const std::vector<std::string> known =
        whole.n_targets() > 0 ? whole.texts("target") : std::vector<std::string>();
    targets_ = chosen.empty() ? known : chosen;
    for (const std::string& target : targets_) target_places_.push_back(place_of("target", known, target));
  }

  std::string path_;
  ResultFile file_;
  std::vector<std::string> scenarios_, states_, messages_, targets_;
  std::string title_, unit_, baseline_;
  std::vector<std::int64_t> n_paths_;
  std::vector<std::size_t> target_places_;
  std::size_t headline_ = 0;
  std::size_t year_place_ = 0;
  int year_ = 0;
};

std::string percent_or_dash(double value, Sign sign = Sign::of_losses) {
  return std::isfinite(value) ? percent_text(value, sign) : "-";
}

std::vector<std::string> cells_of(const Outcome& outcome, std::size_t n_targets, bool shows_paths) {
  std::vector<std::string> cells{
      outcome.scenario, level_text(outcome.level), percent_or_dash(outcome.growth, Sign::of_both),
      outcome.is_same                     ? "same"
      : std::isfinite(outcome.difference) ? fixed_text(100.0 * outcome.difference, 2, Sign::of_both) + "%"
                                          : "-",
      outcome.is_same ? "" : percent_or_dash(outcome.improvement)};
  for (std::size_t i = 0; i < n_targets; ++i) cells.push_back(percent_or_dash(outcome.targets[i]));
  if (shows_paths) cells.push_back(grouped(outcome.n_paths));
  return cells;
}

/// @param most targets that it has.
std::string table_of(const Outcomes& outcomes, std::size_t most) {
  const std::size_t n_targets = std::min(most, outcomes.targets().size());
  const bool shows_paths = outcomes.have_other_paths();
  TextTable table;
  std::vector<std::string> head{"Scenario", fmt::format("median {}", outcomes.year()), "a year", "difference",
                                "above"};
  head.insert(head.end(), outcomes.targets().begin(),
              outcomes.targets().begin() + static_cast<std::ptrdiff_t>(n_targets));
  if (shows_paths) head.push_back("paths");
  table.add_row(std::move(head));
  const std::size_t n = std::min(most_rows, outcomes.size());
  for (std::size_t i = 0; i < n; ++i) {
    const Outcome outcome = outcomes.at(i);
    if (outcome.state == name_of(BatchState::done))
      table.add_row(cells_of(outcome, n_targets, shows_paths));
    else
      table.add_heading(fmt::format("{}  {}: {}", outcome.scenario, outcome.state,
                                    outcome.message.substr(0, outcome.message.find('\n'))));
  }
  std::string text = table.text();
  if (n < outcomes.size()) text += fmt::format("... and {} more\n", outcomes.size() - n);
  return text;
}

}  // namespace

std::string unpaired_text(std::span<const Unpaired> unpaired, const std::string& baseline) {
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;  // reason, and whose it is
  for (const auto& [scenario, reason] : unpaired) {
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&, wanted = reason](const auto& each) { return each.first == wanted; });
    if (group == groups.end()) group = groups.insert(group, {reason, {}});
    group->second.push_back(scenario);
  }
  std::string text;
  for (auto& [reason, names] : groups) {
    const std::size_t n_more = names.size() - std::min(most_named, names.size());
    names.resize(names.size() - n_more);
    text += fmt::format("Not compared with {}: {}{}: {}\n", baseline, join(names, ", "),
                        n_more > 0 ? fmt::format(" and {} more", n_more) : "", reason);
  }
  return text;
}

std::string batch_text(const std::string& index, const OutcomeChoice& choice) {
  const ResultFile file(index);
  if (find_variable(file.root(), "year") == nullptr) return "No scenario could be simulated.\n";
  const Outcomes outcomes(index, choice);
  return fmt::format(
      "{} ({})\n{}{}{}", bold(outcomes.title()), outcomes.unit(),
      table_of(outcomes, choice.targets.empty() ? most_targets : choice.targets.size()),
      outcomes.baseline().empty()
          ? ""
          : "difference: mean of the differences from the baseline on the same path, in percent of it\n"
            "above: share of paths on which it is above the baseline; same: equal on every path\n",
      unpaired_text(outcomes.unpaired(), outcomes.baseline()));
}

namespace {
/// What became of the scenarios of an index in which none has results.
std::string states_json(const ResultFile& file) {
  const std::vector<std::string> names = file.texts("scenario"), states = file.texts("state"),
                                 messages = file.texts("message");
  Json json;
  for (std::size_t i = 0; i < names.size(); ++i)
    json["scenarios"].push_back(
        {{"scenario", names[i]}, {"state", states.at(i)}, {"message", messages.at(i)}});
  return json.dump(2) + '\n';
}
}  // namespace

std::string batch_json(const std::string& index, const OutcomeChoice& choice) {
  if (const ResultFile file(index); find_variable(file.root(), "year") == nullptr) return states_json(file);
  const Outcomes outcomes(index, choice);
  Json json{{"series", outcomes.title()}, {"unit", outcomes.unit()}, {"year", outcomes.year()}};
  std::map<std::string, std::string> unpaired;
  for (const auto& [scenario, reason] : outcomes.unpaired()) unpaired.emplace(scenario, reason);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Outcome each = outcomes.at(i);
    Json entry{{"scenario", each.scenario}, {"state", each.state}};
    if (!each.message.empty()) entry["message"] = each.message;
    if (const auto found = unpaired.find(each.scenario); found != unpaired.end())
      entry["not_compared"] = found->second;
    if (each.state == name_of(BatchState::done)) {
      entry["paths"] = each.n_paths;
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
