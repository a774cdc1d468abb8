#include "models/scenario/validate_levers.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

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

}  // namespace

void validate_levers(const Scenario& scenario, const Checks& checks) {
  for (const auto& [name, policy] : scenario.policies) check_policy(name, policy, scenario, checks);
}

}  // namespace secondcurve
