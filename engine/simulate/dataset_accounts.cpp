#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/special_numbers.hpp"
#include "engine/simulate/dataset.hpp"

namespace secondcurve {

namespace {

/// The number that a sector's factor in the measure of a series is in all years; nothing where it is drawn or
/// changes by year, since then the measure itself adds to the change.
std::optional<double> constant_factor(const Scenario& scenario, const Series& series, std::size_t sector) {
  const Measure* measure = find_entry(scenario.measures, series.measure);
  if (measure == nullptr) return 1.0;
  const Quantity* factor = find_entry(measure->factor, scenario.sectors[sector].name);
  if (factor == nullptr) return std::nullopt;
  const Quantity* number = factor;
  if (const auto* reference = std::get_if<ParameterReference>(&factor->value))
    number = find_entry(scenario.parameters, reference->name);
  const double* value = std::get_if<double>(&number->value);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

/// Change by cause and year of a series [year][cause]: the weighted sum over its sectors; all NaN where it
/// has no split.
std::vector<double> series_changes(const Scenario& scenario, const Series& series, const Result& result) {
  const std::size_t n_years = scenario.simulation.grid().n_years();
  std::vector<double> changes(n_years * n_causes, 0.0);
  const auto no_split = [&] { return std::vector<double>(n_years * n_causes, not_a_number); };
  if (!series.per.empty()) return no_split();
  for (const auto& [name, weight] : series.sum) {
    if (weight == 0.0) continue;
    const std::size_t sector = index_of(scenario.sectors, name);
    const auto factor = constant_factor(scenario, series, sector);
    if (!factor) return no_split();
    for (const GrowthTerm& term : result.growth_terms)
      if (term.sector == sector)
        for (std::size_t year = 0; year < n_years; ++year)
          changes[year * n_causes + static_cast<std::size_t>(term.cause)] +=
              weight * *factor * term.change[year];
  }
  for (std::size_t cause = 0; cause < n_causes; ++cause)
    changes[cause] = not_a_number;  // no growth in the base year
  return changes;
}

/// Labels of the dimensions that only growth by cause has.
void add_labels(const Scenario& scenario, Group& group) {
  add_sectors(scenario, group);
  std::vector<std::string> causes;
  for (const std::string_view name : EnumNames<Cause>::names) causes.emplace_back(name);
  group.dimensions.push_back({"cause", causes.size()});
  group.variables.push_back(
      {"cause", {"cause"}, std::move(causes), {{"long_name", std::string("cause of growth")}}});
}

}  // namespace

void add_sectors(const Scenario& scenario, Group& group) {
  for (const auto& dimension : group.dimensions)
    if (dimension.name == "sector") return;
  std::vector<std::string> sectors, titles;
  for (const auto& [name, sector] : scenario.sectors) {
    sectors.push_back(name);
    titles.push_back(sector.title);
  }
  group.dimensions.push_back({"sector", sectors.size()});
  group.variables.push_back(
      {"sector", {"sector"}, std::move(sectors), {{"long_name", std::string("sector")}}});
  group.variables.push_back({"sector_title",
                             {"sector"},
                             std::move(titles),
                             {{"long_name", std::string("name of the sector that people read")}}});
}

void add_model_shares(const Scenario& scenario, const Result& result, Group& group) {
  if (result.model_shares.empty()) return;
  add_sectors(scenario, group);
  const std::size_t n_years = scenario.simulation.grid().n_years();
  const auto add = [&](std::string name, std::string what, std::vector<double> ModelShare::*member) {
    std::vector<double> values(scenario.sectors.size() * n_years, not_a_number);
    for (const ModelShare& share : result.model_shares)
      for (std::size_t year = 0; year < n_years; ++year)
        values[share.sector * n_years + year] = (share.*member)[year];
    group.variables.push_back({std::move(name),
                               {"scenario", "sector", "year"},
                               std::move(values),
                               {{"units", std::string("1")}, {"long_name", std::move(what)}}});
  };
  add("model_share",
      "share of the variance of the sector's output that the choice of its growth model explains "
      "(first-order effect, correlation ratio)",
      &ModelShare::value);
  add("model_share_se", "standard error of the share", &ModelShare::se);
}

void add_growth_by_cause(const Scenario& scenario, const Result& result, Group& group) {
  if (result.growth_terms.empty()) return;
  add_labels(scenario, group);
  const std::size_t n_years = scenario.simulation.grid().n_years();
  std::vector<double> growth(scenario.sectors.size() * n_years * n_causes, 0.0);
  for (std::size_t sector = 0; sector < scenario.sectors.size(); ++sector)
    for (std::size_t cause = 0; cause < n_causes; ++cause)
      growth[sector * n_years * n_causes + cause] = not_a_number;
  for (const GrowthTerm& term : result.growth_terms)
    for (std::size_t year = 1; year < n_years; ++year)
      growth[(term.sector * n_years + year) * n_causes + static_cast<std::size_t>(term.cause)] =
          term.growth[year];
  group.variables.push_back(
      {"growth_by_cause",
       {"scenario", "sector", "year", "cause"},
       std::move(growth),
       {{"units", std::string("1")},
        {"long_name", std::string("mean log growth of the year by cause; causes add up to it")}}});
  std::vector<double> change;
  for (const auto& series : scenario.series) {
    const std::vector<double> changes = series_changes(scenario, series.value, result);
    change.insert(change.end(), changes.begin(), changes.end());
  }
  group.variables.push_back(
      {"change_by_cause",
       {"scenario", "series", "year", "cause"},
       std::move(change),
       {{"units", unit_of_levels(scenario)},
        {"long_name",
         std::string("mean change over the year before by cause; causes add up to it (LMDI)")}}});
}

}  // namespace secondcurve
