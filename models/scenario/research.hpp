#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include "engine/schema/field.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

/// `[sectors.NAME.research]`: what more or less research does to output.
struct SectorResearch {
  Quantity reference_intensity;
  std::optional<Quantity> intensity;
  Quantity elasticity, depreciation{0.15};
  double lag = 0.0;

  static constexpr std::string_view doc =
      "What more or less research does to output. At the reference intensity it changes nothing.";
  static auto fields() {
    return std::tuple{
        field("reference_intensity", &SectorResearch::reference_intensity,
              {.unit = "1",
               .range = {.low = 0.0, .high = 1.0, .low_open = true},
               .doc = "spending on research as a share of output that the growth model takes for granted",
               .presence = Presence::required,
               .scheduled = false}),
        field("intensity", &SectorResearch::intensity,
              {.unit = "1",
               .range = share_range,
               .doc = "spending on research as a share of output, after the base year",
               .default_text = "the reference intensity"}),
        field("elasticity", &SectorResearch::elasticity,
              {.unit = "1",
               .range = correlation_range,
               .doc = "percent of output that one percent of the research stock adds",
               .presence = Presence::required,
               .scheduled = false}),
        field("depreciation", &SectorResearch::depreciation,
              {.unit = "1/year",
               .range = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true},
               .doc = "share of the research stock that is outdated in a year",
               .default_text = "0.15",
               .scheduled = false}),
        field("lag", &SectorResearch::lag,
              {.unit = "year",
               .range = {.low = 0.0, .high = 100.0},
               .doc = "years from spending to the stock, a whole number of steps",
               .default_text = "0"}),
    };
  }
};

}  // namespace secondcurve
