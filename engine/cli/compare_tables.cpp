#include "engine/cli/compare_tables.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/cli/figures.hpp"
#include "engine/cli/terminal.hpp"
#include "engine/cli/text_table.hpp"
#include "engine/config/text.hpp"
#include "engine/core/special_numbers.hpp"

namespace secondcurve::cli {

namespace {

using Json = nlohmann::ordered_json;

/// The place in the baseline of a series that both have.
std::size_t place_in(const ResultView& baseline, const std::string& series) {
  const std::vector<std::string>& names = baseline.texts("series");
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), series) - names.begin());
}

std::string paths_text(const ResultView& result) {
  return counted(static_cast<std::uint64_t>(result.count("paths")), "path");
}

/// The title of a side, after its name where it has one.
std::string side_title(const ComparedSide& side) {
  const std::string title = side.result.attribute("title");
  return side.name.empty() ? title : side.name + ": " + title;
}

std::string heading(const ComparedSide& baseline, const ComparedSide& scenario) {
  const ResultView& own = scenario.result;
  return fmt::format("Baseline: {} ({})\nScenario: {} ({})\nSeed {}, {} in both\n", side_title(baseline),
                     paths_text(baseline.result), bold(side_title(scenario)), paths_text(own),
                     own.attribute("seed_text"),
                     counted(static_cast<std::uint64_t>(own.count("paths_paired")), "path")) +
         notes_text(baseline.result, "Note on the baseline: ") + notes_text(own);
}

/// A standard error with so many decimals; one that rounds to none is below the last of them.
std::string error_text(double error, int decimals) {
  const double least = std::pow(10.0, -decimals);
  return error > 0.0 && error < 0.5 * least ? "<" + fixed_text(least, decimals) : fixed_text(error, decimals);
}

class CompareTable final {
 public:
  CompareTable(const ResultView& baseline, const ResultView& scenario, const TableChoice& choice)
      : baseline_(baseline),
        scenario_(scenario),
        choice_(choice),
        low_(scenario.nearest_quantile(0.05)),
        high_(scenario.nearest_quantile(0.95)) {}

  std::string text() {
    std::string of;
    for (const std::size_t series : choice_.series) {
      const std::string same =
          fmt::format("{} ({})", account_title(scenario_, series), level_unit(scenario_, series));
      if (same != of) head(same);
      of = same;
      for (const std::size_t year : choice_.years) row(series, year);
    }
    return table_.text(2) + legend();
  }

 private:
  std::string probability_name(std::size_t quantile) const {
    return fmt::format("{:g}%", 100.0 * scenario_.probabilities()[quantile]);
  }

  void head(const std::string& account) {
    if (!first_) table_.add_blank();
    first_ = false;
    table_.add_heading(bold(account));
    std::vector<std::string> cells{"",           "",           "baseline", "scenario",
                                   "difference", "std. error", "relative", probability_name(low_)};
    if (low_ != high_) cells.push_back(probability_name(high_));
    cells.emplace_back("above");
    table_.add_row(std::move(cells));
  }

  void row(std::size_t series, std::size_t year) {
    const std::string& name = scenario_.texts("series")[series];
    const std::string& title = scenario_.texts("title")[series];
    std::vector<std::string> cells{
        year == choice_.years.front() ? (title.empty() ? name : title) : "",
        std::to_string(scenario_.years()[year]),
        level_text(baseline_.value("output_mean", place_in(baseline_, name), year)),
        level_text(scenario_.value("output_mean", series, year))};
    if (is_same_on_every_path(scenario_, series, year)) {
      cells.emplace_back("same");
      has_same_ = true;
    } else {
      add_difference(series, year, cells);
      has_others_ = true;
    }
    table_.add_row(std::move(cells));
  }

  void add_difference(std::size_t series, std::size_t year, std::vector<std::string>& cells) const {
    constexpr int most_decimals = 4;  // what is smaller is small against any level
    // What the scenario does not summarise is not defined here.
    const bool has_level = scenario_.has_variable("difference");
    const bool has_share = scenario_.has_variable("relative_difference");
    const auto value = [&](const char* statistic, bool is_there) {
      return is_there ? scenario_.value(statistic, series, year) : not_a_number;
    };
    const auto quantile = [&](std::size_t k) {
      return has_level ? scenario_.value("difference_quantile", series, year, k) : not_a_number;
    };
    const double mean = value("difference_mean", has_level);
    const int decimals = std::min(most_decimals, decimals_of({mean, quantile(low_), quantile(high_)}));
    const auto text = [&](double number) { return fixed_text(number, decimals, Sign::of_both); };
    cells.push_back(text(mean));
    cells.push_back(
        error_text(value("difference_mean_se", has_level), std::min(most_decimals, decimals + 1)));
    cells.push_back(percent_text(value("relative_difference_mean", has_share), Sign::of_both));
    cells.push_back(text(quantile(low_)));
    if (low_ != high_) cells.push_back(text(quantile(high_)));
    cells.push_back(percent_text(value("improvement_probability", true)));
  }

