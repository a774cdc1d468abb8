#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/core/time_grid.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"
#include "models/scenario/growth_spec.hpp"

namespace secondcurve {

enum class Sampling { pseudo };
template <>
struct EnumNames<Sampling> {
  static constexpr std::array<std::string_view, 1> names{"pseudo"};
};

enum class Arithmetic { double_precision };
template <>
struct EnumNames<Arithmetic> {
  static constexpr std::array<std::string_view, 1> names{"double"};
};

enum class CubeCompression { deflate, none };
template <>
struct EnumNames<CubeCompression> {
  static constexpr std::array<std::string_view, 2> names{"deflate", "none"};
};

/// `[scenario]`: what people call it.
struct ScenarioInfo {
  std::string title, title_zh, description, base;

  static constexpr std::string_view doc = "What the scenario is called, and the file it inherits from.";
  static auto fields() {
    return std::tuple{
        field("title", &ScenarioInfo::title,
              {.doc = "name that people read", .presence = Presence::required}),
        field("title_zh", &ScenarioInfo::title_zh, {.doc = "the same in Chinese"}),
        field("description", &ScenarioInfo::description, {.doc = "a sentence or two for the report"}),
        field("base", &ScenarioInfo::base,
              {.doc = "file whose settings hold wherever this file says nothing, relative to this file"}),
    };
  }
};

/// `[simulation]`: years, paths and draws.
struct Simulation {
  int base_year = 2025;
  int end_year = 2030;
  int steps_per_year = 1;
  std::uint64_t paths = 10'000;
  std::uint64_t seed = 0;
  Sampling sampling = Sampling::pseudo;
  Arithmetic arithmetic = Arithmetic::double_precision;
  int threads = 0;
  double max_failed_share = 0.0;
  bool uncertain_base = true;

  TimeGrid grid() const { return {base_year, end_year, steps_per_year}; }

  static constexpr std::string_view doc = "Years, paths and random draws.";
  static auto fields() {
    return std::tuple{
        field("base_year", &Simulation::base_year,
              {.unit = "year",
               .range = {.low = 1800, .high = 2500},
               .doc = "last year that is known; results start there",
               .presence = Presence::required}),
        field("end_year", &Simulation::end_year,
              {.unit = "year",
               .range = {.low = 1801, .high = 2600},
               .doc = "last year that is simulated",
               .presence = Presence::required}),
        field("steps_per_year", &Simulation::steps_per_year,
              {.doc = "1, 2, 4 or 12; another number draws anew (equal in law, not path by path)",
               .default_text = "1"}),
        field("paths", &Simulation::paths,
              {.range = {.low = 1, .high = 1e10},
               .doc = "number of simulated paths; more paths never change earlier ones",
               .presence = Presence::required}),
        field("seed", &Simulation::seed,
              {.range = {.low = 0},
               .doc = "any whole number; the same seed gives the same draws",
               .presence = Presence::required}),
        field("sampling", &Simulation::sampling, {.doc = "how paths are drawn", .default_text = "pseudo"}),
        field("arithmetic", &Simulation::arithmetic,
              {.doc = "precision of the simulation", .default_text = "double"}),
        field("threads", &Simulation::threads,
              {.range = {.low = 0, .high = 4096},
               .doc = "threads to use, 0 for all; never changes a result",
               .default_text = "0"}),
        field("max_failed_share", &Simulation::max_failed_share,
              {.unit = "1",
               .range = share_range,
               .doc = "largest share of paths that may leave the range of numbers before the run fails",
               .default_text = "0"}),
        field("uncertain_base", &Simulation::uncertain_base,
              {.doc = "false holds every base value at its published figure on every path",
               .default_text = "true"}),
    };
  }
};

/// `[account]`: what the numbers are measured in.
struct Account {
  std::string currency = "bn CNY";
  std::string prices;
  std::string facts;

  static constexpr std::string_view doc = "Unit, prices and sources of every level.";
  static auto fields() {
    return std::tuple{
        field("currency", &Account::currency, {.doc = "unit of every level", .default_text = "bn CNY"}),
        field(
            "prices", &Account::prices,
            {.doc = "price basis of every level, such as \"constant 2025\"", .presence = Presence::required}),
        field(
            "facts", &Account::facts,
            {.doc = "CSV file with a column id, where the source ids are looked up, relative to this file"}),
    };
  }
};

/// `[accounts.NAME]`: a definition of output. Figures of different accounts are never mixed.
struct AccountDefinition {
  std::string title, title_zh, definition;
  std::vector<std::string> includes;

  static constexpr std::string_view doc = "A definition of output. Figures of two accounts are never mixed.";
  static auto fields() {
    return std::tuple{
        field("title", &AccountDefinition::title,
              {.doc = "name that people read", .presence = Presence::required}),
        field("title_zh", &AccountDefinition::title_zh, {.doc = "the same in Chinese"}),
        field("definition", &AccountDefinition::definition,
              {.doc = "what is counted and what is not", .presence = Presence::required}),
        field("includes", &AccountDefinition::includes,
              {.doc = "accounts of the sectors that a series of this account may sum; itself if left out"}),
    };
  }
};

/// Output of a sector in the base year.
struct BaseLevel {
  std::optional<double> value;
  double sd = 0.0;
  std::optional<int> year;
  std::string residual_of;
  std::optional<double> total;

