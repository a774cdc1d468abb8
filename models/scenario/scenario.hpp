#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"
#include "models/scenario/adjustments.hpp"
#include "models/scenario/adoption.hpp"
#include "models/scenario/dependence.hpp"
#include "models/scenario/events.hpp"
#include "models/scenario/histories.hpp"
#include "models/scenario/levers.hpp"
#include "models/scenario/links.hpp"
#include "models/scenario/parameter_correlation.hpp"
#include "models/scenario/reported_variable.hpp"
#include "models/scenario/sectors.hpp"
#include "models/scenario/simulation.hpp"

namespace secondcurve {

enum class CubeCompression { deflate, none };
template <>
struct EnumNames<CubeCompression> {
  static constexpr std::array<std::string_view, 2> names{"deflate", "none"};
};
/// `[targets.NAME]`: a condition whose probability is reported.
struct Target {
  std::string title, title_zh, series;
  std::optional<int> year;
  std::optional<double> at_least, at_most, average_growth_at_least;
  std::vector<std::string> all_of;
  std::string source, why;

  /// Keys that a joint target cannot have: its parts say them.
  static constexpr std::array<std::string_view, 2> own_keys{"series", "year"};

  static constexpr std::string_view doc = "A condition whose probability is reported.";
  static auto fields() {
    return std::tuple{
        field("title", &Target::title, {.doc = "name that people read"}),
        field("title_zh", &Target::title_zh, {.doc = "the same in Chinese"}),
        field("series", &Target::series, {.doc = "series that is judged"}),
        field("year", &Target::year, {.unit = "year", .doc = "year in which it is judged"}),
        field(
            "at_least", &Target::at_least,
            {.unit = "account", .doc = "level to reach", .presence = Presence::one_of, .group = "condition"}),
        field("at_most", &Target::at_most,
              {.unit = "account",
               .doc = "level not to pass",
               .presence = Presence::one_of,
               .group = "condition"}),
        field("average_growth_at_least", &Target::average_growth_at_least,
              {.unit = "1/year",
               .range = growth_range,
               .doc = "average growth since the base year to reach, effective annual",
               .presence = Presence::one_of,
               .group = "condition"}),
        field("all_of", &Target::all_of,
              {.doc = "other targets that must all be met on the same path",
               .presence = Presence::one_of,
               .group = "condition"}),
        field("source", &Target::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &Target::why, {.doc = "reason where there is no fact"}),
    };
  }
};

/// `[output]`: what the result file holds.
struct OutputChoice {
  std::vector<double> quantiles{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
  std::vector<ReportedVariable> variables = all_variables();
  std::vector<std::string> cube;
  CubeCompression compression = CubeCompression::deflate;

  bool keeps_cube() const { return !cube.empty(); }

  static constexpr std::string_view doc =
      "What the result file holds. Quantiles and moments of the output are always kept.";
  static auto fields() {
    return std::tuple{
        field("quantiles", &OutputChoice::quantiles,
              {.range = share_range,
               .doc = "probabilities, rising",
               .default_text = "0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95"}),
        field("variables", &OutputChoice::variables,
              {.doc =
                   "what is summarised of each series, output among it: fewer take less time and disk; those "
                   "that are not defined for a series are left out in any case",
               .default_text = "all"}),
        field(
            "cube", &OutputChoice::cube,
            {.doc = "variables kept in full, path by path: [\"output\"] or []; with it every drawn parameter",
             .default_text = "[]"}),
        field("compression", &OutputChoice::compression,
              {.doc = "deflate for small files, none for speed", .default_text = "deflate"}),
    };
  }
};

/// A whole scenario: a plain value that has passed every check.
struct Scenario {
  ScenarioInfo scenario;
  Simulation simulation;
  Account account;
  Named<AccountDefinition> accounts;
  Named<AdjustmentSpec> adjustments;  ///< read before the numbers that they change
  Named<Sector> sectors;
  Named<Measure> measures;
  Named<Series> series;
  Quantities parameters;
  Named<ProgrammeSpec> programmes;
  Named<AdoptionSpec> adoption;
  Named<HistorySpec> histories;
  Named<PolicySpec> policies;
  Named<EventSpec> events;
  std::optional<LinksSpec> links;
  Named<Dependence> dependence;
  Named<ParameterCorrelation> parameter_correlation;
  Named<Target> targets;
  OutputChoice output;

