#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "engine/simulate/dataset.hpp"

namespace secondcurve {

std::optional<Group> history_group(const Scenario& scenario) {
  std::vector<std::string> labels, series_names, units, prices, sources;
  std::vector<std::int64_t> years;
  std::vector<double> values;
  for (const auto& [name, series] : scenario.series)
    for (const PublishedValue& published : series.history.values) {
      prices.push_back(series.history_prices.empty() ? prices_of(scenario, series) : series.history_prices);
      labels.push_back(fmt::format("{} {} ({})", name, published.year, prices.back()));
      series_names.push_back(name);
      units.push_back(unit_of(scenario, series));
      sources.push_back(join(published.facts, ";"));
      years.push_back(published.year);
      values.push_back(published.value);
    }
  if (labels.empty()) return std::nullopt;
  Group group{"history", {{"observation", labels.size()}}, {}, {}};
  const auto text = [&](std::string name, std::vector<std::string> texts, std::string long_name) {
    group.variables.push_back(
        {std::move(name), {"observation"}, std::move(texts), {{"long_name", std::move(long_name)}}});
  };
  text("observation", std::move(labels), "published value: its series, year and price basis");
  text("observed_series", std::move(series_names), "series that it is of");
  text("observed_unit", std::move(units), "unit of the value");
  text("observed_prices", std::move(prices), "price basis of the value, which may not be that of the series");
  text("observed_source", std::move(sources), "ids of the facts that it is taken from, separated by ';'");
  group.variables.push_back(
      {"observed_year",
       {"scenario", "observation"},
       std::move(years),
       {{"units", std::string("year")}, {"long_name", std::string("calendar year, before the base year")}}});
  group.variables.push_back({"observed",
                             {"scenario", "observation"},
                             std::move(values),
                             {{"units", std::string("as in the coordinate observed_unit")},
                              {"long_name", std::string("value that was published")}}});
  return group;
}

}  // namespace secondcurve
