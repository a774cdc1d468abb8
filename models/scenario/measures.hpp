#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "engine/schema/field.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

/// What a series measures where it names no other: gross output as the account defines it.
inline constexpr std::string_view output_measure = "output";

/// `[measures.NAME]`: what output is turned into, such as value added, current prices or employment.
struct Measure {
  std::string title, title_zh, unit, prices;
  Quantities factor;
  std::string source, why;

  static constexpr std::string_view doc =
      "What output is turned into, by a factor per sector: value added, current prices, employment.";
  static auto fields() {
    return std::tuple{
        field("title", &Measure::title, {.doc = "name that people read"}),
        field("title_zh", &Measure::title_zh, {.doc = "the same in Chinese"}),
        field("unit", &Measure::unit,
              {.doc = "unit of the measure, such as thousand persons", .presence = Presence::required}),
        field("prices", &Measure::prices,
              {.doc = "price basis, such as \"current\", or \"none\"; that of the account if left out"}),
        field("factor", &Measure::factor,
              {.unit = "per unit of output",
               .range = {.low = 1e-12, .high = 1e12},
               .doc = "by sector: output times this number is the measure",
               .presence = Presence::required}),
        field("source", &Measure::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &Measure::why, {.doc = "reason where there is no fact"}),
    };
  }
};

}  // namespace secondcurve
