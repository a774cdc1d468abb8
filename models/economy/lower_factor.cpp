#include "models/economy/lower_factor.hpp"

#include <cmath>

#include <Eigen/Core>

namespace secondcurve {

namespace {
/// What a row adds to the variance of those before it is zero up to rounding below this.
constexpr double smallest_pivot = 1e-12;

Eigen::MatrixXd factor(const Eigen::MatrixXd& matrix) {
  Eigen::MatrixXd lower = Eigen::MatrixXd::Zero(matrix.rows(), matrix.cols());
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      if (lower(j, j) == 0.0) continue;
      const double left = matrix(i, j) - lower.row(i).head(j).dot(lower.row(j).head(j));
      lower(i, j) = left / lower(j, j);
    }
    const double pivot = matrix(i, i) - lower.row(i).head(i).squaredNorm();
    if (pivot > smallest_pivot) lower(i, i) = std::sqrt(pivot);
  }
  return lower;
}
}  // namespace

std::vector<std::vector<double>> lower_factor(std::span<const double> matrix, std::size_t n,
                                              std::span<const std::size_t> kept) {
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::Map<const Eigen::MatrixXd> full(matrix.data(), size, size);
  const std::vector<Eigen::Index> rows(kept.begin(), kept.end());
  const Eigen::MatrixXd lower = factor(full(rows, rows));
  std::vector<std::vector<double>> out;
  for (Eigen::Index i = 0; i < lower.rows(); ++i) {
    std::vector<double>& row = out.emplace_back();
    for (Eigen::Index j = 0; j <= i; ++j) row.push_back(lower(i, j));
  }
  return out;
}

}  // namespace secondcurve
