#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/core/time_grid.hpp"
#include "engine/random/sampler.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"
#include "models/scenario/stop_rule.hpp"

namespace secondcurve {

template <>
struct EnumNames<Sampling> {
  static constexpr std::array<std::string_view, 3> names{"pseudo", "antithetic", "sobol"};
};

template <>
struct EnumNames<Arithmetic> {
  static constexpr std::array<std::string_view, 2> names{"double", "single"};
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
  std::uint64_t replicates = 8;
  std::uint64_t inner = 1;
  Arithmetic arithmetic = Arithmetic::double_precision;
  int threads = 0;
  double max_failed_share = 0.0;
  bool uncertain_base = true;
  std::optional<StopRule> stop_when;

  static constexpr double most_paths = 4e9;  ///< that a run may have: each is counted in 32 bits

  TimeGrid grid() const { return {base_year, end_year, steps_per_year}; }
  /// How many neighbouring paths depend on each other: pairs, paths with one draw of the parameters, or 1.
  std::size_t group_paths() const {
    return sampling == Sampling::antithetic ? 2 : static_cast<std::size_t>(inner);
  }
  /// A length of time in steps [year]; nothing where that is no whole number, or less than one.
  std::optional<std::size_t> whole_steps(double years) const {
    constexpr double rounding = 1e-9;  // a third of a year is 0.333333333
    const double steps = std::round(years * steps_per_year);
    if (steps < 1.0 || std::abs(years * steps_per_year - steps) > rounding * steps) return std::nullopt;
    return static_cast<std::size_t>(steps);
  }

  static constexpr std::string_view doc = "Years, paths and random draws.";

 private:
  static auto year_fields() {
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
        field(
            "steps_per_year", &Simulation::steps_per_year,
            {.doc =
                 "1, 2, 4 or 12; another number draws anew (equal in law, not path by path). The level of a "
                 "step is that of the twelve months to its end, whatever its length",
             .default_text = "1"}),
    };
  }
  static auto path_fields() {
    return std::tuple{
        field("paths", &Simulation::paths,
              {.range = {.low = 1, .high = most_paths},
               .doc = "number of simulated paths, with stop_when the most; more never change earlier ones",
               .presence = Presence::required}),
        field("seed", &Simulation::seed,
              {.range = {.low = 0},
               .doc = "any whole number; the same seed gives the same draws",
               .presence = Presence::required}),
        field(
            "sampling", &Simulation::sampling,
            {.doc = "how paths are drawn: pseudo, each on its own; antithetic, in mirrored pairs; sobol, as "
                    "points of scrambled Sobol sequences",
             .default_text = "pseudo"}),
        field(
            "replicates", &Simulation::replicates,
            {.range = {.low = 2, .high = 256},
             .doc = "of sobol: independent scrambles, whose spread gives the errors; paths must be 256 times "
                    "replicates times a power of two",
             .default_text = "8"}),
        field("inner", &Simulation::inner,
              {.range = {.low = 1, .high = 256},
               .doc = "paths for each draw of the uncertain parameters, a power of two; above 1 the variance "
                      "is split into what parameters and what shocks make of it (pseudo-random paths only)",
               .default_text = "1"}),
        field(
            "arithmetic", &Simulation::arithmetic,
            {.doc = "precision of normal draws, levels and outputs after the base year; in single they come "
                    "from the same random words, so that outputs differ by about three parts in ten million, "
                    "and levels stay within 1e-20 and 1e20 units of account; not for targets that are met "
                    "just so, or for comparisons of small levers",
             .default_text = "double"}),
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
        field("stop_when", &Simulation::stop_when,
              {.doc = "ends the run when a quantity is known to a precision; paths is then the most"}),
    };
  }

 public:
  static auto fields() { return std::tuple_cat(year_fields(), path_fields()); }
};
}  // namespace secondcurve
