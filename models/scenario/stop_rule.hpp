#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

class Node;
class Reading;

enum class StopStatistic { mean, mean_difference };
template <>
struct EnumNames<StopStatistic> {
  static constexpr std::array<std::string_view, 2> names{"mean", "mean_difference"};
};
/// Reads the name of a statistic, and says how the median is asked for.
void read_value(const Node& node, StopStatistic& out, const FieldInfo& info, Reading& reading);

/// `[simulation] stop_when`: a quantity, and how precisely it must be known for the run to end.
struct StopRule {
  bool enabled = true;
  std::string target, series;
  std::optional<int> year;
  std::optional<StopStatistic> statistic;
  std::optional<double> quantile, standard_error, relative_error;

  /// Keys that go with `series` alone: a target says them itself.
  static constexpr std::array<std::string_view, 3> series_keys{"year", "statistic", "quantile"};

  static constexpr std::string_view doc =
      "A quantity and a precision: the run ends as soon as the one is known to the other. It is looked at "
      "after 8192 paths, after 2, 3, 4, 5, 6, 8, 10 times as many and so on, later about a quarter more each "
      "time, and after `paths` (sobol: after the first whole design from 8192 paths on and its doublings).";
  static auto fields() {
    return std::tuple{
        field("target", &StopRule::target,
              {.doc = "target whose probability must be known",
               .presence = Presence::one_of,
               .group = "quantity"}),
        field("series", &StopRule::series,
              {.doc = "series whose level must be known", .presence = Presence::one_of, .group = "quantity"}),
        field("year", &StopRule::year,
              {.unit = "year", .doc = "with series, which must have it: year of the level"}),
        field(
            "statistic", &StopRule::statistic,
            {.doc =
                 "with series, which must have this or quantile: what of the level must be known; "
                 "mean_difference is that from the baseline on the same paths, where a run has one (compare, "
                 "batch)",
             .presence = Presence::at_most_one_of,
             .group = "statistic"}),
        field("quantile", &StopRule::quantile,
              {.range = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true},
               .doc = "with series, which must have this or statistic: probability of the quantile of the "
                      "level that must be known",
               .presence = Presence::at_most_one_of,
               .group = "statistic"}),
        field("standard_error", &StopRule::standard_error,
              {.range = positive,
               .doc = "largest standard error of the quantity, in its own unit (of a target 1: 0.002 is 0.2 "
                      "percentage points)",
               .presence = Presence::one_of,
               .group = "precision"}),
        field("relative_error", &StopRule::relative_error,
              {.unit = "1",
               .range = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true},
               .doc = "largest standard error as a share of the quantity itself",
               .presence = Presence::one_of,
               .group = "precision"}),
        field("enabled", &StopRule::enabled,
              {.doc = "false simulates all paths whatever the rule says", .default_text = "true"}),
    };
  }
};

}  // namespace secondcurve
