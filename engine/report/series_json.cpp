#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/config/reading.hpp"
#include "engine/report/history_values.hpp"
#include "engine/report/report_json.hpp"
#include "engine/simulate/variables.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::detail {

using Json = nlohmann::ordered_json;

namespace {

/// Whether a variable is defined for a series in any year.
bool is_defined(const ResultView& result, const std::string& variable, std::size_t series) {
  if (!result.has_variable(variable)) return false;
  for (std::size_t year = 0; year < result.n_years(); ++year)
    for (std::size_t k = 0; k < result.probabilities().size(); ++k)
      if (std::isfinite(result.value(variable + "_quantile", series, year, k))) return true;
  return false;
}

/// A number as it is printed with nine significant digits.
double to_nine_digits(double number) {
  const std::string text = fmt::format("{:.8e}", number);
  double rounded = 0.0;  // also what is too small to be read
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded;
}

Json labels_json(const ResultView& result, std::size_t series) {
  Json json{{"name", result.texts("series")[series]}};
  for (const char* text : {"title", "title_zh", "group", "account", "measure", "unit", "prices"})
    json[text] = result.texts(text)[series];
  const std::string& whole = result.texts("part_of")[series];
  json["part_of"] = whole.empty() ? Json() : Json(whole);
  return json;
}

/// What was published of a series before the base year.
Json history_json(const ReportedScenario& scenario, const std::string& series) {
  Json all = Json::array();
  if (!scenario.history) return all;
  const auto& names = history_values<std::string>(scenario, "observed_series");
  const auto& years = history_values<std::int64_t>(scenario, "observed_year");
  const auto& values = history_values<double>(scenario, "observed");
  const auto& prices = history_values<std::string>(scenario, "observed_prices");
  const auto& sources = history_values<std::string>(scenario, "observed_source");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double value = values[i];
    if (names[i] != series || !std::isfinite(value)) continue;  // not finite: only other scenarios have it
    all.push_back(
        {{"year", years[i]}, {"value", value}, {"prices", prices[i]}, {"source", split_ids(sources[i])}});
  }
  return all;
}

/// Its rule and level; nothing for a joint one.
void add_condition(Json& json, const Target& target) {
  const auto add = [&json](const char* rule, const std::optional<double>& level) {
    if (level) json.update({{"rule", rule}, {"level", *level}});
  };
  add("at_least", target.at_least);
  add("at_most", target.at_most);
  add("average_growth_at_least", target.average_growth_at_least);
}

/// A number without needless digits: 10, 0.5, 4500.
std::string plain(double value) { return fmt::format("{:.12g}", value); }

/// The condition of a target in words.
std::string condition_text(const Target& target, const std::string& unit) {
  const std::string level_unit = unit.empty() ? "" : " " + unit;
  if (target.at_least) return "at least " + plain(*target.at_least) + level_unit;
  if (target.at_most) return "at most " + plain(*target.at_most) + level_unit;
  if (target.average_growth_at_least)
    return fmt::format("growth of at least {}% a year", plain(100.0 * *target.average_growth_at_least));
  std::string all;
  for (const std::string& part : target.all_of) all += (all.empty() ? "" : ", ") + part;
  return "all of: " + all;
}

}  // namespace

Json numbers_json(std::size_t n, const std::function<double(std::size_t)>& value) {
  Json numbers = Json::array();
  for (std::size_t i = 0; i < n; ++i) {
    const double number = value(i);
    numbers.push_back(std::isfinite(number) ? Json(to_nine_digits(number)) : Json());
  }
  return numbers;
}

Json statistics_json(const ResultView& result, const std::string& variable, std::size_t series) {
  Json json;
  for (const char* statistic : {"mean", "mean_se", "sd"})
    json[statistic] = numbers_json(result.n_years(), [&](std::size_t year) {
      return result.value(variable + '_' + statistic, series, year);
    });
  json["quantile"] = Json::array();
  for (std::size_t k = 0; k < result.probabilities().size(); ++k)
    json["quantile"].push_back(numbers_json(result.n_years(), [&](std::size_t year) {
      return result.value(variable + "_quantile", series, year, k);
    }));
  return json;
}

Json series_json(const ReportedScenario& scenario) {
  const ResultView& result = scenario.result;
  Json all = Json::array();
  for (std::size_t series = 0; series < result.n_series(); ++series) {
    const Series* entry = find_entry(scenario.loaded.scenario.series, result.texts("series")[series]);
    if (entry == nullptr) continue;
    Json json = labels_json(result, series);
    json["sum"] = Json::object();
    for (const auto& [sector, weight] : entry->sum) json["sum"][sector] = weight;
    json["history"] = history_json(scenario, result.texts("series")[series]);
    for (const VariableInfo& info : reported_variables) {
      const std::string variable(name_of(info.variable));
      if (!info.needs_baseline && is_defined(result, variable, series))
        json[variable] = statistics_json(result, variable, series);
    }
    all.push_back(std::move(json));
  }
  return all;
}

Json targets_json(const ReportedScenario& scenario) {
  const ResultView& result = scenario.result;
  Json all = Json::array();
  for (std::size_t i = 0; i < result.n_targets(); ++i) {
    const std::string& name = result.texts("target")[i];
    const Target* target = find_entry(scenario.loaded.scenario.targets, name);
    if (target == nullptr) continue;
    const std::string& unit = result.texts("target_unit")[i];
    Json json{{"name", name}, {"title", target->title}, {"title_zh", target->title_zh}};
    json["series"] = target->series.empty() ? Json() : Json(target->series);
    json["year"] = target->year ? Json(*target->year) : Json();
    json["text"] = condition_text(*target, unit);
    add_condition(json, *target);
    if (!target->all_of.empty()) json["all_of"] = target->all_of;
    for (const char* figure : {"probability", "probability_se", "probability_lower", "probability_upper",
                               "shortfall", "shortfall_se"})
      json[figure] = result.target(std::string("target_") + figure, i);
    json["first_reached"] = numbers_json(result.n_years(), [&](std::size_t year) {
      return result.number("target_first_reached", i * result.n_years() + year);
    });
    json["unit"] = unit;
    all.push_back(std::move(json));
  }
  return all;
}

Json comparison_json(const ReportedComparison& comparison) {
  Json json{{"scenario", comparison.scenario},
            {"baseline", comparison.baseline},
            {"paired", comparison.paired.has_value()}};
  std::string note;
  for (const std::string& each : comparison.notes) note += (note.empty() ? "" : "\n") + each;
  json["note"] = note;
  json["series"] = Json::array();
  if (!comparison.paired) return json;
  const ResultView& result = *comparison.paired;
  json["paths_paired"] = result.count("paths_paired");
  json["quantiles"] = result.probabilities();
  for (std::size_t series = 0; series < result.n_series(); ++series) {
    Json entry{{"name", result.texts("series")[series]}};
    for (const char* variable : {"difference", "relative_difference", "average_growth_difference"})
      if (is_defined(result, variable, series)) entry[variable] = statistics_json(result, variable, series);
    if (entry.size() == 1) continue;  // the baseline has no such series
    for (const char* figure : {"improvement_probability", "improvement_probability_se"})
      entry[figure] = numbers_json(result.n_years(),
                                   [&](std::size_t year) { return result.value(figure, series, year); });
    json["series"].push_back(std::move(entry));
  }
  return json;
}

}  // namespace secondcurve::detail
