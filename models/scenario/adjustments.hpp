#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

class Checks;
class Node;
class Reading;

/// `[adjustments.NAME]`: a change of many numbers at once.
struct AdjustmentSpec {
  std::string title;
  std::vector<std::string> keys;
  double times = 1.0;
  double add = 0.0;
  std::string source, why;

  std::vector<std::string> adjusted;  ///< full keys of the numbers that it changes

  static constexpr std::string_view doc =
      "A change of many numbers at once: each becomes times its value plus add. Of a distribution it changes "
      "every value that may be drawn, of a number by year that of every year listed. Several adjustments of "
      "a number follow each other as they are written, inherited ones first: all that is added comes to one "
      "sum, taken in that order, all that is multiplied to one factor, and the number is multiplied and "
      "added "
      "to once.";
  static auto fields() {
    return std::tuple{
        field("title", &AdjustmentSpec::title, {.doc = "name that people read"}),
        field(
            "keys", &AdjustmentSpec::keys,
            {.doc =
                 "the numbers: their keys, such as \"sectors.cars.growth.long_run_growth\"; a \"*\" between "
                 "dots stands for any name",
             .presence = Presence::required}),
        field("times", &AdjustmentSpec::times,
              {.unit = "1", .range = positive, .doc = "factor", .default_text = "1"}),
        field("add", &AdjustmentSpec::add,
              {.doc = "what is added after that, in the unit of the numbers", .default_text = "0"}),
        field("source", &AdjustmentSpec::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &AdjustmentSpec::why, {.doc = "reason where there is no fact"}),
    };
  }
};

/// Reads adjustments, which from then on change the numbers that `reading` is asked about.
void read_value(const Node& node, Named<AdjustmentSpec>& out, const FieldInfo& info, Reading& reading);

/// Notes which numbers each adjustment has changed, and reports keys that name none.
void validate_adjustments(Named<AdjustmentSpec>& adjustments, const Node& root, const Checks& checks);

}  // namespace secondcurve
