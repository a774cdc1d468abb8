#include "engine/random/brownian_bridge.hpp"

#include <cmath>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"

namespace secondcurve {

BrownianBridge::BrownianBridge(std::size_t n) {
  SC_EXPECT(n >= 1);
  points_.push_back({n, 0, 0, 0.0, 0.0, std::sqrt(static_cast<double>(n)), 0});
  struct Interval {
    std::size_t left, right, level;
  };
  std::vector<Interval> open{{0, n, 1}};  // in order of levels: grows while it is read
  for (std::size_t i = 0; i < open.size(); ++i) {
    const Interval interval = open[i];
    if (interval.right - interval.left < 2) continue;
    const std::size_t middle = (interval.left + interval.right) / 2;
    const auto before = static_cast<double>(middle - interval.left);
    const auto after = static_cast<double>(interval.right - middle);
    const double length = before + after;
    points_.push_back({middle, interval.left, interval.right, after / length, before / length,
                       std::sqrt(before * after / length), interval.level});
    open.push_back({interval.left, middle, interval.level + 1});
    open.push_back({middle, interval.right, interval.level + 1});
  }
}

void BrownianBridge::fix(std::size_t index, const double* z, double* walk) const {
  const Point& p = points_[index];
  const auto column = [walk](std::size_t point) { return walk + (point - 1) * lane_pitch; };
  const Term shock{p.sd, z};
  if (p.right == 0)
    affine(column(p.point), 0.0, {shock});
  else if (p.left == 0)
    affine(column(p.point), 0.0, {shock, {p.right_weight, column(p.right)}});
  else
    affine(column(p.point), 0.0, {shock, {p.left_weight, column(p.left)}, {p.right_weight, column(p.right)}});
}

void BrownianBridge::to_steps(double* walk) const {
  for (std::size_t step = points_.size(); step-- > 1;) {
    double* column = walk + step * lane_pitch;
    subtract(column, column, column - lane_pitch);
  }
}

}  // namespace secondcurve
