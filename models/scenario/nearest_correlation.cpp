#include "models/scenario/nearest_correlation.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>

namespace secondcurve {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int most_steps = 10'000;
/// A step that changes no entry by more, and whose two projections agree as well, has converged.
constexpr double smallest_step = 1e-13;

Eigen::Map<const Matrix> view(std::span<const double> matrix, std::size_t n) {
  const auto size = static_cast<Eigen::Index>(n);
  return {matrix.data(), size, size};
}

double largest_difference(const Matrix& a, const Matrix& b) { return (a - b).cwiseAbs().maxCoeff(); }

/// The nearest positive semidefinite matrix: that without the negative eigenvalues. P_S in the source.
Matrix positive_part(const Matrix& symmetric) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(symmetric);
  const Matrix& vectors = solver.eigenvectors();
  return vectors * solver.eigenvalues().cwiseMax(0.0).asDiagonal() * vectors.transpose();
}

/// Divides rows and columns so that the diagonal is 1: a congruence, which adds no negative eigenvalue.
Matrix with_unit_diagonal(const Matrix& semidefinite) {
  const Eigen::VectorXd scale = semidefinite.diagonal().cwiseSqrt().cwiseInverse();
  Matrix scaled = scale.asDiagonal() * semidefinite * scale.asDiagonal();
  scaled = (0.5 * (scaled + scaled.transpose())).eval();
  scaled = scaled.cwiseMax(-1.0).cwiseMin(1.0).eval();
  scaled.diagonal().setOnes();
  return scaled;
}

}  // namespace

double smallest_eigenvalue(std::span<const double> matrix, std::size_t n) {
  return Eigen::SelfAdjointEigenSolver<Matrix>(view(matrix, n), Eigen::EigenvaluesOnly).eigenvalues()(0);
}

NearestCorrelation nearest_correlation(std::span<const double> matrix, std::size_t n) {
  const Matrix given = view(matrix, n);
  Matrix with_diagonal = given;  // Y in the source
  Matrix semidefinite = given;   // X
  Matrix correction = Matrix::Zero(given.rows(), given.cols());
  for (int step = 0; step < most_steps; ++step) {
    const Matrix corrected = with_diagonal - correction;
    const Matrix before = semidefinite;
    semidefinite = positive_part(corrected);
    correction = semidefinite - corrected;
    with_diagonal = semidefinite;
    with_diagonal.diagonal().setOnes();
    const double moved =
        std::max(largest_difference(semidefinite, before), largest_difference(semidefinite, with_diagonal));
    if (moved <= smallest_step) break;
  }
  const Matrix nearest = with_unit_diagonal(semidefinite);
  return {{nearest.data(), nearest.data() + nearest.size()}, largest_difference(nearest, given)};
}

std::vector<double> rounded_correlation(std::span<const double> matrix, std::size_t n, int digits) {
  const double unit = std::pow(10.0, -digits);
  const double kept = 1.0 - 0.5 * static_cast<double>(n) * unit;
  std::vector<double> rounded(matrix.begin(), matrix.end());
  for (std::size_t i = 0; i < rounded.size(); ++i)
    if (i % (n + 1) != 0) rounded[i] = std::round(kept * rounded[i] / unit) * unit;
  return rounded;
}

}  // namespace secondcurve
