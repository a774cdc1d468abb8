#include "models/scenario/validate_investment.hpp"

#include <cmath>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

/// Years belong to an amount: two whole years, the first not after the last.
void check_years(const std::string& key, const ProgrammeSpec& programme, const Checks& checks) {
  const auto& years = programme.years;
  if (!checks.sound(key + ".years")) return;
  if (programme.schedule && !programme.amount && !years.empty())
    return checks.error(key + ".years", "stands beside schedule", "years belong to amount");
  if (!programme.amount) return;
  if (years.empty())
    return checks.error(key + ".years", "has an amount but no years",
                        "the first and the last year in which it is spent, such as years = [2026, 2030]");
  if (years.size() != 2 || years[0] != std::floor(years[0]) || years[1] != std::floor(years[1]))
    return checks.error(key + ".years", "are no two years",
                        "the first and the last year in which amount is spent, such as [2026, 2030]");
  if (years[1] < years[0])
    checks.error(key + ".years", fmt::format("= [{}, {}]: end before they start", years[0], years[1]));
}

/// A sector that money can reach has a capital stock that it adds to.
void check_recipient(const std::string& key, const std::string& name, const Sector& sector,
                     const Checks& checks) {
  const std::string own = "sectors." + name + ".investment";
  if (sector.investment || !checks.sound(own) || !checks.sound("sectors." + name + ".growth")) return;
  if (std::holds_alternative<GrowthSpec<ProductionFunction>>(sector.growth)) return;  // that is its model's
  bool is_component = false;
  for_each_use<ProductionFunction>(sector.growth, "",
                                   [&](const std::string&, const auto&) { is_component = true; });
  if (is_component)
    return checks.error(
        key, "only some components of its growth build capital",
        "sectors with another growth; here, a higher investment or investment_rate in the component");
  checks.error(key, fmt::format("there is no [{}]", own),
               "add it, with capital_output_ratio, depreciation and output_elasticity",
               "It says how the money becomes output");
}

void check_allocation(const std::string& key, const ProgrammeSpec& programme, const Scenario& s,
                      const Checks& checks) {
  if (!checks.sound(key)) return;
  double sum = 0.0;
  for (const auto& [name, share] : programme.allocation) {
    sum += share;
    const Sector* sector = find_entry(s.sectors, name);
    if (sector == nullptr)
      checks.unknown_name(key + "." + name, name, "sectors", "sector", names_of(s.sectors));
    else if (share > 0.0)
      check_recipient(key + "." + name, name, *sector, checks);
  }
  if (!adds_up_to_one(sum))
    checks.error(key, fmt::format("adds up to {:.6g}", sum), "shares must add up to 1");
}

void check_lag(const std::string& key, const SectorResearch& research, const Scenario& s,
               const Checks& checks) {
  constexpr double rounding = 1e-9;
  const double steps = research.lag * s.simulation.steps_per_year;
  if (!checks.sound(key) || !checks.sound("simulation.steps_per_year")) return;
  if (std::abs(steps - std::round(steps)) > rounding)
    checks.error(key, fmt::format("= {}: is no whole number of steps", research.lag),
                 fmt::format("a multiple of 1/{} year", s.simulation.steps_per_year));
}

}  // namespace

void validate_investment(const Scenario& scenario, const Checks& checks) {
  for (const auto& [name, programme] : scenario.programmes) {
    check_years("programmes." + name, programme, checks);
    check_allocation("programmes." + name + ".allocation", programme, scenario, checks);
  }
  for (const auto& [name, sector] : scenario.sectors)
    if (sector.research) check_lag("sectors." + name + ".research.lag", *sector.research, scenario, checks);
}

}  // namespace secondcurve
