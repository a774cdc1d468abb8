#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/core/column.hpp"

namespace secondcurve {

/// The quantile function of a continuous law without a closed form, tabulated once so that a draw costs a few
/// nanoseconds: y at normal scores z, that is, the y below which a share Phi(z) of the law lies.
///
/// Between knots 1/32 apart runs the polynomial of degree five with the exact value, slope and curvature at
/// both (Hermite interpolation), held monotone; it reaches from z = -8.5 to 8.5, further than 52-bit uniforms
/// do. Beyond that y keeps its last value.
class QuantileTable final {
 public:
  /// A law on the whole line, smooth and not far from normal: shapes choose a scale on which theirs is.
  struct Law {
    std::function<double(double)> lower;  ///< share below y, to full relative accuracy left of the median
    std::function<double(double)> upper;  ///< share above y, to full relative accuracy right of it
    std::function<double(double)> log_density;    ///< ln of the density at y
    std::function<double(double)> density_slope;  ///< derivative of that
    double near_median = 0.0;                     ///< where the search for the median starts
    double spread = 1.0;                          ///< rough standard deviation
  };

  QuantileTable() = default;
  /// Takes about 1100 evaluations of the law.
  explicit QuantileTable(const Law& law);

  /// y at normal scores z, per path. A path has the same bits whether z is one value or a column.
  Column at(const Column& z) const;

 private:
  /// Coefficients of a polynomial of degree five on the unit interval in the basis of Bernstein: they rise,
  /// so the polynomial does.
  using Piece = std::array<double, 6>;

  double at(double z) const;

  std::vector<Piece> pieces_;
};

/// A table that is made when it is first asked for, once for all copies and by any thread: a config that is
/// only checked draws nothing.
class DeferredTable final {
 public:
  explicit DeferredTable(std::function<QuantileTable()> make)
      : state_(std::make_shared<State>(std::move(make))) {}

  const QuantileTable& table() const;

 private:
  struct State {
    explicit State(std::function<QuantileTable()> with) : make(std::move(with)) {}

    std::function<QuantileTable()> make;
    std::once_flag once;
    QuantileTable table;
  };
  std::shared_ptr<State> state_;
};

}  // namespace secondcurve
