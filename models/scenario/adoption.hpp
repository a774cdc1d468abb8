#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/schema/field.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

/// How much of a diffusion is counted beside the growth of the models.
enum class AdoptionCount {
  extra,  ///< what support adds: the models' growth holds the rest already
  all,    ///< all of it since the base year
};
template <>
struct EnumNames<AdoptionCount> {
  static constexpr std::array<std::string_view, 2> names{"extra", "all"};
};

/// `[adoption.NAME]`: a technology that spreads and lifts the productivity of those who adopt it.
struct AdoptionSpec {
  std::string title, title_zh;
  Quantity initial, ceiling = 1.0, p, q, support = 1.0;
  Quantities gain;
  AdoptionCount counts = AdoptionCount::extra;
  std::string source, why;

  static constexpr std::string_view doc =
      "A technology that spreads and lifts the productivity of those who adopt it.";
  static auto fields() {
    return std::tuple{
        field("title", &AdoptionSpec::title, {.doc = "name that people read"}),
        field("title_zh", &AdoptionSpec::title_zh, {.doc = "the same in Chinese"}),
        field("initial", &AdoptionSpec::initial,
              {.unit = "1",
               .range = share_range,
               .doc = "share that has adopted it at the end of the base year",
               .default_text = "0",
               .scheduled = false}),
        field("ceiling", &AdoptionSpec::ceiling,
              {.unit = "1",
               .range = {.low = 0.0, .high = 1.0, .low_open = true},
               .doc = "share that will adopt it in the end; where it is drawn below initial, nobody follows",
               .default_text = "1",
               .scheduled = false}),
        field("p", &AdoptionSpec::p,
              {.unit = "1/year",
               .range = {.low = 0.0, .high = 10.0},
               .doc = "innovation: share of the others that adopts in a year of its own accord",
               .presence = Presence::required,
               .scheduled = false}),
        field("q", &AdoptionSpec::q,
              {.unit = "1/year",
               .range = {.low = 0.0, .high = 10.0},
               .doc = "imitation: share of the others that adopts in a year when all around them have",
               .presence = Presence::required,
               .scheduled = false}),
        field("support", &AdoptionSpec::support,
              {.unit = "1",
               .range = {.low = 0.0, .high = 1e6},
               .doc = "factor on p, by programmes that help the first adopters",
               .default_text = "1"}),
        field("gain", &AdoptionSpec::gain,
              {.unit = "1",
               .range = {.low = -3.0, .high = 3.0},
               .doc = "log gain of output when all have adopted it, by sector",
               .presence = Presence::required,
               .scheduled = false}),
        field("counts", &AdoptionSpec::counts,
              {.doc = "extra: only what support adds, since growth holds the rest already; all: all since "
                      "the base year",
               .default_text = "extra"}),
        field("source", &AdoptionSpec::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &AdoptionSpec::why, {.doc = "reason where there is no fact"}),
    };
  }
};

}  // namespace secondcurve
