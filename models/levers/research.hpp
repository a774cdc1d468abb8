#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "engine/block/ops.hpp"
#include "engine/core/bound_quantity.hpp"
#include "models/levers/lever_step.hpp"
#include "models/levers/stock_ratio.hpp"

namespace secondcurve {

/// Research of some sectors, and what it does to their output.
///
///     rho' = m(t - lag) + (rho - m(t - lag)) q exp(-trend),   rho(0) = 1,   R = epsilon ln rho
///
/// with m the intensity in units of the reference (1 up to the base year), rho the research stock in units of
/// the one at the reference intensity, and q what depreciation leaves of it.
/// Source: Z. Griliches, Issues in assessing the contribution of research and development to productivity
/// growth, Bell Journal of Economics 10 (1979) 92, doi:10.2307/3003321.
class Research final {
 public:
  struct Sector {
    std::size_t sector = 0;
    BoundQuantity intensity, reference;  ///< spending as a share of output [1]
    BoundQuantity elasticity;            ///< epsilon [1]
    BoundQuantity depreciation;          ///< effective annual [1/year]
    std::size_t lag = 0;                 ///< [step]
  };

  Research(std::vector<Sector> sectors, std::size_t steps_per_year)
      : sectors_(std::move(sectors)), steps_per_year_(steps_per_year) {}

  const std::vector<Sector>& sectors() const { return sectors_; }

  /// Columns that it needs in a block.
  std::size_t state_columns() const { return sectors_.size() * columns_each; }

  /// Sets the states of a block to the base year.
  void start(const LeverStep& s, double* states) const {
    for (const Sector& each : sectors_) {
      add(states, kept_share(each.depreciation.column(0, s.draws), s.dt), 0.0);
      broadcast(states + lane_pitch, 1.0);
      states += columns_each * lane_pitch;
    }
  }

  /// Steps the stocks and sets the sectors' terms. @param terms R by sector [path].
  void step(const LeverStep& s, double* states, const std::vector<double*>& terms) const {
    alignas(lane_alignment) double relative[block_paths];
    for (const Sector& each : sectors_) {
      const double* kept = states;
      double* ratio = states + lane_pitch;
      if (s.index < each.lag) {
        broadcast(relative, 1.0);
      } else {
        const std::size_t year = (s.index - each.lag) / steps_per_year_ + 1;
        divide(relative, each.intensity.at(year, s.draws), each.reference.at(year, s.draws));
      }
      step_ratio(ratio, relative, kept, (*s.trend)[each.sector]);
      double* term = terms[each.sector];
      logarithm(term, ratio);
      multiply(term, term, each.elasticity.at(s.year, s.draws));
      states += columns_each * lane_pitch;
    }
  }

 private:
  static constexpr std::size_t columns_each = 2;  ///< q and rho

  std::vector<Sector> sectors_;
  std::size_t steps_per_year_;
};

}  // namespace secondcurve
