#include "engine/report/export_settings.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <locale>
#include <map>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "engine/config/differing_settings.hpp"
#include "engine/config/text.hpp"
#include "engine/core/error.hpp"
#include "engine/report/assumptions.hpp"
#include "engine/report/export_about.hpp"
#include "engine/report/history_values.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

const TableColumn scenario_column{"scenario", "name of the scenario"};

std::string place_text(const SourcePosition& where) {
  return where.line > 0 ? fmt::format("{}:{}", where.file, where.line) : where.file;
}

/// The number that a value is, also one in percent: "5%" is 0.05. Nothing for any other value.
TableCell number_in(const std::string& value) {
  const bool is_percent = value.size() > 3 && value.starts_with('"') && value.ends_with("%\"");
  std::istringstream text(is_percent ? value.substr(1, value.size() - 3) : value);
  text.imbue(std::locale::classic());
  double number = 0.0;
  text >> number;
  if (text && text.peek() == std::istringstream::traits_type::eof())
    return is_percent ? number / 100.0 : number;
  return {};
}

ExportTable assumptions_table(const std::string& name, const ReportedScenario& scenario) {
  ExportTable table{"assumptions",
                    "Assumptions",
                    "What is assumed, and where does it come from?",
                    "Every setting that a figure depends on, in the order of the config.",
                    {scenario_column,
                     {"key", "what is set, named as in the config"},
                     {"value", "as the config writes it, without source and reason"},
                     {"number", "the value where it is a single number; adjusted where adjustments change it",
                      FigureKind::plain},
                     {"unit", "unit of the key, where it has one"},
                     {"source", "ids of the facts it rests on: see the table facts"},
                     {"why", "reason, where there is no fact or beside it"},
                     {"place", "file and line of the config that say so"},
                     {"replaces", "what it was in the files that the config inherits from"},
                     {"becomes", "what adjustments make of the value"}},
                    {},
                    {}};
  for (const Assumption& each : assumptions_of(scenario.loaded)) {
    std::vector<std::string> replaced;
    for (const Replaced& old : each.replaced)
      replaced.push_back(fmt::format("{} ({})", old.text, place_text(old.position)));
    table.rows.push_back(
        {{name, each.key, each.value, number_in(each.becomes.empty() ? each.value : each.becomes), each.unit,
          join(each.facts, "; "), each.why, place_text(each.where), join(replaced, "; "), each.becomes},
         {}});
  }
  return table;
}

ExportTable history_table(const std::string& name, const ReportedScenario& scenario) {
  ExportTable table{"history",
                    "History",
                    "What was published before the base year?",
                    "Published values of series; nothing is simulated from them.",
                    {scenario_column,
                     {"series", "name of the series in the config"},
                     {"year", "calendar year", FigureKind::plain},
                     {"value", "as it was published"},
                     {"unit", "unit of the value"},
                     {"prices", "price basis of the value, which may differ from that of the series"},
                     {"source", "ids of the facts it is taken from: see the table facts"}},
                    {},
                    {}};
  if (!scenario.history) return table;
  const auto& values = history_values<double>(scenario, "observed");
  const auto text = [&](const char* variable, std::size_t i) {
    return sound_text(history_values<std::string>(scenario, variable).at(i));
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;  // of another scenario in the same file
    table.rows.push_back(
        {{name, text("observed_series", i),
          static_cast<double>(history_values<std::int64_t>(scenario, "observed_year").at(i)), values[i],
          text("observed_unit", i), text("observed_prices", i), text("observed_source", i)},
         {}});
  }
  return table;
}

/// "chips = 1; cars = 0.5": the sectors of a series with their weights.
std::string sum_of(const Series& series) {
  std::vector<std::string> parts;
  for (const auto& [sector, weight] : series.sum) parts.push_back(fmt::format("{} = {}", sector, weight));
  return join(parts, "; ");
}

ExportTable series_table(const std::string& name, const ReportedScenario& scenario) {
  const ResultView& view = scenario.result;
  ExportTable table{"series",
                    "Series",
                    "What are the series?",
                    "Names and meaning of each series.",
                    {scenario_column,
                     {"series", "name of the series in the config"},
                     {"title", "name that people read"},
                     {"title_zh", "the same in Chinese"},
                     {"group", "group that it belongs to"},
                     {"account", "what is counted: see the table accounts"},
                     {"measure", "what is measured: output, or a measure of the config"},
                     {"unit", "unit of its levels"},
                     {"prices", "price basis of its levels"},
                     {"part_of", "series of which it is a part"},
                     {"sum", "sectors that it adds up, with their weights"},
                     {"per", "series by which it is divided"}},
                    {},
                    {}};
  for (std::size_t i = 0; i < view.n_series(); ++i) {
    if (std::isnan(view.value("output_quantile", i, 0, 0))) continue;  // of another scenario in the same file
    std::vector<TableCell> cells{name};
    for (std::size_t column = 1; column + 2 < table.columns.size(); ++column)
      cells.emplace_back(sound_text(view.texts(table.columns[column].name)[i]));
    const Series* series = find_entry(scenario.loaded.scenario.series, view.texts("series")[i]);
    cells.emplace_back(series == nullptr ? "" : sum_of(*series));
    cells.emplace_back(series == nullptr ? "" : series->per);
    table.rows.push_back({std::move(cells), {}});
  }
  return table;
}

