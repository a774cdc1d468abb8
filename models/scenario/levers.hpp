#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/schema/field.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

/// `[policies.NAME]`: growth added to some sectors for some years.
struct PolicySpec {
  std::string title, title_zh;
  std::vector<std::string> sectors;
  Quantity uplift;
  int from = 0;
  std::optional<int> until;
  int ramp = 1;
  std::string source, why;

  static constexpr std::string_view doc = "Growth added to some sectors for some years.";
  static auto fields() {
    return std::tuple{
        field("title", &PolicySpec::title, {.doc = "name that people read"}),
        field("title_zh", &PolicySpec::title_zh, {.doc = "the same in Chinese"}),
        field("sectors", &PolicySpec::sectors,
              {.doc = "sectors whose growth it adds to", .presence = Presence::required}),
        field("uplift", &PolicySpec::uplift,
              {.unit = "1/year",
               .range = growth_range,
               .doc = "growth added per year at full strength, effective annual",
               .presence = Presence::required}),
        field("from", &PolicySpec::from,
              {.unit = "year", .doc = "first year, after the base year", .presence = Presence::required}),
        field("until", &PolicySpec::until,
              {.unit = "year", .doc = "last year; the end of the run if left out"}),
        field("ramp", &PolicySpec::ramp,
              {.unit = "year",
               .range = {.low = 1, .high = 100},
               .doc = "years to full strength, linear: 2 is half in the first year",
               .default_text = "1"}),
        field("source", &PolicySpec::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &PolicySpec::why, {.doc = "reason where there is no fact"}),
    };
  }
};

}  // namespace secondcurve
