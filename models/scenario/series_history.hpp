#pragma once

#include <string>
#include <vector>

#include "engine/config/reading.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// A value of a series that was published for a year before the base year, in the series' own unit.
struct PublishedValue {
  int year = 0;
  double value = 0.0;
  std::vector<std::string> facts;  ///< ids that it cites
};

/// What was published of a series before the base year; it is shown and never simulated from.
struct SeriesHistory {
  std::vector<PublishedValue> values;  ///< years rising, each once
};

/// Reads a table by year, { 2023 = 100, 2024 = { value = 110, source = "..." } } with `source` and `why` of
/// all of them, or { csv = "file.csv", column = "name" }.
void read_value(const Node& node, SeriesHistory& out, const FieldInfo& info, Reading& reading);
inline TypeInfo type_info(std::type_identity<SeriesHistory>) { return {TypeInfo::Kind::by_year, {}, {}}; }

struct Scenario;
class Checks;

/// Checks that published values are of years before the base year.
void validate_series_histories(const Scenario& scenario, const Checks& checks);

}  // namespace secondcurve
