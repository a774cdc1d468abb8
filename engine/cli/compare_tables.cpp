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

std::string notes_text(const std::string& head, const ResultView& result) {
  std::string text;
  std::istringstream notes(result.notes());
  for (std::string note; std::getline(notes, note);) text += head + note + '\n';
  return text;
}

std::string heading(const ResultView& baseline, const ResultView& scenario) {
  return fmt::format("Baseline: {} ({})\nScenario: {} ({})\nSeed {}, {} in both\n",
                     baseline.attribute("title"), paths_text(baseline), bold(scenario.attribute("title")),
                     paths_text(scenario), scenario.attribute("seed_text"),
                     counted(static_cast<std::uint64_t>(scenario.count("paths_paired")), "path")) +
         notes_text("Note on the baseline: ", baseline) + notes_text("Note: ", scenario);
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
      const std::string unit = unit_text(series);
      if (unit != of) head(unit);
      of = unit;
      for (const std::size_t year : choice_.years) row(series, year);
    }
    return table_.text(2);
  }

 private:
  std::string unit_text(std::size_t series) const {
    const std::string& prices = scenario_.texts("prices")[series];
    return scenario_.texts("unit")[series] + (prices == "none" ? "" : ", prices " + prices);
  }

  std::string probability_name(std::size_t quantile) const {
    return fmt::format("{:g}%", 100.0 * scenario_.probabilities()[quantile]);
  }

  void head(const std::string& unit) {
    if (!first_) table_.add_blank();
    first_ = false;
    table_.add_heading(bold(fmt::format("Means, and the difference on the same paths ({})", unit)));
    std::vector<std::string> cells{"",           "",           "baseline", "scenario",
                                   "difference", "std. error", "relative", probability_name(low_)};
    if (low_ != high_) cells.push_back(probability_name(high_));
    cells.emplace_back("above");
    table_.add_row(std::move(cells));
  }

  void row(std::size_t series, std::size_t year) {
    const std::string& name = scenario_.texts("series")[series];
    const std::string& title = scenario_.texts("title")[series];
    const auto value = [&](const char* statistic) { return scenario_.value(statistic, series, year); };
    const auto quantile = [&](std::size_t k) {
      return level_text(scenario_.value("difference_quantile", series, year, k), Sign::of_both);
    };
    std::vector<std::string> cells{
        year == choice_.years.front() ? (title.empty() ? name : title) : "",
        std::to_string(scenario_.years()[year]),
        level_text(baseline_.value("output_mean", place_in(baseline_, name), year)),
        level_text(value("output_mean")),
        level_text(value("difference_mean"), Sign::of_both),
        level_text(value("difference_mean_se")),
        percent_text(value("relative_difference_mean"), Sign::of_both),
        quantile(low_)};
    if (low_ != high_) cells.push_back(quantile(high_));
    cells.push_back(percent_text(value("improvement_probability")));
    table_.add_row(std::move(cells));
  }

  const ResultView& baseline_;
  const ResultView& scenario_;
  const TableChoice& choice_;
  std::size_t low_, high_;
  TextTable table_;
  bool first_ = true;
};

Json head(const ResultView& result) {
  Json json{{"title", result.attribute("title")},
            {"paths", result.count("paths")},
            {"paths_failed", result.count("paths_failed")},
            {"run_fingerprint", result.attribute("run_fingerprint")}};
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

std::string compare_text(const ResultView& baseline, const ResultView& scenario, const TableChoice& choice) {
  return heading(baseline, scenario) + '\n' + CompareTable(baseline, scenario, choice).text() +
         "\n\"relative\" is the mean of the difference as a share of the baseline, \"above\" the share of "
         "paths "
         "above the baseline.\n";
}

std::string compare_json(const ResultView& baseline, const ResultView& scenario, const TableChoice& choice) {
  Json json{{"baseline", head(baseline)},
            {"scenario", head(scenario)},
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
