#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/batch/axis_values.hpp"
#include "engine/batch/batch_file.hpp"
#include "models/scenario/checks.hpp"

namespace secondcurve {

/// What a sweep comes to: the values of its axes, and which of them each of its scenarios takes.
struct SweepPoints {
  std::vector<AxisValues> axes;
  std::vector<std::vector<std::size_t>> points;  ///< place of the value of each axis [point][axis]
};

/// Works out the design of a sweep. Reports what is not as it must be and then returns no point.
SweepPoints sweep_points(const std::string& name, const Sweep& sweep, const Checks& checks);

}  // namespace secondcurve
