#include "models/scenario/notes.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "models/scenario/heavy_tails.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {
namespace {

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

/// Says what policies and events come after the simulated years.
void note_what_never_acts(const Scenario& scenario, std::vector<std::string>& out) {
  const Simulation& run = scenario.simulation;
  const auto say = [&](const std::string& key, const std::string& when) {
    out.push_back(fmt::format("{}: {}, so it changes no figure: simulated are {} to {}", key, when,
                              run.base_year + 1, run.end_year));
  };
  for (const auto& [name, policy] : scenario.policies)
    if (policy.from > run.end_year) say("policies." + name, fmt::format("begins in {}", policy.from));
  for (const auto& [name, event] : scenario.events)
    if (event.year && *event.year > run.end_year)
      say("events." + name, fmt::format("happens in {}", *event.year));
}

/// Points out growth so fast that a percent sign may have been forgotten.
void note_of_fast_growth(const Scenario& scenario, std::vector<std::string>& out) {
  constexpr double fast = 0.5;
  const auto look = [&](const std::string& key, const Quantity& quantity) {
    const double* value = std::get_if<double>(&quantity.value);
    if (value != nullptr && *value > fast)
      out.push_back(fmt::format("{} = {:g} is {:g}% a year; {:g}% would be {:g}", key, *value, 100.0 * *value,
                                *value, *value / 100.0));
  };
  for (const auto& entry : scenario.sectors)
    std::visit(
        [&](const auto& spec) {
          for_each_quantity(spec, [&](const auto& f, const Quantity& quantity) {
            if (f.info.unit == "1/year" && f.info.range.high == growth_range.high)
              look(quantity.key.empty() ? fmt::format("sectors.{}.growth.{}", entry.name, f.name)
                                        : quantity.key,
                   quantity);
          });
        },
        entry.value.growth);
  for (const auto& [name, policy] : scenario.policies) look("policies." + name + ".uplift", policy.uplift);
}

/// Says of which series the moments do not exist; empty where all do.
std::string note_of_heavy_tails(const Scenario& scenario) {
  std::vector<std::string> concerned;
  for (const auto& [name, series] : scenario.series)
    if (std::isfinite(tail_degrees(scenario, series))) concerned.push_back(name);
  if (concerned.empty()) return {};
  return fmt::format(
      "the shocks of {} have heavy tails: means, standard deviations and skewness of output and growth do "
      "not "
      "exist and are given as NaN. Quantiles and probabilities hold, and log_output has the mean and "
      "standard "
      "deviation of the logarithm",
      join(concerned, ", ", " and "));
}

}  // namespace

std::vector<std::string> result_notes(const Scenario& scenario) {
  std::vector<std::string> out;
  if (std::string note = note_of_heavy_tails(scenario); !note.empty()) out.push_back(std::move(note));
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
    if (found == nullptr || has_shocks(found->growth, noise)) return;
    out.push_back(fmt::format("dependence.{}: the {} of {} have no effect: its model {} has no noise {}",
                              noise, what, sector, model_name(found->growth), noise));
  };
  for (const auto& [noise, dependence] : scenario.dependence) {
    for (const auto& entry : dependence.loadings) check(entry.name, noise, "loadings");
    for (const std::string& sector : dependence.correlation_sectors) check(sector, noise, "correlations");
    for (const auto& entry : dependence.heavy_tails) check(entry.first, noise, "heavy tails");
    if (dependence.degrees_of_freedom && !dependence.has_student_copula())
      out.push_back(
          fmt::format("dependence.{}: degrees_of_freedom has no effect: the copula is gaussian", noise));
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
  note_what_never_acts(scenario, out);
  note_of_fast_growth(scenario, out);
  return out;
}

}  // namespace secondcurve
