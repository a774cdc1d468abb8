#include "engine/random/quantile_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace secondcurve {
namespace {

constexpr double per_unit = 32.0;  ///< knots per unit of the normal score
constexpr double reach = 8.5;      ///< of the knots to either side; 52-bit uniforms reach 8.21
constexpr int knots_aside = static_cast<int>(reach * per_unit);

double standard_normal_cdf(double z) { return 0.5 * std::erfc(-z * 0.70710678118654752); }
double standard_normal_log_density(double z) { return -0.5 * z * z - 0.91893853320467274; }

/// y, dy/dz and d2y/dz2 at a normal score.
struct Knot {
  double y, slope, curvature;
};

/// With g the density of the law, phi that of the normal: dy/dz = phi(z) / g(y), and from it the second.
Knot knot_at(const QuantileTable::Law& law, double z, double y) {
  const double slope = std::exp(standard_normal_log_density(z) - law.log_density(y));
  return {y, slope, -z * slope - slope * slope * law.density_slope(y)};
}

/// The y of a normal score by Newton's method on the logarithm of the smaller tail.
double solve(const QuantileTable::Law& law, double z, double start) {
  constexpr int most_steps = 60;
  const double side = z <= 0.0 ? 1.0 : -1.0;
  const double log_share = std::log(standard_normal_cdf(side * z));
  double y = start;
  for (int i = 0; i < most_steps; ++i) {
    const double share = z <= 0.0 ? law.lower(y) : law.upper(y);
    const double step = (std::log(share) - log_share) * share * std::exp(-law.log_density(y));
    y -= side * step;
    if (std::abs(step) < 1e-9 * law.spread) break;  // squared by the step just made
  }
  return y;
}

}  // namespace

QuantileTable::QuantileTable(const Law& law) {
  constexpr double h = 1.0 / per_unit;
  std::vector<Knot> knots(2 * knots_aside + 1);
  const auto place = [](int k) { return static_cast<std::size_t>(k + knots_aside); };
  knots[place(0)] = knot_at(law, 0.0, solve(law, 0.0, law.near_median));
  for (const int side : {-1, 1}) {
    for (int k = 1; k <= knots_aside; ++k) {
      const Knot& last = knots[place(side * (k - 1))];
      const double start = last.y + side * h * last.slope + 0.5 * h * h * last.curvature;
      const double z = side * k * h;
      knots[place(side * k)] = knot_at(law, z, solve(law, z, start));
    }
  }
  for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
    const Knot &a = knots[i], &b = knots[i + 1];
    Piece piece = {a.y,
                   a.y + h * a.slope / 5.0,
                   a.y + 2.0 * h * a.slope / 5.0 + h * h * a.curvature / 20.0,
                   b.y - 2.0 * h * b.slope / 5.0 + h * h * b.curvature / 20.0,
                   b.y - h * b.slope / 5.0,
                   b.y};
    std::sort(piece.begin(), piece.end());  // they rise already, but for rounding
    pieces_.push_back(piece);
  }
}

double QuantileTable::at(double z) const {
  const double place = std::clamp((z + reach) * per_unit, 0.0, static_cast<double>(pieces_.size()));
  const std::size_t index = std::min(static_cast<std::size_t>(place), pieces_.size() - 1);
  const Piece& b = pieces_[index];
  const double t = place - static_cast<double>(index), s = 1.0 - t;
  const double t2 = t * t, s2 = s * s;
  const double left = s2 * s * (s2 * b[0] + t * (5.0 * s * b[1] + 10.0 * t * b[2]));
  const double right = t2 * t * (t2 * b[5] + s * (5.0 * t * b[4] + 10.0 * s * b[3]));
  return left + right;
}

Column QuantileTable::at(const Column& z) const {
  if (!z.varies()) return at(z.value());
  Column y = Column::per_path();
  for (std::size_t path = 0; path < block_paths; ++path) y.lanes()[path] = at(z.lanes()[path]);
  return y;
}

const QuantileTable& DeferredTable::table() const {
  std::call_once(state_->once, [this] { state_->table = state_->make(); });
  return state_->table;
}

}  // namespace secondcurve
