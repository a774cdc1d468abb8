#include "engine/random/brownian_bridge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/column.hpp"

namespace secondcurve::brownian_bridge_test {

struct Free {
  void operator()(double* p) const { std::free(p); }
};
std::unique_ptr<double, Free> columns(std::size_t n) {
  void* room = std::aligned_alloc(lane_alignment, n * lane_pitch * sizeof(double));
  std::unique_ptr<double, Free> owner(static_cast<double*>(room));
  std::fill_n(owner.get(), n * lane_pitch, 0.0);
  return owner;
}

/// Steps as a linear map of the normals: [normal][step]. Path k is given the k-th unit vector.
std::vector<std::vector<double>> matrix_of(std::size_t n) {
  const BrownianBridge bridge(n);
  const auto walk = columns(n), z = columns(1);
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t path = 0; path < block_paths; ++path) z.get()[path] = path == k ? 1.0 : 0.0;
    bridge.fix(k, z.get(), walk.get());
  }
  bridge.to_steps(walk.get());
  std::vector<std::vector<double>> matrix(n, std::vector<double>(n));
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t step = 0; step < n; ++step) matrix[k][step] = walk.get()[step * lane_pitch + k];
  return matrix;
}

TEST(BrownianBridge, MakesIndependentUnitStepsOutOfIndependentNormals) {
  for (const std::size_t n : {1u, 2u, 3u, 5u, 7u, 8u, 60u, 128u}) {
    const auto matrix = matrix_of(n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double covariance = 0.0;
        for (std::size_t k = 0; k < n; ++k) covariance += matrix[k][i] * matrix[k][j];
        ASSERT_NEAR(covariance, i == j ? 1.0 : 0.0, 4e-15) << n << ' ' << i << ' ' << j;
      }
  }
}

TEST(BrownianBridge, FixesTheEndFirstAndTheMiddleNext) {
  const auto matrix = matrix_of(8);

  for (std::size_t step = 0; step < 8; ++step) {
    EXPECT_NEAR(matrix[0][step], std::sqrt(8.0) / 8.0, 1e-15);
    EXPECT_NEAR(matrix[1][step], (step < 4 ? 1.0 : -1.0) * std::sqrt(8.0) / 8.0, 1e-15);
  }
}

TEST(BrownianBridge, FixesEveryPointOnceAndCoarseLevelsFirst) {
  for (const std::size_t n : {1u, 5u, 12u}) {
    std::vector<int> seen(n + 1, 0);
    std::size_t level = 0;
    const BrownianBridge bridge(n);
    for (const BrownianBridge::Point& point : bridge.points()) {
      ++seen[point.point];
      EXPECT_GE(point.level, level);
      level = point.level;
    }

    EXPECT_EQ(std::count(seen.begin() + 1, seen.end(), 1), static_cast<std::ptrdiff_t>(n));
  }
}

}  // namespace secondcurve::brownian_bridge_test
