#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/schema/field.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

/// `[programmes.NAME]`: public money that becomes capital of some sectors.
struct ProgrammeSpec {
  std::string title, title_zh;
  std::optional<Quantity> amount;
  std::vector<double> years;
  std::optional<Quantity> schedule;
  Weights allocation;
  Quantity leverage, displacement, effectiveness{1.0}, gestation;
  int gestation_order = 2;
  std::string source, why;

  static constexpr std::string_view doc =
      "Public money that becomes capital of some sectors. What is spent up to the base year is in the base.";

 private:
  /// How much is spent, when and where.
  static auto money_fields() {
    return std::tuple{
        field("title", &ProgrammeSpec::title, {.doc = "name that people read"}),
        field("title_zh", &ProgrammeSpec::title_zh, {.doc = "the same in Chinese"}),
        field("amount", &ProgrammeSpec::amount,
              {.unit = "account",
               .range = not_negative,
               .doc = "public money in all, spread evenly over the years in `years`",
               .presence = Presence::one_of,
               .group = "spending",
               .scheduled = false}),
        field("years", &ProgrammeSpec::years,
              {.unit = "year",
               .range = {.low = 1800, .high = 2600},
               .doc = "first and last year in which `amount` is spent, such as [2026, 2030]"}),
        field("schedule", &ProgrammeSpec::schedule,
              {.unit = "account",
               .range = not_negative,
               .doc = "public money of each year; none in years not listed",
               .presence = Presence::one_of,
               .group = "spending",
               .uncertain = false,
               .amount = true}),
        field("allocation", &ProgrammeSpec::allocation,
              {.unit = "1",
               .range = share_range,
               .doc = "share of each sector; they add up to 1",
               .presence = Presence::required}),
    };
  }
  /// What becomes capital of it.
  static auto effect_fields() {
    return std::tuple{
        field("leverage", &ProgrammeSpec::leverage,
              {.unit = "1",
               .range = not_negative,
               .doc = "private yuan that join each public yuan",
               .default_text = "0",
               .scheduled = false}),
        field("displacement", &ProgrammeSpec::displacement,
              {.unit = "1",
               .range = share_range,
               .doc = "share of the money that would have been invested anyway",
               .default_text = "0",
               .scheduled = false}),
        field("effectiveness", &ProgrammeSpec::effectiveness,
              {.unit = "1",
               .range = share_range,
               .doc = "share of the rest that becomes productive capital of these sectors",
               .default_text = "1",
               .scheduled = false}),
        field("gestation", &ProgrammeSpec::gestation,
              {.unit = "year",
               .range = {.low = 0.0, .high = 100.0},
               .doc = "mean time from spending to working capital; 0 is at once",
               .default_text = "0",
               .scheduled = false}),
        field("gestation_order", &ProgrammeSpec::gestation_order,
              {.range = {.low = 1, .high = 20},
               .doc = "stages of the gestation (Erlang distribution): the more, the closer to its mean",
               .default_text = "2"}),
        field("source", &ProgrammeSpec::source, {.doc = "ids of facts, separated by ';'"}),
        field("why", &ProgrammeSpec::why, {.doc = "reason where there is no fact"}),
    };
  }

 public:
  static auto fields() { return std::tuple_cat(money_fields(), effect_fields()); }
};

/// `[sectors.NAME.investment]`: how capital becomes output.
struct SectorInvestment {
  Quantity capital_output_ratio, depreciation, output_elasticity, reinvestment, plan{1.0};

  static constexpr std::string_view doc =
      "How capital becomes output: what [programmes] add, and a plan for the sector's own investment.";
  static auto fields() {
    return std::tuple{
        field("capital_output_ratio", &SectorInvestment::capital_output_ratio,
              {.unit = "year",
               .range = positive,
               .doc = "capital per yuan of yearly output",
               .presence = Presence::required,
               .scheduled = false}),
        field("depreciation", &SectorInvestment::depreciation,
              {.unit = "1/year",
               .range = {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true},
               .doc = "share of the capital that wears out in a year",
               .presence = Presence::required,
               .scheduled = false}),
        field("output_elasticity", &SectorInvestment::output_elasticity,
              {.unit = "1",
               .range = share_range,
               .doc = "percent of output that one percent of capital adds",
               .presence = Presence::required,
               .scheduled = false}),
        field("reinvestment", &SectorInvestment::reinvestment,
              {.unit = "1",
               .range = share_range,
               .doc = "share of the output that programmes add which is invested again in the next step",
               .default_text = "0"}),
        field("plan", &SectorInvestment::plan,
              {.unit = "1",
               .range = {.low = 0.0, .high = 10.0},
               .doc = "the sector's own investment, as a multiple of what lets capital grow with output",
               .default_text = "1"}),
    };
  }
};

}  // namespace secondcurve
