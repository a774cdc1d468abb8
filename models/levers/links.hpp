#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "engine/block/linear.hpp"
#include "engine/block/ops.hpp"
#include "engine/core/bound_quantity.hpp"
#include "models/levers/lever_step.hpp"

namespace secondcurve {

/// Links between sectors: what one grows beyond expectation moves others, one delay later.
///
///     dl_i = sum_j (strength S_ij + supply_strength F_ij) (dy_j - expected_j)
///
/// dy is the change of the log level in a step, effects of levers included. S_ij is the share of its output
/// that i sells to j (backward: demand moves suppliers), F_ij the share of i's output that are inputs from j
/// (forward: supply moves buyers). A lasting shock ends at (I - S)^-1 times itself.
/// Source: R. E. Miller and P. D. Blair, Input-Output Analysis (2nd ed., Cambridge 2009), sections 2.2
/// (demand) and 12.1 (supply), in log changes and with a delay.
class Links final {
 public:
  /// What a sector passes on.
  struct Sender {
    std::size_t sector = 0;
    std::optional<BoundQuantity> expected;  ///< effective annual [1/year]; none: what its model expects
    BoundQuantity before;                   ///< growth before the base year, where `expected` is given
  };
  /// What a sector takes in: place among the senders, and coefficient.
  using Shares = std::vector<std::pair<std::size_t, double>>;
  struct Receiver {
    std::size_t sector = 0;
    Shares demand, supply;  ///< S_ij and F_ij, those above 0
  };

  Links() = default;
  /// @param delay [step], at least 1.
  Links(std::vector<Sender> senders, std::vector<Receiver> receivers, BoundQuantity strength,
        BoundQuantity supply_strength, std::size_t delay)
      : senders_(std::move(senders)),
        receivers_(std::move(receivers)),
        strength_(std::move(strength)),
        supply_strength_(std::move(supply_strength)),
        delay_(delay) {}

  /// Columns that they need in a block.
  std::size_t state_columns() const { return senders_.size() * (1 + delay_); }

  /// Sets the states of a block to the base year.
  void start(const LeverStep& s, double* states) const {
    alignas(lane_alignment) double initial[block_paths];
    for (std::size_t i = 0; i < senders_.size(); ++i) {
      const Sender& sender = senders_[i];
      broadcast(level(states, i), 0.0);
      broadcast(initial, 0.0);
      if (sender.expected) {
        logarithm_one_plus(initial, sender.before.at(1, s.draws));
        multiply(initial, initial, s.dt);
        subtract_expected(sender, s, initial);
      }
      for (std::size_t k = 0; k < delay_; ++k) std::copy_n(initial, block_paths, deviation(states, i, k));
    }
  }

  /// Adds what arrives in a step to the sectors' terms. @param terms log growth since the base year by
  /// links, by sector.
  void step(const LeverStep& s, double* states, const std::vector<double*>& terms) const {
    alignas(lane_alignment) double sum[block_paths];
    std::vector<Term> received;
    const auto take = [&](const Shares& shares, const BoundQuantity& strength, double* term) {
      if (shares.empty()) return;
      received.clear();
      for (const auto& [sender, share] : shares)
        received.push_back({share, deviation(states, sender, s.index % delay_)});
      affine(sum, 0.0, received);
      affine(term, 0.0, {{1.0, term}, {strength.at(0, s.draws), sum}});
    };
    for (const Receiver& receiver : receivers_) {
      take(receiver.demand, strength_, terms[receiver.sector]);
      take(receiver.supply, supply_strength_, terms[receiver.sector]);
    }
  }

  /// Notes by how much a step deviated, when it is done.
  void finish(const LeverStep& s, double* states) const {
    for (std::size_t i = 0; i < senders_.size(); ++i) {
      const Sender& sender = senders_[i];
      const double* now = (*s.total)[sender.sector];
      double* change = deviation(states, i, s.index % delay_);
      subtract(change, now, level(states, i));
      std::copy_n(now, block_paths, level(states, i));
      if (sender.expected)
        subtract_expected(sender, s, change);
      else
        subtract(change, change, (*s.trend)[sender.sector]);
    }
  }

 private:
  /// Takes a step's long-run growth off a growth.
  static void subtract_expected(const Sender& sender, const LeverStep& s, double* growth) {
    alignas(lane_alignment) double expected[block_paths];
    logarithm_one_plus(expected, sender.expected->at(s.year, s.draws));
    affine(growth, 0.0, {{1.0, growth}, {-s.dt, expected}});
  }

  double* level(double* states, std::size_t sender) const {
    return states + sender * (1 + delay_) * lane_pitch;
  }
  /// Of the last `delay` steps, in turn: that of a step takes the place of the one a delay before.
  double* deviation(double* states, std::size_t sender, std::size_t place) const {
    return level(states, sender) + (1 + place) * lane_pitch;
  }

  std::vector<Sender> senders_;
  std::vector<Receiver> receivers_;
  BoundQuantity strength_, supply_strength_;
  std::size_t delay_ = 1;  ///< [step]
};

}  // namespace secondcurve
