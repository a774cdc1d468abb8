#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>

#include "engine/schema/field.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

/// `[events.NAME]`: something that happens, or may happen, and hits some sectors.
struct EventSpec {
  std::string title, title_zh;
  std::optional<int> year;
  Quantity probability = 1.0;
  std::optional<Quantity> annual_probability;
  bool at_most_once = false;
  Quantities exposure;
  std::optional<Quantity> impact, recovery_half_life, growth_impact;
  std::optional<double> duration;
  std::string source, why;

  static constexpr std::string_view doc = "Something that happens, or may happen, and hits some sectors.";

 private:
  /// When it happens, and to whom.
  static auto occurrence_fields() {
    return std::tuple{
        field("title", &EventSpec::title, {.doc = "name that people read"}),
        field("title_zh", &EventSpec::title_zh, {.doc = "the same in Chinese"}),
        field("year", &EventSpec::year,
              {.unit = "year",
               .doc = "year in whose first step it happens",
               .presence = Presence::one_of,
               .group = "when"}),
        field("probability", &EventSpec::probability,
              {.unit = "1",
               .range = share_range,
               .doc = "probability that it happens in its year",
               .default_text = "1",
               .scheduled = false}),
        field("annual_probability", &EventSpec::annual_probability,
              {.unit = "1",
               .range = share_range,
               .doc = "probability that it happens within a year, at most once a step",
               .presence = Presence::one_of,
               .group = "when"}),
        field("at_most_once", &EventSpec::at_most_once,
              {.doc = "whether it does not happen again on a path", .default_text = "false"}),
        field("exposure", &EventSpec::exposure,
              {.unit = "1",
               .range = {.low = -100.0, .high = 100.0},
               .doc = "the sectors that it hits, each with a factor on the impact",
               .presence = Presence::required,
               .scheduled = false}),
    };
  }
  /// What it does there.
  static auto effect_fields() {
    return std::tuple{
        field("impact", &EventSpec::impact,
              {.unit = "1",
               .range = {.low = -5.0, .high = 5.0},
               .doc = "change of the log level, in full by the end of the step",
               .presence = Presence::one_of,
               .group = "effect",
               .scheduled = false,
               .drawn_anew = true}),
        field("recovery_half_life", &EventSpec::recovery_half_life,
              {.unit = "year",
               .range = {.low = 0.01, .high = 200.0},
               .doc = "years after which half of the impact is gone; it is for good if left out",
               .scheduled = false}),
        field("growth_impact", &EventSpec::growth_impact,
              {.unit = "1/year",
               .range = growth_range,
               .doc = "growth added per year while it lasts, effective annual",
               .presence = Presence::one_of,
               .group = "effect",
               .scheduled = false,
               .drawn_anew = true}),
        field("duration", &EventSpec::duration,
              {.unit = "year",
               .range = {.low = 0.0, .high = 200.0, .low_open = true},
               .doc = "years for which growth_impact lasts, a whole number of steps"}),
        field("source", &EventSpec::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &EventSpec::why, {.doc = "reason where there is no fact"}),
    };
  }

 public:
  static auto fields() { return std::tuple_cat(occurrence_fields(), effect_fields()); }
};

/// The distribution of an event's impact, drawn anew at each occurrence; null where it is none.
inline const Distribution* drawn_impact(const EventSpec& event) {
  const std::optional<Quantity>& impact = event.impact ? event.impact : event.growth_impact;
  return impact ? std::get_if<Distribution>(&impact->value) : nullptr;
}

/// The name of an event's stream of uniforms. @param purpose "occurrence" or "impact".
inline std::string event_stream(std::string_view event, std::string_view purpose) {
  return "events." + std::string(event) + "/" + std::string(purpose);
}

}  // namespace secondcurve
