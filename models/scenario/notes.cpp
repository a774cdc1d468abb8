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

}  // namespace

std::vector<std::string> result_notes(const Scenario& scenario) {
  std::vector<std::string> out;
  const auto say = [&](const std::string& table, const std::string& file, double repaired_by) {
    if (repaired_by > 0.0)
      out.push_back(
          fmt::format("{}: the correlations of {} cannot all hold; the nearest that can take their "
                      "place (repair = true), changed by {:.2g} at most",
                      table, file, repaired_by));
  };
  for (const auto& [noise, dependence] : scenario.dependence)
    say("dependence." + noise, dependence.correlation, dependence.repaired_by);
  for (const auto& [name, entry] : scenario.parameter_correlation)
    say("parameter_correlation." + name, entry.correlation, entry.matrix.repaired_by);
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
  return out;
}

}  // namespace secondcurve
