#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/column.hpp"

namespace secondcurve {

/// A rising function y(x) with y(-x) = -y(x), tabulated for whole blocks.
///
/// Arguments and values are measured on scales on which the function is smooth: s = x, or s = asinh(x /
/// width) where tails fall as a power. The table gives s(y) as cubics of s(x) between nodes of equal
/// distance, from 0 to `end`, and as a straight line beyond.
class OddMap final {
 public:
  /// What the function is at a node.
  struct Node {
    double value = 0.0;  ///< s(y)
    double slope = 0.0;  ///< ds(y) / ds(x)
  };

  /// @param in_width, out_width widths of the scales of x and y; 0 for s = x.
  /// @param end s(x) of the last node, above 0. @param nodes the first at 0 with value 0; two or more.
  OddMap(double in_width, double out_width, double end, std::span<const Node> nodes);

  double in_width() const { return in_width_; }
  double out_width() const { return out_width_; }
  /// Nodes per unit of s(x).
  double per_unit() const { return per_unit_; }
  /// The last row of `cubics`: the line that begins at the last node.
  std::size_t last_row() const { return cubics_.size() / 4 - 1; }
  /// Coefficients of t^0 to t^3 after each node, t = 0 at the node and 1 at the next [row, 4].
  const double* cubics() const { return cubics_.data(); }

 private:
  double in_width_;
  double out_width_;
  double per_unit_;
  std::vector<double> cubics_;
};

/// out = map(x), path by path [block_paths], in double precision; both aligned, out may be x. Not-a-number
/// stays. The same bits on every instruction set with FMA.
void apply(ColumnPlace out, Operand x, const OddMap& map);

}  // namespace secondcurve