  static constexpr std::string_view doc =
      "Output in the base year: a level, a level with its uncertainty (lognormal of that mean and sd), or "
      "what is left of a published total.";
  static auto fields() {
    return std::tuple{
        field("value", &BaseLevel::value, {.unit = "account", .range = positive, .doc = "level"}),
        field("sd", &BaseLevel::sd,
              {.unit = "account",
               .range = not_negative,
               .doc = "standard deviation of what is known of the level",
               .default_text = "0"}),
        field("year", &BaseLevel::year, {.unit = "year", .doc = "year of the level; must be the base year"}),
        field("residual_of", &BaseLevel::residual_of,
              {.doc = "series whose published total is kept exact on every path by this sector"}),
        field("total", &BaseLevel::total, {.unit = "account", .range = positive, .doc = "that total"}),
    };
  }
};
void read_value(const Node& node, BaseLevel& out, const FieldInfo& info, Reading& reading);
TypeInfo type_info(std::type_identity<BaseLevel>);

/// `[sectors.NAME]`: what is simulated. Sectors do not overlap, so they add up.
struct Sector {
  std::string title, title_zh, account;
  BaseLevel base;
  Growth growth;

  static constexpr std::string_view doc = "What is simulated. Sectors do not overlap, so they add up.";
  static auto fields() {
    return std::tuple{
        field("title", &Sector::title, {.doc = "name that people read"}),
        field("title_zh", &Sector::title_zh, {.doc = "the same in Chinese"}),
        field("account", &Sector::account, {.doc = "account of its output", .presence = Presence::required}),
        field("base", &Sector::base, {.doc = "output in the base year", .presence = Presence::required}),
        field("growth", &Sector::growth,
              {.doc = "growth model and its parameters", .presence = Presence::required}),
    };
  }
};

/// `[series.NAME]`: what is reported: a weighted sum of sectors, path by path.
struct Series {
  std::string title, title_zh, group, account, part_of;
  Weights sum;

  static constexpr std::string_view doc = "What is reported: a weighted sum of sectors, path by path.";
  static auto fields() {
    return std::tuple{
        field("title", &Series::title, {.doc = "name that people read"}),
        field("title_zh", &Series::title_zh, {.doc = "the same in Chinese"}),
        field("group", &Series::group, {.doc = "heading under which tables list it, such as leading"}),
        field("account", &Series::account, {.doc = "account of its output", .presence = Presence::required}),
        field("part_of", &Series::part_of,
              {.doc = "series of which the share and the contribution to growth are reported"}),
        field("sum", &Series::sum,
              {.unit = "1", .doc = "sectors with their weights", .presence = Presence::required}),
    };
  }
};

/// `[dependence.NOISE]`: how the noises of that name move together.
struct Dependence {
  Named<Weights> loadings;
  std::string correlation;

  /// Read from the file: names of the sectors in its order, and the matrix row by row.
  std::vector<std::string> correlation_sectors;
  std::vector<double> correlation_matrix;

  static constexpr std::string_view doc =
      "How the noises of that name move together: loadings on common factors, or a correlation matrix.";
  static auto fields() {
    return std::tuple{
        field("loadings", &Dependence::loadings,
              {.unit = "1",
               .range = correlation_range,
               .doc = "loading of each sector on each common factor",
               .presence = Presence::one_of,
               .group = "form"}),
        field("correlation", &Dependence::correlation,
              {.doc = "CSV file with a correlation matrix, sectors as header and first column",
               .presence = Presence::one_of,
               .group = "form"}),
    };
  }
};

/// `[targets.NAME]`: a condition whose probability is reported.
struct Target {
  std::string title, title_zh, series;
  std::optional<int> year;
  std::optional<double> at_least, at_most, average_growth_at_least;
  std::vector<std::string> all_of;
  std::string source, why;

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
  std::vector<std::string> cube;
  CubeCompression compression = CubeCompression::deflate;

  bool keeps_cube() const { return !cube.empty(); }

  static constexpr std::string_view doc =
      "What the result file holds. Quantiles and moments are always kept.";
  static auto fields() {
    return std::tuple{
        field("quantiles", &OutputChoice::quantiles,
              {.range = share_range,
               .doc = "probabilities, rising",
               .default_text = "0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95"}),
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
  Named<Sector> sectors;
  Named<Series> series;
  Named<Dependence> dependence;
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
        field("sectors", &Scenario::sectors, {.doc = "what is simulated", .presence = Presence::required}),
        field("series", &Scenario::series, {.doc = "what is reported", .presence = Presence::required}),
        field("dependence", &Scenario::dependence, {.doc = "how noises move together"}),
        field("targets", &Scenario::targets, {.doc = "conditions whose probability is reported"}),
        field("output", &Scenario::output, {.doc = "what the result file holds"}),
    };
  }
};

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

}  // namespace secondcurve
