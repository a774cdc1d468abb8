#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/config/reading.hpp"
#include "engine/random/distribution.hpp"
#include "engine/schema/quantity_forms.hpp"

namespace secondcurve {

/// A number that changes with the calendar year. It holds its last listed value, and its first before that.
struct Schedule {
  std::vector<std::pair<int, double>> points;  ///< year and value, years rising
  Interpolation interpolation = Interpolation::steps;

  double at(int year) const;
};

/// A number as a config gives it: certain, by year, or drawn once per path.
struct Quantity {
  std::variant<double, Schedule, Distribution> value;
  std::string key;  ///< full config key: the name of its draw
  Citation citation;

  bool uncertain() const { return std::holds_alternative<Distribution>(value); }
  bool scheduled() const { return std::holds_alternative<Schedule>(value); }
};

/// Reads a quantity by its description: 0.05, "5%", { value = ... }, { normal = [m, s], min = ... },
/// { 2026 = 0.1, 2028 = 0.05 } or { csv = "file.csv", column = "name" }.
void read_value(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading);

}  // namespace secondcurve
