#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/core/bound_quantity.hpp"
#include "models/levers/lever_step.hpp"

namespace secondcurve {

/// A technology that spreads: Bass diffusion of the share a that has adopted it.
///
///     da/dt = (p u + q a/m) (m - a),   A = gain (a - a_ref)
///
/// u is constant in a step, so each step is the exact solution. With g = 1 - a/m, the part that is still to
/// come, and R = p u + q:
///
///     g' = g exp(-R dt) / (1 - q g r),   r = (1 - exp(-R dt)) / R
///
/// a_ref is the same path with u = 1, or the share of the base year. Where the share of the base year is
/// above the ceiling m, it takes its place.
/// Source: F. M. Bass, A new product growth for model consumer durables, Management Science 15 (1969) 215,
/// eq. 2 (doi:10.1287/mnsc.15.5.215), with p, q and m as there and u by year.
struct Adoption {
  BoundQuantity initial, ceiling;                            ///< shares [1]
  BoundQuantity p, q;                                        ///< innovation and imitation [1/year]
  BoundQuantity support;                                     ///< u [1]
  std::vector<std::pair<std::size_t, BoundQuantity>> gains;  ///< sector, log gain of output [1]
  bool only_extra = true;  ///< a_ref is the path with u = 1, not the share of the base year
};

/// The adoptions of a scenario.
class Adoptions final {
 public:
  explicit Adoptions(std::vector<Adoption> adoptions) : adoptions_(std::move(adoptions)) {}

  /// Columns that they need in a block.
  std::size_t state_columns() const { return adoptions_.size() * columns_each; }

  /// Sets the states of a block to the base year.
  void start(const LeverStep& s, double* states) const {
    for (std::size_t i = 0; i < adoptions_.size(); ++i) {
      const Adoption& each = adoptions_[i];
      const State state(states, i);
      maximum(state.ceiling, each.ceiling.at(0, s.draws), each.initial.at(0, s.draws));
      divide(state.to_come, each.initial.at(0, s.draws), state.ceiling);
      subtract(state.to_come, 1.0, state.to_come);
      std::copy_n(state.to_come, block_paths, state.reference);
    }
  }

  /// Spreads each by a step and sets the sectors' terms. @param terms log growth since the base year by
  /// adoption, by sector.
  void step(const LeverStep& s, double* states, const std::vector<double*>& terms) const {
    for (const Adoption& each : adoptions_)
      for (const auto& [sector, gain] : each.gains) broadcast(terms[sector], 0.0);
    for (std::size_t i = 0; i < adoptions_.size(); ++i) {
      const Adoption& each = adoptions_[i];
      const State state(states, i);
      if (s.index == 0 || (s.starts_year && each.support.by_year())) {
        prepare(each, each.support.at(s.year, s.draws), s, state.pace);
        if (each.only_extra) prepare(each, 1.0, s, state.reference_pace);
      }
      spread(state.pace, state.to_come);
      if (each.only_extra) spread(state.reference_pace, state.reference);
      alignas(lane_alignment) double effect[block_paths];
      subtract(effect, state.reference, state.to_come);
      multiply(effect, effect, state.ceiling);
      for (const auto& [sector, gain] : each.gains)
        affine(terms[sector], 0.0, {{1.0, terms[sector]}, {gain.at(0, s.draws), effect}});
    }
  }

 private:
  static constexpr std::size_t columns_each = 7;

  /// Coefficients of a step [path].
  struct Pace {
    double* kept;  ///< exp(-R dt)
    double* pull;  ///< -q r
  };
  struct State {
    State(double* states, std::size_t adoption) {
      double* next = states + adoption * columns_each * lane_pitch;
      for (double** column : {&ceiling, &to_come, &reference, &pace.kept, &pace.pull, &reference_pace.kept,
                              &reference_pace.pull}) {
        *column = next;
        next += lane_pitch;
      }
    }
    double* ceiling;
    double* to_come;    ///< g
    double* reference;  ///< the same on the path that is compared with
    Pace pace, reference_pace;
  };

  static void prepare(const Adoption& each, Operand support, const LeverStep& s, Pace pace) {
    constexpr double smallest_rate = 1e-300;  // r is dt there as at R = 0
    alignas(lane_alignment) double rate[block_paths];
    multiply(rate, each.p.at(0, s.draws), support);
    add(rate, rate, each.q.at(0, s.draws));
    maximum(rate, rate, smallest_rate);
    multiply(pace.pull, rate, -s.dt);
    exponential_minus_one(pace.pull, pace.pull);
    add(pace.kept, pace.pull, 1.0);
    divide(pace.pull, pace.pull, rate);
    multiply(pace.pull, pace.pull, each.q.at(0, s.draws));
  }

  static void spread(Pace pace, double* to_come) {
    alignas(lane_alignment) double divisor[block_paths];
    multiply_add(divisor, pace.pull, to_come, 1.0);
    multiply(to_come, to_come, pace.kept);
    divide(to_come, to_come, divisor);
  }

  std::vector<Adoption> adoptions_;
};

}  // namespace secondcurve
