#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/batch/batch_directory.hpp"
#include "engine/batch/run_batch.hpp"
#include "engine/cli/batch_tables.hpp"
#include "engine/cli/usage.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_view.hpp"

namespace secondcurve::cli {

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
    series_ = whole.texts("series")[headline_];
    title_ = whole.texts("title")[headline_];
    unit_ = whole.texts("unit")[headline_];
    std::vector<std::string> years;
    for (const std::int32_t year : whole.years()) years.push_back(std::to_string(year));
    year_place_ = choice.year ? place_of("year", years, *choice.year) : years.size() - 1;
    year_ = whole.years()[year_place_];
    choose_targets(whole, choice.targets);
  }

  std::size_t size() const { return scenarios_.size(); }
  /// The series that is shown: its name and title.
  const std::string& series() const { return series_; }
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
  std::string series_, title_, unit_, baseline_;
  std::vector<std::int64_t> n_paths_;
  std::vector<std::size_t> target_places_;
  std::size_t headline_ = 0;
  std::size_t year_place_ = 0;
  int year_ = 0;
};

}  // namespace secondcurve::cli
