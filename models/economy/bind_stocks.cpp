#include "models/economy/bind_stocks.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// Whether a quantity is certain and has the value in every simulated year.
bool is_always(const BoundQuantity& quantity, double value, const TimeGrid& grid) {
  if (quantity.varies()) return false;
  for (std::size_t year = 1; year < grid.n_years(); ++year)
    if (quantity.value(year) != value) return false;
  return true;
}

/// Public money by step, in units of the amount that it is a share of [1/year].
std::vector<double> spending(const ProgrammeSpec& programme, const BoundQuantity& schedule,
                             const TimeGrid& grid) {
  std::vector<double> spending;
  for (std::size_t step = 0; step < grid.n_steps(); ++step) {
    const int year = grid.year_of_step(step);
    if (programme.schedule) {
      spending.push_back(schedule.value(static_cast<std::size_t>(year - grid.base_year())));
    } else {
      const double first = programme.years[0];
      const double last = programme.years[1];
      spending.push_back(year >= first && year <= last ? 1.0 / (last - first + 1.0) : 0.0);
    }
  }
  return spending;
}

Investment::Programme bind_programme(const ProgrammeSpec& programme, Draws& draws, const TimeGrid& grid) {
  const BoundQuantity schedule =
      programme.schedule ? draws.bind(*programme.schedule, "account") : BoundQuantity();
  return {.spending = spending(programme, schedule, grid),
          .amount = programme.amount ? draws.bind(*programme.amount, "account") : BoundQuantity(1.0),
          .leverage = draws.bind(programme.leverage, "1"),
          .displacement = draws.bind(programme.displacement, "1"),
          .effectiveness = draws.bind(programme.effectiveness, "1"),
          .gestation = draws.bind(programme.gestation, "year"),
          .stages = programme.gestation_order};
}

/// How capital becomes output in a sector that programmes pay into and whose model builds its own capital.
Investment::Sector bind_own_capital(const std::string& sector, const Growth& growth, Draws& draws) {
  const auto bound = [&](const std::string& key, std::string_view unit) {
    return draws.bind(*find_quantity(growth, "sectors." + sector + ".growth.capital." + key), unit);
  };
  return {.capital_output_ratio = bound("capital_output_ratio", "year"),
          .depreciation = bound("depreciation", "1/year"),
          .output_elasticity = 0.0,
          .reinvestment = 0.0,
          .plan = 1.0,
          .own_capital = true};
}

Investment::Sector bind_capital(const SectorInvestment& spec, bool has_programmes, Draws& draws,
                                const TimeGrid& grid) {
  const BoundQuantity plan = draws.bind(spec.plan, "1");
  const BoundQuantity reinvestment = draws.bind(spec.reinvestment, "1");
  return {.capital_output_ratio = draws.bind(spec.capital_output_ratio, "year"),
          .depreciation = draws.bind(spec.depreciation, "1/year"),
          .output_elasticity = draws.bind(spec.output_elasticity, "1"),
          .reinvestment = reinvestment,
          .plan = plan,
          .has_plan = !is_always(plan, 1.0, grid),
          .reinvests = has_programmes && !is_always(reinvestment, 0.0, grid)};
}

/// What programmes spend in a sector.
std::vector<Investment::Part> parts_of(const Scenario& scenario, const std::string& sector) {
  std::vector<Investment::Part> parts;
  for (std::size_t k = 0; k < scenario.programmes.size(); ++k)
    for (const auto& [name, share] : scenario.programmes[k].value.allocation)
      if (name == sector && share > 0.0) parts.push_back({.programme = k, .share = share});
  return parts;
}

}  // namespace

Investment bind_investment(const Scenario& scenario, Draws& draws, Terms& terms,
                           std::vector<bool>& needs_trend) {
  const TimeGrid grid = scenario.simulation.grid();
  std::vector<Investment::Sector> sectors;
  std::vector<Investment::Part> all_parts;
  for (std::size_t i = 0; i < scenario.sectors.size(); ++i) {
    const auto& [name, sector] = scenario.sectors[i];
    std::vector<Investment::Part> parts = parts_of(scenario, name);
    const bool has_plan =
        sector.investment && !is_always(draws.bind(sector.investment->plan, "1"), 1.0, grid);
    if (!has_plan && parts.empty()) continue;
    for (Investment::Part& part : parts) part.place = sectors.size();
    sectors.push_back(sector.investment ? bind_capital(*sector.investment, !parts.empty(), draws, grid)
                                        : bind_own_capital(name, sector.growth, draws));
    sectors.back().sector = i;
    all_parts.insert(all_parts.end(), parts.begin(), parts.end());
    terms.add(i, Cause::investment);
    if (has_plan) needs_trend[i] = true;
  }
  std::vector<Investment::Programme> programmes;
  for (const auto& [name, programme] : scenario.programmes)
    programmes.push_back(bind_programme(programme, draws, grid));
  return Investment(std::move(sectors), std::move(programmes), std::move(all_parts), grid.dt());
}

Research bind_research(const Scenario& scenario, Draws& draws, Terms& terms, std::vector<bool>& needs_trend) {
  const TimeGrid grid = scenario.simulation.grid();
  std::vector<Research::Sector> sectors;
  for (std::size_t i = 0; i < scenario.sectors.size(); ++i) {
    const auto& research = scenario.sectors[i].value.research;
    if (!research || !research->intensity) continue;
    const BoundQuantity intensity = draws.bind(*research->intensity, "1");
    const BoundQuantity reference = draws.bind(research->reference_intensity, "1");
    if (!reference.varies() && is_always(intensity, reference.value(), grid)) continue;
    sectors.push_back({.sector = i,
                       .intensity = intensity,
                       .reference = reference,
                       .elasticity = draws.bind(research->elasticity, "1"),
                       .depreciation = draws.bind(research->depreciation, "1/year"),
                       .lag = static_cast<std::size_t>(std::lround(research->lag * grid.steps_per_year()))});
    terms.add(i, Cause::research);
    needs_trend[i] = true;
  }
  return Research(std::move(sectors), static_cast<std::size_t>(grid.steps_per_year()));
}

}  // namespace secondcurve
