#include "engine/report/report_data.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/report/assumptions.hpp"
#include "engine/report/report_json.hpp"
#include "engine/simulate/version.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

using Json = nlohmann::ordered_json;

namespace {

Json accounts_json(const Scenario& scenario) {
  Json all = Json::array();
  for (const auto& [name, account] : scenario.accounts)
    all.push_back({{"name", name},
                   {"title", account.title},
                   {"title_zh", account.title_zh},
                   {"definition", account.definition}});
  return all;
}

Json measures_json(const Scenario& scenario) {
  Json all = Json::array();
  for (const auto& [name, measure] : scenario.measures)
    all.push_back(
        {{"name", name}, {"title", measure.title}, {"title_zh", measure.title_zh}, {"unit", measure.unit}});
  return all;
}

Json notes_json(const ResultView& result) {
  Json all = Json::array();
  std::istringstream notes(result.notes());
  for (std::string note; std::getline(notes, note);) all.push_back(note);
  return all;
}

Json stop_json(const ResultView& result) {
  return {{"rule", result.summary_text("stop_rule")},
          {"met", result.count("stop_met") != 0},
          {"error_asked", result.total("stop_error_asked")},
          {"error_reached", result.total("stop_error_reached")},
          {"paths_most", result.count("stop_paths_most")}};
}

Json place_json(const SourcePosition& where) { return {{"file", where.file}, {"line", where.line}}; }

Json assumptions_json(const LoadedScenario& loaded) {
  Json all = Json::array();
  for (const Assumption& each : assumptions_of(loaded)) {
    Json json{{"key", each.key},
              {"value", each.value},
              {"unit", each.unit},
              {"source", each.facts},
              {"why", each.why}};
    json.update(place_json(each.where));
    for (const Replaced& replaced : each.replaced) {
      Json former{{"value", replaced.text}};
      former.update(place_json(replaced.position));
      json["replaces"].push_back(std::move(former));
    }
    for (const Node* change : each.changed_by)
      json["changed_by"].push_back({{"key", change->key()}, {"value", change->to_toml_value()}});
    if (!each.becomes.empty()) json["becomes"] = each.becomes;
    all.push_back(std::move(json));
  }
  return all;
}

Json fact_json(const CitedFact& fact) {
  Json json{{"id", fact.id},
            {"text", fact.text},
            {"value", fact.value},
            {"year", fact.year},
            {"source", fact.source}};
  if (fact.document)
    json["document"] = {{"title", fact.document->title},
                        {"publisher", fact.document->publisher},
                        {"date", fact.document->date},
                        {"address", fact.document->address}};
  return json;
}

/// The facts of all scenarios, each once: scenarios of one report mostly cite the same.
class Facts final {
 public:
  /// Places of the facts that a scenario cites, by id; of one id, other scenarios may have another fact.
  Json places(const LoadedScenario& loaded) {
    Json places = Json::object();
    for (const CitedFact& cited : cited_facts_of(loaded)) {
      Json fact = fact_json(cited);
      const auto [found, is_new] =
          place_of_.emplace(fact.dump(-1, ' ', false, Json::error_handler_t::replace), all_.size());
      places[cited.id] = found->second;
      if (is_new) all_.push_back(std::move(fact));
    }
    return places;
  }

  Json all() && { return std::move(all_); }

 private:
  Json all_ = Json::array();
  std::map<std::string, std::size_t> place_of_;  // by its text
};

Json provenance_json(const ReportedScenario& scenario) {
  Json json{{"created_by", scenario.result.attribute("source")}};
  for (const char* name : {"version", "revision", "compiler", "flags", "vector_target", "block_paths"}) {
    const Variable* variable = find_variable(scenario.provenance, name);
    const auto* texts =
        variable == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&variable->data);
    if (texts != nullptr && !texts->empty()) json[name] = texts->front();
  }
  json["files"] = Json::array();
  for (const SourceFile& file : scenario.loaded.document.files()) json["files"].push_back(file.name);
  json["overrides"] = scenario.loaded.document.overrides();
  json["config_toml"] = scenario.loaded.document.to_toml();
  return json;
}

Json scenario_json(const ReportedScenario& reported, Facts& facts) {
  const ResultView& result = reported.result;
  const Scenario& scenario = reported.loaded.scenario;
  Json json{{"name", reported.name},
            {"title", scenario.scenario.title},
            {"title_zh", scenario.scenario.title_zh},
            {"description", scenario.scenario.description},
            {"file", std::filesystem::path(reported.file).filename().string()},
            {"base_year", scenario.simulation.base_year},
            {"years", result.years()},
            {"paths", result.count("paths")},
            {"paths_failed", result.count("paths_failed")}};
  for (const char* text : {"sampling", "arithmetic", "currency", "prices"})
    json[text] = result.attribute(text);
  json["seed"] = result.attribute("seed_text");
  json["digest"] = result.attribute("run_fingerprint");
  if (result.has_stopping()) json["stop"] = stop_json(result);
  if (result.has_numbers("improvement_probability"))
    json["baseline_title"] = result.summary_text("baseline_title");
  json["quantiles"] = result.probabilities();
  json["accounts"] = accounts_json(scenario);
  json["measures"] = measures_json(scenario);
  json["series"] = detail::series_json(reported);
  json["targets"] = detail::targets_json(reported);
  detail::add_explanations(reported, json);
  json["assumptions"] = assumptions_json(reported.loaded);
  json["facts"] = facts.places(reported.loaded);
  json["notes"] = notes_json(result);
  json["provenance"] = provenance_json(reported);
  return json;
}

/// Writes every `<` so that no text can end the script element that holds it.
std::string for_script(const std::string& json) {
  std::string text;
  text.reserve(json.size());
  for (const char c : json)
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  return text;
}

}  // namespace

std::string report_data(const Report& report) {
  const BuildInfo build = build_info();
  Json json{{"format", 1},
            {"program", fmt::format("secondcurve {} ({})", build.version, build.revision)},
            {"title", report.title},
            {"scenarios", Json::array()},
            {"comparisons", Json::array()}};
  Facts facts;
  for (const ReportedScenario& scenario : report.scenarios)
    json["scenarios"].push_back(scenario_json(scenario, facts));
  json["facts"] = std::move(facts).all();
  for (const ReportedComparison& comparison : report.comparisons)
    json["comparisons"].push_back(detail::comparison_json(comparison));
  return for_script(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace secondcurve
