#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/column.hpp"

namespace secondcurve {

/// Draws one of several categories for each path by inversion: the first whose cumulated probability lies
/// above the draw.
/// @param probability of each category; they add up to 1 but for rounding, which the last possible one takes.
/// @param u uniforms [path].
inline Column draw_category(const std::vector<double>& probability, const double* u) {
  std::size_t last = probability.size() - 1;
  while (last > 0 && probability[last] == 0.0) --last;
  Column drawn = Column::per_path();
  for (std::size_t path = 0; path < block_paths; ++path) {
    std::size_t category = 0;
    double below = probability[0];
    while (category < last && u[path] >= below) below += probability[++category];
    drawn.lanes()[path] = static_cast<double>(category);
  }
  return drawn;
}

}  // namespace secondcurve
