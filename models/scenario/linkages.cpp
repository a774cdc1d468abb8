#include "models/scenario/linkages.hpp"

#include <cmath>
#include <cstddef>

#include <Eigen/LU>

namespace secondcurve {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const Matrix> square(std::span<const double> values) {
  const auto n = static_cast<Eigen::Index>(std::lround(std::sqrt(static_cast<double>(values.size()))));
  return {values.data(), n, n};
}

Matrix inverse_of_rest(const Matrix& share) {
  return (Matrix::Identity(share.rows(), share.cols()) - share).inverse();
}

std::vector<double> values_of(const Eigen::VectorXd& vector) {
  return {vector.data(), vector.data() + vector.size()};
}

}  // namespace

Linkages linkages(std::span<const double> sales_shares, std::span<const double> input_shares) {
  const Matrix ghosh = inverse_of_rest(square(sales_shares));
  const Matrix leontief = inverse_of_rest(square(input_shares).transpose());
  const Eigen::VectorXd multiplier = leontief.colwise().sum().transpose();
  const Eigen::VectorXd supply = ghosh.rowwise().sum();
  return {{ghosh.data(), ghosh.data() + ghosh.size()},
          values_of(multiplier),
          values_of(multiplier / multiplier.mean()),
          values_of(supply / supply.mean())};
}

double spectral_radius(std::span<const double> matrix) {
  // Gelfand's formula, the limit of |M^k|^(1/k), at k = 2^squarings; its error is of the order of log(k)/k.
  constexpr int squarings = 50;
  Matrix power = square(matrix);
  double log_radius = 0.0, share = 1.0;
  for (int i = 0; i <= squarings; ++i) {
    const double norm = power.cwiseAbs().rowwise().sum().maxCoeff();
    if (norm == 0.0) return 0.0;
    log_radius += share * std::log(norm);
    power = (power / norm).eval();
    power = power.lazyProduct(power).eval();
    share /= 2.0;
  }
  return std::exp(log_radius);
}

}  // namespace secondcurve
