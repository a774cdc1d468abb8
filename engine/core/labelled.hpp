#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace secondcurve {

/// An attribute of a variable or group. Integers that may pass 2^53 (seeds) are written as strings.
struct Attribute {
  std::string name;
  std::variant<std::string, double, std::int64_t> value;
};

/// A dimension: a name and a length. Its labels, where it has any, are the variable of the same name.
struct Dimension {
  std::string name;
  std::size_t size = 0;
};

/// An array with names: what a result file holds, and what notebooks see.
struct Variable {
  std::string name;
  std::vector<std::string> dimensions;  ///< outermost first; empty for a scalar
  std::variant<std::vector<double>, std::vector<std::int32_t>, std::vector<std::int64_t>,
               std::vector<std::string>>
      data;                           ///< row major
  std::vector<Attribute> attributes;  ///< `units` and `long_name` first
};

/// A group of variables that share dimensions. The root group of a file holds the coordinates.
struct Group {
  std::string name;                   ///< empty for the root
  std::vector<Dimension> dimensions;  ///< those that this group defines, beyond the root's
  std::vector<Variable> variables;
  std::vector<Attribute> attributes;
};

/// A variable of a group by its name, or null.
const Variable* find_variable(const Group& group, std::string_view name);

/// The texts of a variable of a group; none where there is no such variable of texts.
const std::vector<std::string>& texts_of(const Group& group, std::string_view name);

/// The first text of a variable of a group; empty where it has none.
std::string first_text(const Group& group, std::string_view name);

/// The text of an attribute; empty where none of that name is a text.
std::string attribute_text(const std::vector<Attribute>& attributes, std::string_view name);

/// A whole labelled data set: the root group and its children.
struct Dataset {
  Group root;
  std::vector<Group> groups;
};

/// True for units that xarray takes for times or durations ("hours", "days since ..."), turning the numbers
/// into dates: such a unit of account is refused.
bool reads_as_time(std::string_view units);

}  // namespace secondcurve
