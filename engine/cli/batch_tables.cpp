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
#include "engine/cli/batch_outcomes.hpp"
#include "engine/cli/figures.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/config/text.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/report/export_table.hpp"

namespace secondcurve::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Targets that a table has at most.
constexpr std::size_t most_targets = 3;
/// Scenarios that are named with a reason at most.
constexpr std::size_t most_named = 5;

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

std::string batch_tsv(const std::string& index, const OutcomeChoice& choice) {
  std::vector<std::string> head{"scenario", "state", "message"};
  std::string lines;
  if (const ResultFile file(index); find_variable(file.root(), "year") == nullptr) {
    const std::vector<std::string> names = file.texts("scenario"), states = file.texts("state"),
                                   messages = file.texts("message");
    for (std::size_t i = 0; i < names.size(); ++i)
      lines += delimited_line({names[i], states.at(i), messages.at(i)}, Separator::tab);
    return delimited_line(head, Separator::tab) + lines;
  }
  const Outcomes outcomes(index, choice);
  head.insert(head.end(),
              {"paths", "series", "title", "unit", "year", "output_p50", "average_growth_p50",
               "relative_difference_mean", "relative_difference_mean_se", "improvement_probability"});
  for (const std::string& target : outcomes.targets()) head.push_back("target_probability_" + target);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Outcome each = outcomes.at(i);
    std::vector<std::string> values{each.scenario, each.state, each.message};
    if (each.state == name_of(BatchState::done)) {
      values.insert(values.end(), {std::to_string(each.n_paths), outcomes.series(), outcomes.title(),
                                   outcomes.unit(), std::to_string(outcomes.year())});
      for (const double figure :
           {each.level, each.growth, each.difference, each.difference_se, each.improvement})
        values.push_back(cell_text(figure));
      for (const double target : each.targets) values.push_back(cell_text(target));
    }
    values.resize(head.size());
    lines += delimited_line(values, Separator::tab);
  }
  return delimited_line(head, Separator::tab) + lines;
}

}  // namespace secondcurve::cli
