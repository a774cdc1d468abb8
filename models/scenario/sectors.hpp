#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/schema/field.hpp"
#include "engine/schema/type_info.hpp"
#include "models/scenario/growth_spec.hpp"
#include "models/scenario/investment.hpp"
#include "models/scenario/measures.hpp"
#include "models/scenario/research.hpp"
#include "models/scenario/series_history.hpp"

namespace secondcurve {

/// `[account]`: what the numbers are measured in.
struct Account {
  std::string currency = "bn CNY";
  std::string prices;
  std::string facts, sources;

  static constexpr std::string_view doc = "Unit, prices and sources of every level.";
  static auto fields() {
    return std::tuple{
        field("currency", &Account::currency, {.doc = "unit of every level", .default_text = "bn CNY"}),
        field(
            "prices", &Account::prices,
            {.doc = "price basis of every level, such as \"constant 2025\"", .presence = Presence::required}),
        field(
            "facts", &Account::facts,
            {.doc = "CSV file with a column id, where the source ids are looked up, relative to this file"}),
        field(
            "sources", &Account::sources,
            {.doc =
                 "CSV file of the documents that facts are taken from, with columns id and title and, where "
                 "they are known, publisher, date and address; the column source of the facts names their "
                 "ids"}),
    };
  }
};

/// `[accounts.NAME]`: a definition of output. Figures of different accounts are never mixed.
struct AccountDefinition {
  std::string title, title_zh, definition;
  std::vector<std::string> includes;

  static constexpr std::string_view doc = "A definition of output. Figures of two accounts are never mixed.";
  static auto fields() {
    return std::tuple{
        field("title", &AccountDefinition::title,
              {.doc = "name that people read", .presence = Presence::required}),
        field("title_zh", &AccountDefinition::title_zh, {.doc = "the same in Chinese"}),
        field("definition", &AccountDefinition::definition,
              {.doc = "what is counted and what is not", .presence = Presence::required}),
        field("includes", &AccountDefinition::includes,
              {.doc = "accounts of the sectors that a series of this account may sum; itself if left out"}),
    };
  }
};

/// Output of a sector in the base year.
struct BaseLevel {
  std::optional<double> value;
  double sd = 0.0;
  std::optional<int> year;
  std::string residual_of;
  std::optional<double> total;

  static constexpr std::string_view doc =
      "Output in the base year: a level, a level with its uncertainty (lognormal of that mean and sd), or "
      "what is left of a published total.";
  static auto fields() {
    return std::tuple{
        field("value", &BaseLevel::value, {.unit = "account", .range = positive, .doc = "level"}),
        field("sd", &BaseLevel::sd,
              {.unit = "account",
               .range = not_negative,
               .doc = "standard deviation of what is known of the level",
               .default_text = "0"}),
        field("year", &BaseLevel::year, {.unit = "year", .doc = "year of the level; must be the base year"}),
        field("residual_of", &BaseLevel::residual_of,
              {.doc = "series whose published total is kept exact on every path by this sector"}),
        field("total", &BaseLevel::total, {.unit = "account", .range = positive, .doc = "that total"}),
    };
  }
};
void read_value(const Node& node, BaseLevel& out, const FieldInfo& info, Reading& reading);
TypeInfo type_info(std::type_identity<BaseLevel>);

/// `[sectors.NAME]`: what is simulated. Sectors do not overlap, so they add up.
struct Sector {
  std::string title, title_zh, account;
  BaseLevel base;
  Growth growth;
  std::optional<SectorInvestment> investment;
  std::optional<SectorResearch> research;

  static constexpr std::string_view doc = "What is simulated. Sectors do not overlap, so they add up.";
  static auto fields() {
    return std::tuple{
        field("title", &Sector::title, {.doc = "name that people read"}),
        field("title_zh", &Sector::title_zh, {.doc = "the same in Chinese"}),
        field("account", &Sector::account, {.doc = "account of its output", .presence = Presence::required}),
        field("base", &Sector::base, {.doc = "output in the base year", .presence = Presence::required}),
        field("growth", &Sector::growth,
              {.doc = "growth model and its parameters", .presence = Presence::required}),
        field("investment", &Sector::investment, {.doc = "how capital becomes output"}),
        field("research", &Sector::research, {.doc = "what research does to output"}),
    };
  }
};

/// `[series.NAME]`: what is reported: a weighted sum of sectors, path by path, in a measure.
struct Series {
  std::string title, title_zh, group, account, part_of;
  std::string measure{output_measure};
  std::string per;
  Weights sum;
  SeriesHistory history;
  std::string history_prices;

  static constexpr std::string_view doc = "What is reported: a weighted sum of sectors, path by path.";
  static auto fields() {
    return std::tuple{
        field("title", &Series::title, {.doc = "name that people read"}),
        field("title_zh", &Series::title_zh, {.doc = "the same in Chinese"}),
        field("group", &Series::group,
              {.doc = "what it belongs with, such as leading; readers of the result may sort by it"}),
        field("account", &Series::account, {.doc = "account of its output", .presence = Presence::required}),
        field("part_of", &Series::part_of,
              {.doc = "series of which the share and the contribution to growth are reported"}),
        field(
            "measure", &Series::measure,
            {.doc = "what it measures: output, or the NAME of a [measures.NAME]", .default_text = "output"}),
        field("per", &Series::per,
              {.doc = "series by which it is divided path by path: value added per worker, say"}),
        field("sum", &Series::sum,
              {.unit = "1",
               .range = {.low = 0.0, .high = 1e15},
               .doc = "sectors with their weights; 0 leaves one out",
               .presence = Presence::required}),
        field("history", &Series::history,
              {.range = not_negative,
               .doc = "values published for years before the base year, by year, in its own unit; they are "
                      "shown and change no result",
               .uncertain = false}),
        field("history_prices", &Series::history_prices,
              {.doc = "price basis of these values, such as \"current\"; that of the series if left out"}),
    };
  }
};
}  // namespace secondcurve
