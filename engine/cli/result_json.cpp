#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/cli/result_tables.hpp"

namespace secondcurve::cli {

namespace {

using Json = nlohmann::ordered_json;

/// The numbers of the chosen years. @param value_in gives that of a year.
template <class Value>
Json by_year(const TableChoice& choice, Value&& value_in) {
  Json numbers = Json::array();
  for (const std::size_t year : choice.years) numbers.push_back(value_in(year));
  return numbers;
}

/// What the result is, and the years shown.
Json head(const ResultView& result, const TableChoice& choice) {
  Json json{{"title", result.attribute("title")},   {"currency", result.attribute("currency")},
            {"prices", result.attribute("prices")}, {"seed", result.attribute("seed_text")},
            {"paths", result.count("paths")},       {"paths_failed", result.count("paths_failed")}};
  if (result.has_stopping())
    json["stop"] = {{"rule", result.summary_text("stop_rule")},
                    {"met", result.count("stop_met") != 0},
                    {"error_asked", result.total("stop_error_asked")},
                    {"error_reached", result.total("stop_error_reached")},
                    {"paths_most", result.count("stop_paths_most")},
                    {"paths_needed", result.total("stop_paths_needed")}};
  json["run_fingerprint"] = result.attribute("run_fingerprint");
  json["years"] = Json::array();
  for (const std::size_t year : choice.years) json["years"].push_back(result.years()[year]);
  return json;
}

Json labels(const ResultView& result, std::size_t series) {
  Json entry;
  entry["name"] = result.texts("series")[series];
  for (const char* text : {"title", "title_zh", "group", "account", "measure", "unit", "prices"})
    entry[text] = result.texts(text)[series];
  return entry;
}

void add_statistics(const ResultView& result, const TableChoice& choice, std::size_t series, Json& entry) {
  for (const char* statistic : {"mean", "mean_se", "sd", "sd_se"})
    entry[statistic] = by_year(choice, [&](std::size_t year) {
      return result.value(choice.variable + "_" + statistic, series, year);
    });
  for (std::size_t k = 0; k < result.probabilities().size(); ++k)
    entry["quantiles"][fmt::format("{:g}", 100.0 * result.probabilities()[k])] = by_year(
        choice,
        [&](std::size_t year) { return result.value(choice.variable + "_quantile", series, year, k); });
}

/// The share of paths on which the series is above the baseline, and its errors.
void add_improvement(const ResultView& result, const TableChoice& choice, std::size_t series, Json& entry) {
  for (const char* end : {"", "_se", "_lower", "_upper"}) {
    const std::string name = std::string("improvement_probability") + end;
    entry[name] = by_year(choice, [&](std::size_t year) { return result.value(name, series, year); });
  }
}

void add_variance(const ResultView& result, const TableChoice& choice, std::size_t series, Json& entry) {
  for (const char* part : {"variance_parameters", "variance_shocks", "parameter_share", "parameter_share_se"})
    entry["variance"][part] = by_year(
        choice, [&](std::size_t year) { return result.value(std::string("output_") + part, series, year); });
}

void add_causes(const ResultView& result, const TableChoice& choice, std::size_t series, Json& entry) {
  for (std::size_t cause = 0; cause < result.causes().size(); ++cause)
    entry["change_by_cause"][result.causes()[cause]] =
        by_year(choice, [&](std::size_t year) { return result.change_by_cause(series, year, cause); });
}

Json programmes(const ResultView& result, const TableChoice& choice) {
  Json all = Json::array();
  for (std::size_t i = 0; i < result.summary_texts("programme").size(); ++i) {
    Json entry{{"name", result.summary_texts("programme")[i]},
               {"title", result.summary_texts("programme_title")[i]}};
    for (const char* figure :
         {"output", "spent", "spent_in_all", "output_per_spent", "output_per_spent_in_all"})
      entry[figure] = by_year(choice, [&](std::size_t year) {
        return result.of_programme(std::string("programme_") + figure, i, year);
      });
    all.push_back(std::move(entry));
  }
  return all;
}

/// Sectors whose growth is a mixture, that is those with a share in any year.
Json model_shares(const ResultView& result, const TableChoice& choice) {
  Json all = Json::array();
  for (std::size_t sector = 0; sector < result.summary_texts("sector").size(); ++sector) {
    bool is_mixture = false;
    for (std::size_t year = 0; year < result.n_years(); ++year)
      is_mixture = is_mixture || std::isfinite(result.sector_value("model_share", sector, year));
    if (!is_mixture) continue;
    const auto of_years = [&](const char* name) {
      return by_year(choice, [&](std::size_t year) { return result.sector_value(name, sector, year); });
    };
    all.push_back({{"sector", result.summary_texts("sector")[sector]},
                   {"title", result.summary_texts("sector_title")[sector]},
                   {"share", of_years("model_share")},
                   {"share_se", of_years("model_share_se")}});
  }
  return all;
}

Json targets(const ResultView& result) {
  Json all = Json::array();
  for (std::size_t i = 0; i < result.n_targets(); ++i)
    all.push_back({{"name", result.texts("target")[i]},
                   {"title", result.texts("target_title")[i]},
                   {"probability", result.target("target_probability", i)},
                   {"probability_se", result.target("target_probability_se", i)},
                   {"shortfall", result.target("target_shortfall", i)}});
  return all;
}

/// The head, and one part of what each series has.
std::string part_json(const ResultView& result, const TableChoice& choice,
                      void (*add)(const ResultView&, const TableChoice&, std::size_t, Json&)) {
  Json json = head(result, choice);
  json["series"] = Json::array();
  for (const std::size_t series : choice.series) {
    json["series"].push_back(labels(result, series));
    add(result, choice, series, json["series"].back());
  }
  return json.dump(2) + '\n';
}

}  // namespace

std::string result_json(const ResultView& result, const TableChoice& choice) {
  Json json = head(result, choice);
  json["variable"] = choice.variable;
  json["series"] = Json::array();
  for (const std::size_t series : choice.series) {
    Json entry = labels(result, series);
    add_statistics(result, choice, series, entry);
    if (result.has_variable("difference")) add_improvement(result, choice, series, entry);
    if (result.has_variance_split()) add_variance(result, choice, series, entry);
    if (result.has_causes()) add_causes(result, choice, series, entry);
    json["series"].push_back(std::move(entry));
  }
  json["targets"] = targets(result);
  if (result.has_programmes()) json["programmes"] = programmes(result, choice);
  if (result.has_mixtures()) json["model_shares"] = model_shares(result, choice);
  return json.dump(2) + '\n';
}

std::string targets_json(const ResultView& result) {
  Json json = head(result, {});
  json.erase("years");
  json["targets"] = targets(result);
  return json.dump(2) + '\n';
}

std::string causes_json(const ResultView& result, const TableChoice& choice) {
  return part_json(result, choice, add_causes);
}

std::string programmes_json(const ResultView& result, const TableChoice& choice) {
  Json json = head(result, choice);
  json["programmes"] = programmes(result, choice);
  return json.dump(2) + '\n';
}

std::string variance_json(const ResultView& result, const TableChoice& choice) {
  return part_json(result, choice, add_variance);
}

}  // namespace secondcurve::cli
