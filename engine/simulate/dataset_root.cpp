#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/simulate/dataset.hpp"
#include "engine/simulate/version.hpp"

namespace secondcurve {

namespace {

using SeriesEntry = NamedEntry<Series>;

/// A text that every series has.
struct SeriesLabel {
  const char* name;
  const char* long_name;
  std::string (*value)(const Scenario& scenario, const SeriesEntry& series);
};

constexpr std::array<SeriesLabel, 9> series_labels{{
    {"series", "series", [](const Scenario&, const SeriesEntry& e) { return e.name; }},
    {"title", "name that people read", [](const Scenario&, const SeriesEntry& e) { return e.value.title; }},
    {"title_zh", "name in Chinese", [](const Scenario&, const SeriesEntry& e) { return e.value.title_zh; }},
    {"group", "group of the series", [](const Scenario&, const SeriesEntry& e) { return e.value.group; }},
    {"account", "account: what is counted",
     [](const Scenario&, const SeriesEntry& e) { return e.value.account; }},
    {"measure", "what is measured", [](const Scenario&, const SeriesEntry& e) { return e.value.measure; }},
    {"unit", "unit of its levels",
     [](const Scenario& s, const SeriesEntry& e) { return unit_of(s, e.value); }},
    {"prices", "price basis", [](const Scenario& s, const SeriesEntry& e) { return prices_of(s, e.value); }},
    {"part_of", "series of which it is a part",
     [](const Scenario&, const SeriesEntry& e) { return e.value.part_of; }},
}};

Variable text_variable(std::string name, std::string dimension, std::vector<std::string> texts,
                       std::string long_name) {
  return {std::move(name), {std::move(dimension)}, std::move(texts), {{"long_name", std::move(long_name)}}};
}

std::vector<Dimension> root_dimensions(const Scenario& s, std::uint64_t n_paths) {
  std::vector<Dimension> dimensions{{"scenario", 1},
                                    {"series", s.series.size()},
                                    {"year", s.simulation.grid().n_years()},
                                    {"quantile", s.output.quantiles.size()}};
  if (!s.targets.empty()) dimensions.push_back({"target", s.targets.size()});
  if (s.output.keeps_cube()) dimensions.push_back({"path", static_cast<std::size_t>(n_paths)});
  return dimensions;
}

void add_series_labels(const Scenario& s, std::vector<Variable>& variables) {
  for (const SeriesLabel& label : series_labels) {
    std::vector<std::string> texts;
    for (const SeriesEntry& entry : s.series) texts.push_back(label.value(s, entry));
    variables.push_back(text_variable(label.name, "series", std::move(texts), label.long_name));
  }
}

void add_target_labels(const Scenario& s, std::vector<Variable>& variables) {
  if (s.targets.empty()) return;
  std::vector<std::string> names, titles, units;
  for (const auto& [name, target] : s.targets) {
    names.push_back(name);
    titles.push_back(target.title);
    const Series* series = find_entry(s.series, target.series);  // none for a joint target
    units.push_back(series == nullptr ? "" : unit_of(s, *series));
  }
  variables.push_back(text_variable("target", "target", std::move(names), "target"));
  variables.push_back(
      text_variable("target_title", "target", std::move(titles), "name of the target that people read"));
  variables.push_back(text_variable("target_unit", "target", std::move(units), "unit of its series"));
}

std::vector<Attribute> root_attributes(const LoadedScenario& loaded) {
  const Scenario& s = loaded.scenario;
  const BuildInfo build = build_info();
  std::vector<Attribute> attributes{
      {"title", s.scenario.title},
      {"source", fmt::format("Secondcurve {} ({})", build.version, build.revision)},
      {"comment", s.scenario.description},
      {"currency", s.account.currency},
      {"prices", s.account.prices},
      {"seed_text", std::to_string(s.simulation.seed)},
      {"sampling", std::string(EnumNames<Sampling>::names[static_cast<std::size_t>(s.simulation.sampling)])},
      {"replicates", s.simulation.sampling == Sampling::sobol
                         ? static_cast<std::int64_t>(s.simulation.replicates)
                         : std::int64_t{1}},
      {"inner", static_cast<std::int64_t>(s.simulation.inner)},
      {"arithmetic",
       std::string(EnumNames<Arithmetic>::names[static_cast<std::size_t>(s.simulation.arithmetic)])},
      {"run_fingerprint", run_fingerprint(loaded)}};
  for (const auto& [name, account] : s.accounts)
    attributes.push_back({"account_" + name, account.title + ". " + account.definition});
  for (const auto& [name, measure] : s.measures) attributes.push_back({"measure_" + name, measure.title});
  return attributes;
}

}  // namespace

std::string scenario_name(const LoadedScenario& loaded) {
  std::string name = loaded.document.path();
  if (const std::size_t slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
  if (const std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0) name.resize(dot);
  return name;
}

Group root_group(const LoadedScenario& loaded, std::uint64_t n_paths) {
  const Scenario& s = loaded.scenario;
  const TimeGrid grid = s.simulation.grid();
  std::vector<std::int32_t> years;
  for (std::size_t i = 0; i < grid.n_years(); ++i)
    years.push_back(grid.base_year() + static_cast<std::int32_t>(i));

  Group root{"", root_dimensions(s, n_paths), {}, root_attributes(loaded)};
  root.variables.push_back(text_variable("scenario", "scenario", {scenario_name(loaded)}, "scenario"));
  root.variables.push_back({"year",
                            {"year"},
                            std::move(years),
                            {{"units", std::string("year")},
                             {"long_name", std::string("calendar year; the first is the base year")}}});
  root.variables.push_back(
      {"quantile",
       {"quantile"},
       s.output.quantiles,
       {{"units", std::string("1")}, {"long_name", std::string("probability of the quantile")}}});
  add_series_labels(s, root.variables);
  root.variables.push_back(text_variable("scenario_title", "scenario", {s.scenario.title},
                                         "name of the scenario that people read"));
  add_target_labels(s, root.variables);
  return root;
}

Group parameters_group(const Economy& economy) {
  Group group{"parameters", {{"parameter", economy.parameter_keys().size()}}, {}, {}};
  std::vector<std::string> units;
  for (const std::string& unit : economy.parameter_units())
    units.push_back(unit == "account" ? economy.scenario().account.currency : unit);
  group.variables = {{"parameter",
                      {"parameter"},
                      economy.parameter_keys(),
                      {{"long_name", std::string("config key of the number that is drawn once per path")}}},
                     {"unit",
                      {"parameter"},
                      std::move(units),
                      {{"long_name", std::string("unit of the number; 1 where it has none")}}},
                     {"stream",
                      {"parameter"},
                      economy.parameter_streams(),
                      {{"long_name", std::string("name of its stream of draws")}}}};
  return group;
}

}  // namespace secondcurve
