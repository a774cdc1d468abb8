#include "engine/random/noise.hpp"

#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace secondcurve::noise_test {

TEST(Noise, GivesEachNameAndSeedItsOwnStream) {
  const Noise noise(1);

  EXPECT_EQ(noise.stream("a/output").key(), Noise(1).stream("a/output").key());
  EXPECT_NE(noise.stream("a/output").key(), noise.stream("b/output").key());
  EXPECT_NE(noise.stream("a/output").key(), Noise(2).stream("a/output").key());
}

TEST(RequireDistinctStreams, AcceptsDifferentNames) {
  const std::vector<std::string> names = {"sectors.a/output", "sectors.b/output", "sectors.a/regime"};

  EXPECT_NO_THROW(require_distinct_streams(names));
}

TEST(RequireDistinctStreams, RefusesTheSameNameTwice) {
  const std::vector<std::string> names = {"sectors.a/output", "sectors.b/output", "sectors.a/output"};

  EXPECT_THROW(require_distinct_streams(names), ConfigError);
}

// A known collision: two texts with one FNV-1a hash.
TEST(RequireDistinctStreams, RefusesTwoNamesWithOneHash) {
  const std::vector<std::string> names = {"8yn0iYCKYHlIj4-BwPqk", "GReLUrM4wMqfg9yzV3KQ"};
  ASSERT_EQ(fnv1a64(names[0]), fnv1a64(names[1]));

  try {
    require_distinct_streams(names);
    FAIL() << "accepted names with one hash";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr(names[0]));
    EXPECT_THAT(error.what(), testing::HasSubstr(names[1]));
  }
}

// Statistics of the normals in the order in which the engine takes them: the draws of a stream for 2^18
// paths, 16 draws each, n = 2^22 values. Each z-score below is in standard errors; |z| < 6 has a false alarm
// chance of 2e-9, and all of them together, some 200, under 1e-6. The seed is fixed.
constexpr std::size_t n_paths = std::size_t{1} << 18;
constexpr std::size_t n_draws = 16;
constexpr double tolerance = 6.0;

/// Draws [draw, path] of a stream.
std::vector<double> normals_of(const std::string& name) {
  const StreamKey stream = Noise(20260101).stream(name);
  std::vector<double> z(n_draws * n_paths);
  alignas(lane_alignment) std::array<double, 4 * lane_pitch> quad{};
  for (std::size_t path = 0; path < n_paths; path += block_paths) {
    for (std::uint32_t q = 0; q < n_draws / 4; ++q) {
      fill_normals(stream, path, q, quad.data());
      for (std::size_t j = 0; j < 4; ++j) {
        std::copy_n(quad.data() + j * lane_pitch, block_paths, z.data() + (4 * q + j) * n_paths + path);
      }
    }
  }
  return z;
}

const std::vector<double>& sample() {
  static const std::vector<double> z = normals_of("sectors.automobiles/output");
  return z;
}

/// z-score of the mean of f over the sample, given its expectation and variance for a standard normal.
double score(const std::vector<double>& z, const std::function<double(double)>& f, double expectation,
             double variance) {
  double sum = 0.0;
  for (const double v : z) sum += f(v) - expectation;
  return sum / std::sqrt(variance * static_cast<double>(z.size()));
}

/// z-score of the correlation of two columns.
double correlation_score(const double* a, const double* b, std::size_t n) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum / std::sqrt(static_cast<double>(n));
}

TEST(NoiseNormals, HaveTheMomentsOfANormal) {
  EXPECT_LT(std::fabs(score(
                sample(), [](double v) { return v; }, 0.0, 1.0)),
            tolerance);
  EXPECT_LT(std::fabs(score(
                sample(), [](double v) { return v * v; }, 1.0, 2.0)),
            tolerance);
  EXPECT_LT(std::fabs(score(
                sample(), [](double v) { return v * v * v; }, 0.0, 15.0)),
            tolerance);
  EXPECT_LT(std::fabs(score(
                sample(), [](double v) { return v * v * v * v; }, 3.0, 96.0)),
            tolerance);
}

TEST(NoiseNormals, FailTheMomentTestsWhenStretchedOrShiftedByOnePercent) {
  std::vector<double> stretched = sample(), shifted = sample();
  for (double& v : stretched) v *= 1.01;
  for (double& v : shifted) v += 0.01;

  EXPECT_GT(score(
                stretched, [](double v) { return v * v; }, 1.0, 2.0),
            tolerance);
  EXPECT_GT(score(
                shifted, [](double v) { return v; }, 0.0, 1.0),
            tolerance);
}

TEST(NoiseNormals, HaveTheTailsOfANormal) {
  for (const double x : {0.5, 1.0, 2.0, 3.0, 4.0}) {
    const double p = 0.5 * std::erfc(x / std::sqrt(2.0));
    EXPECT_LT(std::fabs(score(
                  sample(), [x](double v) { return v > x; }, p, p * (1 - p))),
              tolerance)
        << x;
    EXPECT_LT(std::fabs(score(
                  sample(), [x](double v) { return v < -x; }, p, p * (1 - p))),
              tolerance)
        << x;
  }
}

TEST(NoiseNormals, AreUncorrelatedBetweenDrawsPathsAndStreams) {
  const std::vector<double>& z = sample();
  const std::vector<double> other = normals_of("sectors.automobiles/outpuu");
  for (std::size_t j = 0; j < n_draws; ++j) {
    const double* column = z.data() + j * n_paths;
    EXPECT_LT(std::fabs(correlation_score(column, column + 1, n_paths - 1)), tolerance) << "next path " << j;
    for (std::size_t k = 0; k < n_draws; ++k) {
      const double* across = other.data() + k * n_paths;
      EXPECT_LT(std::fabs(correlation_score(column, across, n_paths)), tolerance) << "streams " << j << k;
      if (k <= j) continue;
      const double* later = z.data() + k * n_paths;
      EXPECT_LT(std::fabs(correlation_score(column, later, n_paths)), tolerance) << "draws " << j << k;
    }
  }
}

// The squares of the two normals of a pair depend on each other if radius and angle do.
TEST(NoiseNormals, AreIndependentInSizeWithinAPair) {
  for (std::size_t j = 0; j < n_draws; j += 2) {
    std::vector<double> a(n_paths), b(n_paths);
    for (std::size_t i = 0; i < n_paths; ++i) {
      const double x = sample()[j * n_paths + i], y = sample()[(j + 1) * n_paths + i];
      a[i] = (x * x - 1) / std::sqrt(2.0);
      b[i] = (y * y - 1) / std::sqrt(2.0);
    }
    EXPECT_LT(std::fabs(correlation_score(a.data(), b.data(), n_paths)), tolerance) << j;
  }
}

TEST(NoiseNormals, FailTheCorrelationTestWhenMixedByThreePercent) {
  const double *a = sample().data(), *b = a + n_paths;
  std::vector<double> mixed(n_paths);
  for (std::size_t i = 0; i < n_paths; ++i) mixed[i] = b[i] + 0.03 * a[i];

  EXPECT_GT(correlation_score(a, mixed.data(), n_paths), tolerance);
}

}  // namespace secondcurve::noise_test