ExportTable accounts_table(const std::string& name, const ResultView& view) {
  ExportTable table{"accounts",
                    "Accounts",
                    "What is counted?",
                    "Definitions of accounts and of measures.",
                    {scenario_column,
                     {"kind", "account or measure"},
                     {"name", "in the config"},
                     {"definition", "what it is"}},
                    {},
                    {}};
  for (const Attribute& attribute : view.root().attributes)
    for (const std::string kind : {"account", "measure"})
      if (const auto* text = std::get_if<std::string>(&attribute.value);
          text != nullptr && attribute.name.starts_with(kind + "_"))
        table.rows.push_back(
            {{name, kind, sound_text(attribute.name.substr(kind.size() + 1)), sound_text(*text)}, {}});
  return table;
}

}  // namespace

std::vector<ExportTable> settings_tables(const std::string& name, const ReportedScenario& scenario) {
  std::vector<ExportTable> tables;
  for (ExportTable table :
       {history_table(name, scenario), assumptions_table(name, scenario), series_table(name, scenario),
        accounts_table(name, scenario.result), about_table(name, scenario)})
    if (!table.rows.empty()) tables.push_back(std::move(table));
  return tables;
}

ExportTable facts_table(const std::vector<std::string>& names,
                        const std::vector<ReportedScenario>& scenarios) {
  ExportTable table{"facts",
                    "Facts",
                    "Which facts do the assumptions rest on?",
                    "The facts that configs cite, as their files of facts have them, each once.",
                    {{"scenarios", "names of the scenarios that cite it; all where all do"},
                     {"fact", "id that the column source of the assumptions names"},
                     {"text", "what it is about"},
                     {"value", "as printed in the source, with its unit"},
                     {"year", "of the fact", FigureKind::plain},
                     {"source", "where it was published, or the id of the document"},
                     {"document", "title of the document"},
                     {"publisher", "who published it"},
                     {"date", "when it was published"},
                     {"address", "where it can be read"}},
                    {},
                    {}};
  std::map<std::vector<TableCell>, std::size_t> places;  // of rows, by all but their scenarios
  std::vector<std::vector<std::string>> citing;          // by row
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    for (const CitedFact& each : cited_facts_of(scenarios[i].loaded)) {
      const TableCell year = number_in(each.year);
      const SourceDocument document = each.document.value_or(SourceDocument());
      std::vector<TableCell> cells{each.id,
                                   each.text,
                                   each.value,
                                   std::holds_alternative<double>(year) ? year : TableCell(each.year),
                                   each.source,
                                   document.title,
                                   document.publisher,
                                   document.date,
                                   document.address};
      const auto [place, is_new] = places.try_emplace(cells, table.rows.size());
      if (is_new) {
        cells.insert(cells.begin(), std::string());
        table.rows.push_back({std::move(cells), {}});
        citing.emplace_back();
      }
      citing[place->second].push_back(names[i]);
    }
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    table.rows[i].cells.front() = citing[i].size() == scenarios.size() ? "all" : join(citing[i], "; ");
  return table;
}

ExportTable changed_settings_table(const std::string& name, const ReportedScenario& scenario,
                                   const ReportedScenario& first) {
  ExportTable table{
      "changed_settings",
      "Changed settings",
      "Which assumptions differ?",
      "Settings of each scenario that differ from those of the first.",
      {scenario_column,
       {"key", "what is set, named as in the config"},
       {"value", "in this scenario, with source and reason; empty where it does not have the setting"},
       {"value_in_first", "in the first scenario, likewise"}},
      {},
      {}};
  const auto text = [](const Node* node) { return node == nullptr ? std::string() : node->to_toml_value(); };
  for (const SettingDifference& each :
       differing_settings(first.loaded.document.root(), scenario.loaded.document.root()))
    table.rows.push_back({{name, each.key, text(each.second), text(each.first)}, {}});
  return table;
}

}  // namespace secondcurve
