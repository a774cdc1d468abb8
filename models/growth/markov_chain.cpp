#include "models/growth/markov_chain.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <utility>

#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include "engine/core/contract.hpp"

namespace secondcurve {

namespace {
using Eigen::Index;
using Eigen::MatrixXcd;
using Eigen::MatrixXd;

/// An eigenvalue smaller than this is zero but for rounding, and so is its root.
constexpr double smallest_eigenvalue = 1e-12;
/// How far a probability of a root may be below zero by rounding.
constexpr double rounding = 1e-12;
/// How far the power of a root may be from the matrix, and a root from real numbers.
constexpr double largest_error = 1e-9;
/// A pivot that is smaller than this share of the largest one is zero but for rounding.
constexpr double smallest_pivot = 1e-9;

MatrixXd to_eigen(const TransitionMatrix& rows) {
  const auto n = static_cast<Index>(rows.size());
  MatrixXd matrix(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j)
      matrix(i, j) = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
  return matrix;
}

/// The matrix with what rounding left below zero cut off, and rows that sum to one.
TransitionMatrix to_transition(const MatrixXd& matrix) {
  const auto n = static_cast<std::size_t>(matrix.rows());
  TransitionMatrix rows(n, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
      rows[i][j] = std::max(matrix(static_cast<Index>(i), static_cast<Index>(j)), 0.0);
      sum += rows[i][j];
    }
    for (double& each : rows[i]) each /= sum;
  }
  return rows;
}

template <class Matrix>
Matrix power(const Matrix& matrix, int n) {
  Matrix result = matrix;
  for (int i = 1; i < n; ++i) result = result.lazyProduct(matrix).eval();
  return result;
}

/// The principal n-th root of an upper triangular matrix, one superdiagonal after the other: entry (i, j) of
/// the n-th power is linear in entry (i, j) of the root and depends on no other that is not known yet.
MatrixXcd triangular_root(const MatrixXcd& upper, int n) {
  MatrixXcd root = MatrixXcd::Zero(upper.rows(), upper.cols());
  for (Index i = 0; i < upper.rows(); ++i)
    if (std::abs(upper(i, i)) > smallest_eigenvalue) root(i, i) = std::pow(upper(i, i), 1.0 / n);
  for (Index above = 1; above < upper.rows(); ++above)
    for (Index i = 0; i + above < upper.rows(); ++i) {
      const Index j = i + above;
      std::complex<double> slope = 0.0, of_first = 1.0;  // sum of root_ii^k root_jj^(n-1-k), k < n
      for (int k = 0; k < n; ++k) {
        slope = slope * root(j, j) + of_first;
        of_first *= root(i, i);
      }
      if (slope != 0.0) root(i, j) = (upper(i, j) - power(root, n)(i, j)) / slope;
    }
  return root;
}
}  // namespace

TransitionMatrix transition_over(const std::vector<double>& mean_duration, const TransitionMatrix& next,
                                 double years) {
  // Uniformisation: with a rate r of at least every 1 / duration, expm(Q t) is the sum of Poisson
  // probabilities of k events in r t times (I + Q / r)^k. All terms are positive, so nothing cancels.
  const auto n = static_cast<Index>(mean_duration.size());
  const double rate = 1.0 / *std::min_element(mean_duration.begin(), mean_duration.end());
  MatrixXd jump = MatrixXd::Zero(n, n);
  for (Index i = 0; i < n; ++i) {
    const double leaves = 1.0 / (mean_duration[static_cast<std::size_t>(i)] * rate);
    jump.row(i) = leaves * to_eigen(next).row(i);
    jump(i, i) = 1.0 - leaves;
  }
  // In shares of the time short enough for few terms, then multiplied up.
  const int parts = std::max(1, static_cast<int>(std::ceil(rate * years)));
  const double events = rate * years / parts;  // at most 1: the terms fall faster than 1 / k!
  MatrixXd part = MatrixXd::Zero(n, n), term = std::exp(-events) * MatrixXd::Identity(n, n);
  for (int k = 1; k <= 25; ++k) {
    part += term;
    term = (term.lazyProduct(jump) * (events / k)).eval();
  }
  return to_transition(power(part, parts));
}

std::optional<TransitionMatrix> transition_root(const TransitionMatrix& transition, int n) {
  const MatrixXd matrix = to_eigen(transition);
  const Eigen::ComplexSchur<MatrixXcd> schur(matrix.cast<std::complex<double>>());
  const MatrixXcd& u = schur.matrixU();
  const MatrixXcd right = triangular_root(schur.matrixT(), n).lazyProduct(u.adjoint());
  const MatrixXcd root = u.lazyProduct(right);
  const bool is_real = root.imag().cwiseAbs().maxCoeff() < largest_error;
  const bool is_positive = root.real().minCoeff() >= -rounding;
  if (!is_real || !is_positive) return std::nullopt;
  TransitionMatrix found = to_transition(root.real());
  const double error = (power(to_eigen(found), n) - matrix).cwiseAbs().maxCoeff();
  if (!(error < largest_error)) return std::nullopt;
  return found;
}

std::optional<std::vector<double>> ergodic_distribution(const TransitionMatrix& transition) {
  const MatrixXd matrix = to_eigen(transition);
  const Index n = matrix.rows();
  Eigen::FullPivLU<MatrixXd> left(matrix.transpose() - MatrixXd::Identity(n, n));
  left.setThreshold(smallest_pivot);
  if (left.rank() != n - 1) return std::nullopt;  // two parts of the chain that never meet
  const Eigen::VectorXd kept = left.kernel().col(0);
  std::vector<double> distribution(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < distribution.size(); ++i)
    distribution[i] = std::max(kept(static_cast<Index>(i)) / kept.sum(), 0.0);
  return distribution;
}

const TransitionMatrix& RegimeChain::over(double dt) const {
  const auto n = static_cast<int>(std::lround(1.0 / dt));
  const auto place = std::find(divisions.begin(), divisions.end(), n);
  SC_EXPECT(place != divisions.end());
  return per_step[static_cast<std::size_t>(place - divisions.begin())];
}

RegimeChain chain_of(const TransitionMatrix& annual, std::vector<double> initial) {
  RegimeChain chain{{}, std::move(initial)};
  chain.per_step[0] = annual;
  for (std::size_t i = 1; i < chain.per_step.size(); ++i)
    chain.per_step[i] = transition_root(annual, RegimeChain::divisions[i]).value_or(TransitionMatrix{});
  return chain;
}

RegimeChain chain_of(const std::vector<double>& mean_duration, const TransitionMatrix& next,
                     std::vector<double> initial) {
  RegimeChain chain{{}, std::move(initial)};
  for (std::size_t i = 0; i < chain.per_step.size(); ++i)
    chain.per_step[i] = transition_over(mean_duration, next, 1.0 / RegimeChain::divisions[i]);
  return chain;
}

}  // namespace secondcurve
