#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/config/reading.hpp"
#include "engine/random/distribution.hpp"
#include "engine/schema/quantity_forms.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// A number that changes with the calendar year. A rate holds its last listed value, and its first before
/// that; an amount is zero in years not listed.
struct Schedule {
  std::vector<std::pair<int, double>> points;  ///< year and value, years rising
  Interpolation interpolation = Interpolation::steps;
  bool amount = false;  ///< zero in years not listed and outside the listed ones

  double at(int year) const;
};

/// A number that `[parameters.NAME]` describes, for use in several places.
struct ParameterReference {
  std::string name;
};

/// A number as a config gives it: certain, by year, drawn once per path, or shared.
struct Quantity {
  std::variant<double, Schedule, Distribution, ParameterReference> value;
  std::string key;  ///< full config key: the name of its draw
  Citation citation;

  Quantity(double number = 0.0) : value(number) {}  // NOLINT: a number is a quantity
  bool uncertain() const { return std::holds_alternative<Distribution>(value); }
  bool scheduled() const { return std::holds_alternative<Schedule>(value); }
};

/// Quantities by name, in the order of the file.
using Quantities = Named<Quantity>;

inline TypeInfo type_info(std::type_identity<Quantity>) { return {TypeInfo::Kind::quantity, {}, {}}; }
inline TypeInfo type_info(std::type_identity<Quantities>) { return {TypeInfo::Kind::quantities, {}, {}}; }

/// The smallest and the largest value that a quantity can have; infinite where it has no such end.
std::pair<double, double> bounds(const Quantity& quantity, const Quantities& parameters);

/// The median of a quantity; of one that changes by year, its first number.
double median(const Quantity& quantity, const Quantities& parameters);

/// Reads a quantity by its description: 0.05, "5%", { value = ... }, { normal = [m, s], min = ... },
/// { parameter = "name" }, { 2026 = 0.1, 2028 = 0.05 } or { csv = "file.csv", column = "name" }.
void read_value(const Node& node, Quantity& out, const FieldInfo& info, Reading& reading);
void read_value(const Node& node, Quantities& out, const FieldInfo& info, Reading& reading);

/// The year that a text is: four digits.
std::optional<int> year_of(std::string_view text);

/// The finite number that a cell of a table is; a rate is a decimal there.
std::optional<double> number_of(std::string_view text);
/// How a cell should have been written that is none, with a decimal comma or a percent sign: "Write 0.05:
/// ...". Empty where that is not known.
std::string number_hint(std::string_view text);

}  // namespace secondcurve