  static constexpr std::string_view doc = "A scenario: one file, with everything its base file says.";
  static auto fields() {
    return std::tuple{
        field("scenario", &Scenario::scenario, {.doc = "what it is", .presence = Presence::required}),
        field("simulation", &Scenario::simulation,
              {.doc = "years, paths, draws", .presence = Presence::required}),
        field("account", &Scenario::account, {.doc = "units and sources", .presence = Presence::required}),
        field("accounts", &Scenario::accounts,
              {.doc = "definitions of output", .presence = Presence::required}),
        field("adjustments", &Scenario::adjustments, {.doc = "changes of many numbers at once"}),
        field("sectors", &Scenario::sectors, {.doc = "what is simulated", .presence = Presence::required}),
        field("measures", &Scenario::measures, {.doc = "what output is turned into"}),
        field("series", &Scenario::series, {.doc = "what is reported", .presence = Presence::required}),
        field("parameters", &Scenario::parameters,
              {.doc = "numbers for use in several places, as { parameter = \"NAME\" }"}),
        field("programmes", &Scenario::programmes, {.doc = "public money that becomes capital of sectors"}),
        field("adoption", &Scenario::adoption, {.doc = "technologies that spread and raise output"}),
        field("histories", &Scenario::histories,
              {.doc = "observed years, for growth that is drawn from them"}),
        field("policies", &Scenario::policies, {.doc = "growth added to sectors for some years"}),
        field("events", &Scenario::events, {.doc = "what happens, or may happen, and hits sectors"}),
        field("links", &Scenario::links, {.doc = "how growth of one sector moves others"}),
        field("dependence", &Scenario::dependence, {.doc = "how noises move together"}),
        field("parameter_correlation", &Scenario::parameter_correlation,
              {.doc = "how uncertain numbers move together"}),
        field("targets", &Scenario::targets, {.doc = "conditions whose probability is reported"}),
        field("output", &Scenario::output, {.doc = "what the result file holds"}),
    };
  }
};

/// Output of a sector in the base year at the published figures [unit of account]: its value, or what is left
/// of the total that it is the residual of.
double published_output(const Scenario& scenario, std::size_t sector);

// Keys of growth models that links may measure from.
inline constexpr std::string_view long_run_key = "long_run_growth";
inline constexpr std::string_view initial_key = "initial_growth";

/// A quantity of a sector's growth model by its key; null where the model has none, or it was left out.
inline const Quantity* growth_quantity(const Scenario& scenario, std::size_t sector, std::string_view key) {
  const auto& [name, value] = scenario.sectors[sector];
  return find_quantity(value.growth, "sectors." + name + ".growth." + std::string(key));
}

/// Finds a named entry; null where there is none.
template <class T>
const T* find_entry(const Named<T>& entries, std::string_view name) {
  for (const NamedEntry<T>& entry : entries)
    if (entry.name == name) return &entry.value;
  return nullptr;
}

/// Finds the place of a named entry, or `entries.size()`.
template <class T>
std::size_t index_of(const Named<T>& entries, std::string_view name) {
  std::size_t index = 0;
  while (index < entries.size() && entries[index].name != name) ++index;
  return index;
}

/// The unit of a series' levels: that of its measure, divided by that of the series in `per`.
std::string unit_of(const Scenario& scenario, const Series& series);
/// What stands for a unit where series differ in it.
inline constexpr std::string_view see_unit = "as in the coordinate unit";
/// The unit of all series where they have one in common, otherwise `see_unit`.
std::string unit_of_levels(const Scenario& scenario);
/// The price basis of a series' levels; empty where it has none.
std::string prices_of(const Scenario& scenario, const Series& series);

}  // namespace secondcurve
