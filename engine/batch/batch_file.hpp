#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/batch/settings.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

// A batch file as it is written. What it comes to: engine/batch/batch_plan.hpp.

/// How a sweep combines the values of its axes.
enum class SweepDesign {
  grid,  ///< all combinations
  zip,   ///< side by side
  lhs,   ///< a Latin hypercube
  sobol  ///< a scrambled Sobol sequence
};
template <>
struct EnumNames<SweepDesign> {
  static constexpr std::array<std::string_view, 4> names{"grid", "zip", "lhs", "sobol"};
};

/// The most scenarios that a batch may have.
inline constexpr std::size_t most_scenarios = 100'000;

/// `[batch]`.
struct BatchInfo {
  std::string title, description, baseline;
  Settings set;

  static constexpr std::string_view doc = "What the batch is called, and what holds for all its scenarios.";
  static auto fields() {
    return std::tuple{
        field("title", &BatchInfo::title, {.doc = "name that people read", .presence = Presence::required}),
        field("description", &BatchInfo::description, {.doc = "a sentence or two for the report"}),
        field("baseline", &BatchInfo::baseline,
              {.doc = "name of the scenario from which the paired differences of all others are taken"}),
        field("set", &BatchInfo::set, {.doc = "settings of all scenarios"}),
    };
  }
};

/// `[scenarios.NAME]`.
struct ListedScenario {
  std::string file, title;
  Settings set;

  static constexpr std::string_view doc = "One scenario: a config file, perhaps with some settings changed.";
  static auto fields() {
    return std::tuple{
        field("file", &ListedScenario::file,
              {.doc = "its config file, relative to the batch file", .presence = Presence::required}),
        field("title", &ListedScenario::title,
              {.doc = "name that people read in place of that in the config file"}),
        field("set", &ListedScenario::set, {.doc = "its settings"}),
    };
  }
};

/// `[sweeps.NAME.axes.NAME]`.
struct Axis {
  std::string title;
  std::vector<std::string> labels;
  Settings set;

  static constexpr std::string_view doc =
      "One direction of a sweep: one or several keys that change in step.";
  static auto fields() {
    return std::tuple{
        field("title", &Axis::title, {.doc = "name that people read"}),
        field("labels", &Axis::labels,
              {.doc = "of a grid or zip: what its values are called in names of scenarios, one label each; "
                      "needed where they are lists or tables",
               .default_text = "the values of the first key"}),
        field("set", &Axis::set,
              {.doc = "its keys: each takes a list of values or, in a random design, a distribution",
               .presence = Presence::required}),
    };
  }
};

/// `[sweeps.NAME]`.
struct Sweep {
  std::string file, title;
  SweepDesign design = SweepDesign::grid;
  std::optional<std::uint64_t> samples, seed;
  Settings set;
  Named<Axis> axes;
  Named<Weights> rank_correlation;

  static constexpr std::string_view doc = "Scenarios made from one config file by changing settings.";
  static auto fields() {
    return std::tuple{
        field("file", &Sweep::file,
              {.doc = "their config file, relative to the batch file", .presence = Presence::required}),
        field("title", &Sweep::title, {.doc = "name that people read"}),
        field("design", &Sweep::design, {.doc = "how the axes are combined", .presence = Presence::required}),
        field("samples", &Sweep::samples,
              {.range = {.low = 1, .high = double{most_scenarios}},
               .doc = "of lhs and sobol, which must have it: number of scenarios; of sobol a power of two"}),
        field("seed", &Sweep::seed,
              {.range = {.low = 0},
               .doc = "of lhs and sobol, which must have it: any whole number; the same seed gives the same "
                      "design"}),
        field("set", &Sweep::set, {.doc = "settings of all scenarios of the sweep"}),
        field("axes", &Sweep::axes, {.doc = "what changes", .presence = Presence::required}),
        field(
            "rank_correlation", &Sweep::rank_correlation,
            {.range = correlation_range,
             .doc = "of lhs: rank correlations of pairs of axes, { first = { second = 0.5 } }; 0 where none "
                    "is given"}),
    };
  }
};

/// A batch file.
struct BatchFile {
  BatchInfo batch;
  Named<ListedScenario> scenarios;
  Named<Sweep> sweeps;

  static constexpr std::string_view doc = "A batch of scenarios: those listed, and those that sweeps make.";
  static auto fields() {
    return std::tuple{
        field("batch", &BatchFile::batch, {.doc = "what it is", .presence = Presence::required}),
        field("scenarios", &BatchFile::scenarios, {.doc = "scenarios one by one"}),
        field("sweeps", &BatchFile::sweeps, {.doc = "scenarios by design"}),
    };
  }
};

}  // namespace secondcurve
