#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// `[histories.NAME]`: observed years, for growth that is drawn from them.
struct HistorySpec {
  std::string title, title_zh;
  std::string growth, levels;
  double mean_block = 1.0;
  std::string source, why;

  /// The key that names the file.
  std::string_view file_key() const { return growth.empty() ? "levels" : "growth"; }

  static constexpr std::string_view doc = "Observed years, for growth that is drawn from them.";
  static auto fields() {
    return std::tuple{
        field("title", &HistorySpec::title, {.doc = "name that people read"}),
        field("title_zh", &HistorySpec::title_zh, {.doc = "the same in Chinese"}),
        field("growth", &HistorySpec::growth,
              {.doc = "CSV file with a column year and a column of growth, effective annual (0.05 is 5%), "
                      "for each sector; relative to this file",
               .presence = Presence::one_of,
               .group = "file"}),
        field("levels", &HistorySpec::levels,
              {.doc = "CSV file with a column year and a column of levels, in any unit at constant prices, "
                      "for each sector; relative to this file",
               .presence = Presence::one_of,
               .group = "file"}),
        field("mean_block", &HistorySpec::mean_block,
              {.unit = "year",
               .range = {.low = 1.0, .high = 1000.0},
               .doc = "years that are taken in a row on average; 1 draws each year by itself",
               .presence = Presence::required}),
        field("source", &HistorySpec::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &HistorySpec::why, {.doc = "reason where there is no fact"}),
    };
  }
};

}  // namespace secondcurve
