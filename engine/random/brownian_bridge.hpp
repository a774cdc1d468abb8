#pragma once

#include <cstddef>
#include <vector>

namespace secondcurve {

/// The order in which the normals of a stream fix the path of its random walk: first the end, then the
/// middles of what is open, coarse before fine. So the first of n independent normals z decide most of the
/// path, and quasi-random points put their best dimensions there. The walk's steps are again n independent
/// standard normals, an orthogonal transform of z.
/// Source: P. Glasserman, Monte Carlo Methods in Financial Engineering, Springer 2003, sections 3.1
/// and 5.5.2; R. E. Caflisch, W. Morokoff, A. Owen, J. Computational Finance 1 (1997) no. 1, 27.
class BrownianBridge final {
 public:
  /// A point of the walk and what it is drawn from: w[point] = left_weight w[left] + right_weight w[right] +
  /// sd z. The walk starts at w[0] = 0; with right = 0 the point has no right neighbour yet.
  struct Point {
    std::size_t point;
    std::size_t left;
    std::size_t right;
    double left_weight;
    double right_weight;
    double sd;
    std::size_t level;  ///< 0 for the end, 1 for the middle, 2 for both quarters, ...
  };

  /// @param n number of steps, 1 or more.
  explicit BrownianBridge(std::size_t n);

  /// The points in the order of the normals that fix them.
  const std::vector<Point>& points() const { return points_; }

  /// Fixes a point of the walk from the next normal.
  /// @param index of the point; all before it are fixed. @param z its normal [path]
  /// @param walk columns w[1], w[2], ... w[n], `lane_pitch` apart.
  void fix(std::size_t index, const double* z, double* walk) const;
  /// Turns a walk whose points are all fixed into its steps, in place.
  void to_steps(double* walk) const;

 private:
  std::vector<Point> points_;
};

}  // namespace secondcurve
