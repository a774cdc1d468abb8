#include "models/scenario/validate_levers.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "models/scenario/scenario.hpp"
#include "models/scenario/validate_simulation.hpp"

namespace secondcurve {

namespace {

/// A list of sectors that are known, each once.
void check_sectors(const std::string& key, const std::vector<std::string>& sectors, const Scenario& s,
                   const Checks& checks) {
  if (sectors.empty() && checks.sound(key)) checks.error(key, "is empty", "at least one sector");
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    const std::string place = fmt::format("{}[{}]", key, i);
    if (find_entry(s.sectors, sectors[i]) == nullptr)
      checks.unknown_name(place, sectors[i], "sectors", "sector", names_of(s.sectors));
    const auto here = sectors.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(sectors.begin(), here, sectors[i]) != here)
      checks.error(place, fmt::format("\"{}\" stands twice", sectors[i]), "each sector once");
  }
}

void check_policy(const std::string& name, const PolicySpec& policy, const Scenario& s,
                  const Checks& checks) {
  const std::string key = "policies." + name;
  check_sectors(key + ".sectors", policy.sectors, s, checks);
  if (!checks.sound("simulation.base_year") || !checks.sound(key + ".from")) return;
  const int first = s.simulation.base_year + 1;
  if (policy.from < first)
    checks.error(key + ".from", fmt::format("= {}: must be after the base year {}", policy.from, first - 1),
                 "what was in force before is part of the base");
  if (policy.until && *policy.until < policy.from)
    checks.error(key + ".until", fmt::format("= {}: is before from = {}", *policy.until, policy.from));
}

/// Numbers by sector: at least one, all sectors known.
void check_by_sector(const std::string& key, const Quantities& numbers, const Scenario& s,
                     const Checks& checks) {
  if (numbers.empty() && checks.sound(key)) checks.error(key, "is empty", "at least one sector");
  for (const auto& entry : numbers)
    if (find_entry(s.sectors, entry.name) == nullptr)
      checks.unknown_name(fmt::format("{}.{}", key, entry.name), entry.name, "sectors", "sector",
                          names_of(s.sectors));
}

void check_adoption(const std::string& name, const AdoptionSpec& adoption, const Scenario& s,
                    const Checks& checks) {
  const std::string key = "adoption." + name;
  check_by_sector(key + ".gain", adoption.gain, s, checks);
  if (!checks.sound(key + ".initial") || !checks.sound(key + ".ceiling")) return;
  const double initial = bounds(adoption.initial, s.parameters).first;
  const double ceiling = bounds(adoption.ceiling, s.parameters).second;
  if (initial > ceiling)
    checks.error(key + ".initial", fmt::format("= {:g}: is above the ceiling {:g}", initial, ceiling));
}

/// Keys of an event that another one calls for, or makes meaningless.
void check_event_keys(const std::string& key, const EventSpec& event, const Checks& checks) {
  if (event.annual_probability && checks.written(key + ".probability"))
    checks.error(key + ".probability", "belongs to year", "annual_probability says how likely it is");
  if (event.growth_impact && event.recovery_half_life)
    checks.error(key + ".recovery_half_life", "belongs to impact", "growth_impact lasts for duration");
  if (event.impact && event.duration)
    checks.error(key + ".duration", "belongs to growth_impact", "impact fades with recovery_half_life");
  if (event.growth_impact && !event.duration && checks.sound(key + ".duration"))
    checks.error(key + ".duration", "has no duration", "years for which growth_impact lasts");
}

void check_event(const std::string& name, const EventSpec& event, const Scenario& s, const Checks& checks) {
  const std::string key = "events." + name;
  check_by_sector(key + ".exposure", event.exposure, s, checks);
  check_event_keys(key, event, checks);
  if (event.year && checks.sound("simulation.base_year") && checks.sound(key + ".year") &&
      *event.year <= s.simulation.base_year)
    checks.error(key + ".year",
                 fmt::format("= {}: must be after the base year {}", *event.year, s.simulation.base_year),
                 "what happened before is part of the base");
  if (event.duration && checks.sound("simulation.steps_per_year") && checks.sound(key + ".duration") &&
      !s.simulation.whole_steps(*event.duration))
    checks.error(key + ".duration", fmt::format("= {}: is no whole number of steps", *event.duration),
                 allowed_in_steps(s.simulation));
}

}  // namespace

void validate_levers(const Scenario& scenario, const Checks& checks) {
  for (const auto& [name, policy] : scenario.policies) check_policy(name, policy, scenario, checks);
  for (const auto& [name, adoption] : scenario.adoption) check_adoption(name, adoption, scenario, checks);
  for (const auto& [name, event] : scenario.events) check_event(name, event, scenario, checks);
}

}  // namespace secondcurve
