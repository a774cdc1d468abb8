#include "models/scenario/validate_measures.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/core/labelled.hpp"
#include "models/scenario/scenario.hpp"

namespace secondcurve {

namespace {

void check_measure(const std::string& name, const Measure& measure, const Scenario& s, const Checks& checks) {
  const std::string key = "measures." + name;
  if (name == output_measure)
    checks.error(key, "is no allowed name", "a series without `measure` is of output already");
  if (measure.unit.empty() && checks.sound(key + ".unit"))
    checks.error(key + ".unit", "is empty", "a unit such as thousand persons");
  if (reads_as_time(measure.unit))
    checks.error(key + ".unit", fmt::format("= \"{}\": notebooks would read levels as times", measure.unit),
                 "a unit such as thousand persons");
  for (const auto& factor : measure.factor)
    if (find_entry(s.sectors, factor.name) == nullptr)
      checks.unknown_name(key + ".factor." + factor.name, factor.name, "sectors", "sector",
                          names_of(s.sectors));
}

/// Every sector of the sum needs a factor.
void check_factors(const std::string& key, const Series& series, const Scenario& s, const Checks& checks) {
  if (series.measure == output_measure) return;
  const Measure* measure = find_entry(s.measures, series.measure);
  if (measure == nullptr) {
    std::vector<std::string> known = names_of(s.measures);
    known.emplace_back(output_measure);
    return checks.unknown_name(key + ".measure", series.measure, "measures", "measure", known);
  }
  if (!checks.sound("measures." + series.measure + ".factor")) return;
  for (const auto& [member, weight] : series.sum)
    if (weight > 0.0 && find_entry(s.sectors, member) != nullptr &&
        find_entry(measure->factor, member) == nullptr)
      checks.error(key + ".measure",
                   fmt::format("= \"{}\": has no factor for sector {}", series.measure, member),
                   fmt::format("measures.{}.factor must list every sector of the series", series.measure));
}

void check_divisor(const std::string& name, const Series& series, const Scenario& s, const Checks& checks) {
  const std::string key = "series." + name + ".per";
  const Series* divisor = find_entry(s.series, series.per);
  if (divisor == nullptr)
    return checks.unknown_name(key, series.per, "series", "series", names_of(s.series, name));
  if (!divisor->per.empty())
    checks.error(key, fmt::format("= \"{}\": is itself divided by {}", series.per, divisor->per),
                 "a series without `per`");
  if (!series.part_of.empty())
    checks.error("series." + name + ".part_of", "cannot stand beside per", "ratios do not add up to a whole");
}

void check_whole(const std::string& name, const Series& series, const Scenario& s, const Checks& checks) {
  const Series* whole = find_entry(s.series, series.part_of);
  if (whole == nullptr) return;
  if (!whole->per.empty())
    checks.error("series." + name + ".part_of", fmt::format("\"{}\" is a ratio", series.part_of),
                 "a series without `per`");
  else if (whole->measure != series.measure)
    checks.error(
        "series." + name + ".part_of",
        fmt::format("\"{}\" measures {}, this series {}", series.part_of, whole->measure, series.measure),
        "a series of the same measure");
}

}  // namespace

void validate_measures(const Scenario& scenario, const Checks& checks) {
  for (const auto& [name, measure] : scenario.measures) check_measure(name, measure, scenario, checks);
  for (const auto& [name, series] : scenario.series) {
    check_factors("series." + name, series, scenario, checks);
    if (!series.per.empty()) check_divisor(name, series, scenario, checks);
    if (!series.part_of.empty()) check_whole(name, series, scenario, checks);
  }
  for (const auto& [name, sector] : scenario.sectors) {
    const Series* total = find_entry(scenario.series, sector.base.residual_of);
    if (total != nullptr && (total->measure != output_measure || !total->per.empty()))
      checks.error("sectors." + name + ".base.residual_of",
                   fmt::format("series \"{}\" does not measure output", sector.base.residual_of),
                   "a series of output, without `per`");
  }
}

}  // namespace secondcurve
