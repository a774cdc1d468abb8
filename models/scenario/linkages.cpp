#include "models/scenario/linkages.hpp"

#include <cmath>
#include <cstddef>

#include <Eigen/Eigenvalues>
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
  return Eigen::EigenSolver<Matrix>(square(matrix), false).eigenvalues().cwiseAbs().maxCoeff();
}

}  // namespace secondcurve
