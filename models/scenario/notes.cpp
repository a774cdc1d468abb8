#include "models/scenario/notes.hpp"

#include <algorithm>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace secondcurve {
namespace {

bool has_noise(const Growth& growth, std::string_view noise) {
  return std::visit(
      [&]<class Model>(const GrowthSpec<Model>&) {
        constexpr auto description = Model::describe();
        return std::any_of(description.noises.begin(), description.noises.end(),
                           [&](const NoiseInfo& each) { return each.name == noise; });
      },
      growth);
}

/// Whether a series holds the sector with a weight above zero.
bool is_reported(const Scenario& scenario, const std::string& sector) {
  return std::any_of(scenario.series.begin(), scenario.series.end(), [&](const NamedEntry<Series>& series) {
    return std::any_of(series.value.sum.begin(), series.value.sum.end(),
                       [&](const auto& term) { return term.first == sector && term.second > 0.0; });
  });
}

/// Whether a programme spends anything in the years that are simulated.
bool spends_later(const ProgrammeSpec& programme, const Simulation& run) {
  for (int year = run.base_year + 1; year <= run.end_year; ++year) {
    if (programme.amount && year >= programme.years[0] && year <= programme.years[1]) return true;
    if (!programme.schedule) continue;
    const Schedule* schedule = std::get_if<Schedule>(&programme.schedule->value);
    if (schedule == nullptr || schedule->at(year) > 0.0) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> result_notes(const Scenario& scenario) {
  std::vector<std::string> out;
  for (const auto& [noise, dependence] : scenario.dependence)
    if (dependence.repaired_by > 0.0)
      out.push_back(fmt::format(
          "dependence.{}: the correlations of {} cannot all hold; the nearest that can take their "
          "place (repair = true), changed by {:.2g} at most",
          noise, dependence.correlation, dependence.repaired_by));
  return out;
}

std::vector<std::string> notes(const Scenario& scenario) {
  std::vector<std::string> out = result_notes(scenario);
  const auto check = [&](const std::string& sector, const std::string& noise, std::string_view what) {
    const Sector* found = find_entry(scenario.sectors, sector);
    if (found == nullptr || has_noise(found->growth, noise)) return;
    out.push_back(fmt::format("dependence.{}: the {} of {} have no effect: its model {} has no noise {}",
                              noise, what, sector, model_name(found->growth), noise));
  };
  for (const auto& [noise, dependence] : scenario.dependence) {
    for (const auto& entry : dependence.loadings) check(entry.name, noise, "loadings");
    for (const std::string& sector : dependence.correlation_sectors) check(sector, noise, "correlations");
  }
  for (const NamedEntry<Sector>& sector : scenario.sectors)
    if (!is_reported(scenario, sector.name))
      out.push_back(
          fmt::format("sectors.{}: is in no series, so it changes no figure. Add it to the sum of a series",
                      sector.name));
  for (const auto& [name, programme] : scenario.programmes)
    if (!spends_later(programme, scenario.simulation))
      out.push_back(fmt::format(
          "programmes.{}: spends nothing from {} to {}, so it changes no figure: what was spent before is in "
          "the base",
          name, scenario.simulation.base_year + 1, scenario.simulation.end_year));
  return out;
}

}  // namespace secondcurve