  /// What the columns are.
  std::string legend() const {
    if (!has_others_) return "\nBoth are the same on every path.\n";
    return std::string(
               "\nbaseline, scenario: means; difference: scenario less baseline on the same path, mean and "
               "quantiles\n"
               "relative: mean of the difference as a share of the baseline\n"
               "above: share of paths on which the scenario is above the baseline\n") +
           (has_same_ ? "same: both are equal on every path\n" : "");
  }

  const ResultView& baseline_;
  const ResultView& scenario_;
  const TableChoice& choice_;
  std::size_t low_, high_;
  TextTable table_;
  bool first_ = true;
  bool has_same_ = false, has_others_ = false;  ///< rows of either kind
};

Json head(const ComparedSide& side) {
  const ResultView& result = side.result;
  Json json;
  if (!side.name.empty()) json["name"] = side.name;
  json["title"] = result.attribute("title");
  json["paths"] = result.count("paths");
  json["paths_failed"] = result.count("paths_failed");
  json["run_fingerprint"] = result.attribute("run_fingerprint");
  json["notes"] = Json::array();
  std::istringstream notes(result.notes());
  for (std::string note; std::getline(notes, note);) json["notes"].push_back(note);
  return json;
}

/// A statistic of a series in the chosen years.
Json by_year(const ResultView& result, const TableChoice& choice, const std::string& statistic,
             std::size_t series) {
  Json numbers = Json::array();
  for (const std::size_t year : choice.years) numbers.push_back(result.value(statistic, series, year));
  return numbers;
}

Json variable_json(const ResultView& result, const TableChoice& choice, const std::string& variable,
                   std::size_t series) {
  Json entry;
  for (const char* statistic : {"mean", "mean_se", "sd", "sd_se"})
    entry[statistic] = by_year(result, choice, variable + "_" + statistic, series);
  for (std::size_t k = 0; k < result.probabilities().size(); ++k) {
    Json& numbers = entry["quantiles"][fmt::format("{:g}", 100.0 * result.probabilities()[k])] =
        Json::array();
    for (const std::size_t year : choice.years)
      numbers.push_back(result.value(variable + "_quantile", series, year, k));
  }
  return entry;
}

}  // namespace

std::string compare_text(const ComparedSide& baseline, const ComparedSide& scenario,
                         const TableChoice& choice) {
  return heading(baseline, scenario) + '\n' + CompareTable(baseline.result, scenario.result, choice).text();
}

std::string compare_json(const ComparedSide& baseline_side, const ComparedSide& scenario_side,
                         const TableChoice& choice) {
  const ResultView& baseline = baseline_side.result;
  const ResultView& scenario = scenario_side.result;
  Json json{{"baseline", head(baseline_side)},
            {"scenario", head(scenario_side)},
            {"seed", scenario.attribute("seed_text")},
            {"paths_paired", scenario.count("paths_paired")}};
  json["years"] = Json::array();
  for (const std::size_t year : choice.years) json["years"].push_back(scenario.years()[year]);
  json["series"] = Json::array();
  for (const std::size_t series : choice.series) {
    Json entry;
    entry["name"] = scenario.texts("series")[series];
    for (const char* text : {"title", "title_zh", "group", "account", "measure", "unit", "prices"})
      entry[text] = scenario.texts(text)[series];
    const std::size_t there = place_in(baseline, scenario.texts("series")[series]);
    entry["baseline_mean"] = by_year(baseline, choice, "output_mean", there);
    entry["baseline_mean_se"] = by_year(baseline, choice, "output_mean_se", there);
    entry["mean"] = by_year(scenario, choice, "output_mean", series);
    entry["mean_se"] = by_year(scenario, choice, "output_mean_se", series);
    for (const char* variable : {"difference", "relative_difference", "average_growth_difference"})
      if (scenario.has_variable(variable))
        entry[variable] = variable_json(scenario, choice, variable, series);
    for (const char* end : {"", "_se", "_lower", "_upper"})
      entry[std::string("improvement_probability") + end] =
          by_year(scenario, choice, std::string("improvement_probability") + end, series);
    json["series"].push_back(std::move(entry));
  }
  return json.dump(2) + '\n';
}

}  // namespace secondcurve::cli
