#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/report/report_json.hpp"
#include "models/economy/terms.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve::detail {

using Json = nlohmann::ordered_json;

namespace {

/// A cause of growth as people read it.
struct CauseTitle {
  std::string_view name;
  const char* title;
  const char* title_zh;
};

constexpr std::array<CauseTitle, 7> cause_titles{{{"intrinsic", "growth model's own", "自身增长"},
                                                  {"links", "links between sectors", "产业关联"},
                                                  {"events", "events", "事件"},
                                                  {"investment", "investment", "投资"},
                                                  {"research", "research", "研发"},
                                                  {"adoption", "adoption of technology", "技术扩散"},
                                                  {"policy", "policies", "政策"}}};

Json causes_json(const ResultView& result) {
  Json all = Json::array();
  for (const std::string& cause : result.causes()) {
    Json json{{"name", cause}, {"title", cause}};
    for (const CauseTitle& each : cause_titles)
      if (each.name == cause) json.update({{"title", each.title}, {"title_zh", each.title_zh}});
    all.push_back(std::move(json));
  }
  return all;
}

/// Numbers of one entry of a statistic by year and cause.
Json by_year_and_cause(const ResultView& result, const char* statistic, std::size_t entry) {
  const std::size_t n_causes = result.causes().size();
  Json years = Json::array();
  for (std::size_t year = 0; year < result.n_years(); ++year)
    years.push_back(numbers_json(n_causes, [&](std::size_t cause) {
      return result.number(statistic, (entry * result.n_years() + year) * n_causes + cause);
    }));
  return years;
}

Json sector_json(const ReportedScenario& scenario, const std::string& name) {
  const Sector* sector = find_entry(scenario.loaded.scenario.sectors, name);
  return {{"name", name},
          {"title", sector == nullptr ? "" : sector->title},
          {"title_zh", sector == nullptr ? "" : sector->title_zh}};
}

Json growth_by_cause_json(const ReportedScenario& scenario) {
  const ResultView& result = scenario.result;
  Json json{{"causes", causes_json(result)}, {"sectors", Json::array()}, {"values", Json::array()}};
  const std::vector<std::string>& sectors = result.summary_texts("sector");
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    if (find_entry(scenario.loaded.scenario.sectors, sectors[i]) == nullptr) continue;
    json["sectors"].push_back(sector_json(scenario, sectors[i]));
    json["values"].push_back(by_year_and_cause(result, "growth_by_cause", i));
  }
  return json;
}

/// Series without a split, such as ratios, are left out.
Json change_by_cause_json(const ReportedScenario& scenario) {
  const ResultView& result = scenario.result;
  Json json{{"causes", causes_json(result)}, {"series", Json::array()}, {"values", Json::array()}};
  for (std::size_t i = 0; i < result.n_series(); ++i) {
    if (!std::isfinite(result.change_by_cause(i, result.n_years() - 1, 0))) continue;
    json["series"].push_back(result.texts("series")[i]);
    json["values"].push_back(by_year_and_cause(result, "change_by_cause", i));
  }
  return json;
}

/// A figure of programmes, as the file names it.
struct ProgrammeFigure {
  const char* name;
  const char* title;
  const char* title_zh;
  bool is_money;  ///< in the unit of account; otherwise a ratio
};

constexpr std::array<ProgrammeFigure, 5> programme_figures{
    {{"output", "output added in the year", "当年新增产出", true},
     {"spent", "public money so far", "累计财政资金", true},
     {"spent_in_all", "all money so far", "累计全部资金", true},
     {"output_per_spent", "output so far per public money", "累计产出与财政资金之比", false},
     {"output_per_spent_in_all", "output so far per money of all", "累计产出与全部资金之比", false}}};

Json programmes_json(const ReportedScenario& scenario) {
  const ResultView& result = scenario.result;
  const std::vector<std::string>& names = result.summary_texts("programme");
  Json all = Json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const ProgrammeSpec* programme = find_entry(scenario.loaded.scenario.programmes, names[i]);
    if (programme == nullptr) continue;
    Json json{{"name", names[i]},
              {"title", programme->title},
              {"title_zh", programme->title_zh},
              {"figures", Json::array()}};
    for (const ProgrammeFigure& figure : programme_figures)
      json["figures"].push_back({{"name", figure.name},
                                 {"title", figure.title},
                                 {"title_zh", figure.title_zh},
                                 {"unit", figure.is_money ? result.attribute("currency") : "1"},
                                 {"mean", numbers_json(result.n_years(), [&](std::size_t year) {
                                    return result.of_programme(std::string("programme_") + figure.name, i,
                                                               year);
                                  })}});
    all.push_back(std::move(json));
  }
  return all;
}

Json variance_json(const ResultView& result) {
  Json json{{"series", result.texts("series")}};
  for (const char* part :
       {"variance_parameters", "variance_shocks", "parameter_share", "parameter_share_se"}) {
    json[part] = Json::array();
    for (std::size_t series = 0; series < result.n_series(); ++series)
      json[part].push_back(numbers_json(result.n_years(), [&](std::size_t year) {
        return result.value(std::string("output_") + part, series, year);
      }));
  }
  return json;
}

/// Sectors whose growth is a mixture of models.
Json model_shares_json(const ReportedScenario& scenario) {
  const ResultView& result = scenario.result;
  const std::vector<std::string>& sectors = result.summary_texts("sector");
  Json all = Json::array();
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    if (!std::isfinite(result.sector_value("model_share", i, result.n_years() - 1))) continue;
    Json json = sector_json(scenario, sectors[i]);
    for (const char* figure : {"model_share", "model_share_se"})
      json[figure] = numbers_json(result.n_years(),
                                  [&](std::size_t year) { return result.sector_value(figure, i, year); });
    all.push_back(std::move(json));
  }
  return all;
}

}  // namespace

void add_explanations(const ReportedScenario& scenario, Json& json) {
  const ResultView& result = scenario.result;
  if (result.has_causes()) {
    json["growth_by_cause"] = growth_by_cause_json(scenario);
    json["change_by_cause"] = change_by_cause_json(scenario);
  }
  if (result.has_programmes()) json["programmes"] = programmes_json(scenario);
  if (result.has_variance_split()) json["variance"] = variance_json(result);
  if (result.has_mixtures()) json["model_shares"] = model_shares_json(scenario);
}

}  // namespace secondcurve::detail
