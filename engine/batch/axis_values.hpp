#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/batch/batch_file.hpp"
#include "engine/batch/batch_plan.hpp"
#include "models/scenario/checks.hpp"

namespace secondcurve {

/// The values that an axis of a sweep goes through.
struct AxisValues {
  struct Key {
    std::vector<PlannedSetting> settings;  ///< one for each value
  };
  std::vector<Key> keys;
  std::vector<std::string> names;  ///< as in names of scenarios; of a grid or zip only
  std::vector<SweptValue> swept;

  std::size_t size() const { return swept.size(); }
};

/// The values that are listed for an axis of a grid or zip. Reports what is not as it must be; what is
/// returned is of use only if nothing was reported about the axis.
/// @param key full key of the axis: "sweeps.cells.axes.growth".
AxisValues listed_values(const std::string& key, const Axis& axis, const Checks& checks);

/// The values of an axis of a random design at its points.
/// @param shares coordinate of each point, a share between 0 and 1.
AxisValues drawn_values(const std::string& key, const Axis& axis, const std::vector<double>& shares,
                        const Checks& checks);

/// A number as short as it can be written in TOML, a whole number without a decimal point.
std::string toml_number(double value);

}  // namespace secondcurve
