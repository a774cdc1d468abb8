#include "models/scenario/nearest_correlation.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <Eigen/Eigenvalues>

namespace secondcurve::nearest_correlation_test {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ::testing::DoubleNear;
using ::testing::Pointwise;

Matrix as_matrix(const std::vector<double>& entries, std::size_t n) {
  return Eigen::Map<const Matrix>(entries.data(), static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n));
}

/// Symmetric with ones on the diagonal and correlations uniform from -1 to 1: none that can hold, for n >= 5.
std::vector<double> random_symmetric(std::size_t n, std::mt19937_64& engine) {
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  std::vector<double> matrix(n * n, 1.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) matrix[i * n + j] = matrix[j * n + i] = uniform(engine);
  return matrix;
}

/// A correlation matrix: cosines of the angles between n random directions in `rank` dimensions.
Matrix random_correlation(std::size_t n, std::size_t rank, std::mt19937_64& engine) {
  std::normal_distribution<double> normal;
  Matrix directions = Matrix::NullaryExpr(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(rank),
                                          [&] { return normal(engine); });
  directions.rowwise().normalize();
  return directions * directions.transpose();
}

/// How far X is from meeting what the nearest correlation matrix to A alone meets (Higham 2002, theorem 2.4):
/// X - A = M + D with D diagonal, M positive semidefinite and M X = 0. As X has ones on its diagonal, D is
/// the diagonal of (X - A) X.
double lack_of_optimality(const Matrix& x, const Matrix& a) {
  Matrix rest = x - a;
  rest.diagonal() -= ((x - a) * x).diagonal();
  const double smallest =
      Eigen::SelfAdjointEigenSolver<Matrix>(rest, Eigen::EigenvaluesOnly).eigenvalues()(0);
  return std::max((rest * x).cwiseAbs().maxCoeff(), -smallest);
}

TEST(NearestCorrelation, IsThePublishedOne) {
  // Higham (2002), section 1, to the four digits that are printed there; the correlation a of neighbours
  // solves 4 a^3 - a - 1 = 0, that of the outer pair is 2 a^2 - 1.
  const std::vector<double> given{1, 1, 0, 1, 1, 1, 0, 1, 1};

  const NearestCorrelation nearest = nearest_correlation(given, 3);

  EXPECT_THAT(nearest.matrix,
              Pointwise(DoubleNear(5e-5), {1.0, 0.7607, 0.1573, 0.7607, 1.0, 0.7607, 0.1573, 0.7607, 1.0}));
  const double a = nearest.matrix[1];
  EXPECT_NEAR(4.0 * a * a * a - a - 1.0, 0.0, 1e-9);
  EXPECT_NEAR(nearest.matrix[2], 2.0 * a * a - 1.0, 1e-9);
  EXPECT_NEAR((as_matrix(nearest.matrix, 3) - as_matrix(given, 3)).norm(), 0.5278, 5e-5);
  EXPECT_NEAR(nearest.largest_change, 1.0 - a, 1e-12);
}

TEST(NearestCorrelation, IsThePublishedOneOfATridiagonalMatrix) {
  // Higham (2002), section 4: 2 on the diagonal, -1 beside it. Only differences of the other entries count.
  const std::vector<double> given{2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2};

  EXPECT_THAT(nearest_correlation(given, 4).matrix,
              Pointwise(DoubleNear(5e-5), {1.0, -0.8084, 0.1916, 0.1068, -0.8084, 1.0, -0.6562, 0.1916,
                                           0.1916, -0.6562, 1.0, -0.8084, 0.1068, 0.1916, -0.8084, 1.0}));
}

TEST(NearestCorrelation, IsACorrelationMatrix) {
  std::mt19937_64 engine(1);
  for (const std::size_t n : {3u, 6u, 14u, 40u}) {
    const std::vector<double> given = random_symmetric(n, engine);

    const NearestCorrelation nearest = nearest_correlation(given, n);

    EXPECT_GE(smallest_eigenvalue(nearest.matrix, n), -1e-14 * static_cast<double>(n));
    const Matrix x = as_matrix(nearest.matrix, n);
    EXPECT_EQ(x, x.transpose());
    EXPECT_EQ(x.diagonal(), Eigen::VectorXd::Ones(x.rows()));
    EXPECT_LE(x.cwiseAbs().maxCoeff(), 1.0);
    EXPECT_EQ(nearest.largest_change, (x - as_matrix(given, n)).cwiseAbs().maxCoeff());
  }
}

TEST(NearestCorrelation, MeetsTheConditionsOfTheNearest) {
  std::mt19937_64 engine(2);
  for (const std::size_t n : {3u, 6u, 14u, 40u}) {
    const std::vector<double> given = random_symmetric(n, engine);
    const Matrix nearest = as_matrix(nearest_correlation(given, n).matrix, n);

    EXPECT_LT(lack_of_optimality(nearest, as_matrix(given, n)), 1e-9) << n;

    const Matrix identity = Matrix::Identity(nearest.rows(), nearest.cols());
    EXPECT_GT(lack_of_optimality(0.999 * nearest + 0.001 * identity, as_matrix(given, n)), 1e-5) << n;
  }
}

TEST(NearestCorrelation, HasNoOtherNearerOne) {
  std::mt19937_64 engine(3);
  const std::size_t n = 6;
  const std::vector<double> entries = random_symmetric(n, engine);
  const Matrix given = as_matrix(entries, n), nearest = as_matrix(nearest_correlation(entries, n).matrix, n);
  const double distance = (nearest - given).norm();

  for (std::size_t trial = 0; trial < 2000; ++trial) {
    const Matrix other = random_correlation(n, 1 + trial % n, engine);
    for (const double share : {1.0, 0.1, 0.001})
      EXPECT_GT(((1.0 - share) * nearest + share * other - given).norm(), distance);
  }
}

TEST(NearestCorrelation, LeavesACorrelationMatrixUnchanged) {
  std::mt19937_64 engine(4);
  const Matrix valid = random_correlation(9, 20, engine);
  const std::vector<double> entries(valid.data(), valid.data() + valid.size());

  EXPECT_LT(nearest_correlation(entries, 9).largest_change, 1e-14);
}

TEST(RoundedCorrelation, StaysACorrelationMatrix) {
  std::mt19937_64 engine(5);
  for (const std::size_t n : {2u, 7u, 30u}) {
    const Matrix flat = random_correlation(n, 2, engine);  // all but two eigenvalues are zero
    const std::vector<double> entries(flat.data(), flat.data() + flat.size());

    const std::vector<double> rounded = rounded_correlation(entries, n, 3);

    EXPECT_GE(smallest_eigenvalue(rounded, n), -1e-14 * static_cast<double>(n));
    for (std::size_t i = 0; i < rounded.size(); ++i) {
      EXPECT_NEAR(rounded[i], entries[i], 0.0005 * static_cast<double>(n + 1));
      EXPECT_NEAR(1000.0 * rounded[i], std::round(1000.0 * rounded[i]), 1e-9);
    }
  }
}

}  // namespace secondcurve::nearest_correlation_test
