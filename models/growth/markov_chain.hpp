#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace secondcurve {

/// A square matrix, row by row. Of a chain: row i holds the probabilities of going from i to each regime.
using TransitionMatrix = std::vector<std::vector<double>>;

/// The transition matrix over `years` of a chain in continuous time, expm(Q years): it stays
/// `mean_duration[i]` years in i on average, Q_ii = -1 / duration, and then goes to j with probability
/// `next[i][j]`. Source: J. R. Norris, Markov Chains, Cambridge 1997, theorems 2.1.1 and 2.8.2.
TransitionMatrix transition_over(const std::vector<double>& mean_duration, const TransitionMatrix& next,
                                 double years);

/// The principal n-th root of a transition matrix, found on its complex Schur form, where it is a transition
/// matrix itself; nothing where it is not. The root is verified: its n-th power is the matrix again.
/// Source: M. I. Smith, A Schur algorithm for computing matrix pth roots, SIAM J. Matrix Anal. Appl. 24
/// (2003) 971 (doi:10.1137/S0895479801392697); N. J. Higham and L. Lin, On pth roots of stochastic matrices,
/// Linear Algebra Appl. 435 (2011) 448 (doi:10.1016/j.laa.2010.04.007).
std::optional<TransitionMatrix> transition_root(const TransitionMatrix& transition, int n);

/// The distribution over regimes that the chain keeps, where there is only one.
std::optional<std::vector<double>> ergodic_distribution(const TransitionMatrix& transition);

/// A Markov chain of regimes, ready for each division of the year.
struct RegimeChain {
  static constexpr std::array<int, 4> divisions{1, 2, 4, 12};  ///< steps a year

  /// Transition matrix of a step, in the order of `divisions`; empty where there is none.
  std::array<TransitionMatrix, 4> per_step;
  std::vector<double> initial;  ///< probability of each regime in the base year

  /// The transition matrix of a step; empty where there is none. @param dt one of 1 / `divisions` [year].
  const TransitionMatrix& over(double dt) const;

  bool operator==(const RegimeChain&) const = default;
};

/// The chain with these annual probabilities. @param initial as RegimeChain::initial.
RegimeChain chain_of(const TransitionMatrix& annual, std::vector<double> initial);

/// The chain with these durations [year], as `transition_over`.
RegimeChain chain_of(const std::vector<double>& mean_duration, const TransitionMatrix& next,
                     std::vector<double> initial);

}  // namespace secondcurve
