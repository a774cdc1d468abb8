#include "models/scenario/series_history.hpp"

#include <string>
#include <variant>

#include <fmt/format.h>

#include "engine/schema/quantity_forms.hpp"
#include "models/scenario/checks.hpp"
#include "models/scenario/quantity.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// The facts that a table cites; those of all numbers were noted when they were read.
std::vector<std::string> facts_of(const Node& table) {
  const Node* source = table.find(number_keys::source);
  return source == nullptr ? std::vector<std::string>{} : Reading({}).cite(*source);
}

}  // namespace

void read_value(const Node& node, SeriesHistory& out, const FieldInfo& info, Reading& reading) {
  Quantity by_year;
  read_value(node, by_year, info, reading);
  if (reading.has_error_within(node.key())) return;
  const auto* schedule = std::get_if<Schedule>(&by_year.value);
  if (schedule == nullptr)
    return reading.error(node, fmt::format("= {}: is no table by year", node.to_toml_value()),
                         "published values by year, such as { 2023 = 100, 2024 = 110 }");
  if (const Node* way = node.find(number_keys::interpolate))
    return reading.error(*way, "is of no use here", "published values stand for their own years alone");
  const std::vector<std::string> of_all = facts_of(node);
  for (const auto& [year, value] : schedule->points) {
    PublishedValue published{year, value, of_all};
    const Node* own = node.find(std::to_string(year));
    if (own != nullptr && own->find(number_keys::source) != nullptr) published.facts = facts_of(*own);
    out.values.push_back(std::move(published));
  }
}

void validate_series_histories(const Scenario& scenario, const Checks& checks) {
  for (const auto& [name, series] : scenario.series) {
    const std::string key = "series." + name + ".history";
    if (series.history.values.empty() && !series.history_prices.empty() && checks.sound(key))
      checks.error("series." + name + ".history_prices", "has no history beside it",
                   "the price basis of published values");
    if (!checks.sound("simulation.base_year")) continue;  // which years are right is open
    for (const PublishedValue& published : series.history.values)
      if (published.year >= scenario.simulation.base_year) {
        checks.error(
            fmt::format("{}.{}", key, published.year),
            fmt::format("{} is not before the base year {}", published.year, scenario.simulation.base_year),
            "published values of years before the base year");
        break;
      }
  }
}

}  // namespace secondcurve
