#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include <gtest/gtest.h>

#include "engine/random/noise.hpp"
#include "models/registry.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/model_examples.hpp"
#include "tests/support/model_types.hpp"

// What growth models that know the exact moments of their log growth obey, and of those the linear ones.

namespace secondcurve::moment_laws_test {

using test::LinearResponse;
using test::ModelBlock;

constexpr double quarter = 0.25;

template <class Model>
class LinearGrowthLaws : public testing::Test {};
TYPED_TEST_SUITE(LinearGrowthLaws, test::ModelTypes<test::Only<GrowthModels>::Linear>::type);

template <class Model>
class KnownMoments : public testing::Test {};
TYPED_TEST_SUITE(KnownMoments, test::ModelTypes<test::Only<GrowthModels>::WithMoments>::type);

TYPED_TEST(LinearGrowthLaws, TakesTwoHalfStepsForOneInLaw) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    if constexpr (test::PathDependsOnStep<TypeParam>) break;
    const LinearResponse<TypeParam> once(example.params, 3, 1.0), twice(example.params, 6, 0.5);

    for (std::size_t a = 0; a < ModelBlock<TypeParam>::n_states; ++a) {
      EXPECT_NEAR(once.mean[a], twice.mean[a], 1e-14) << example.label;
      for (std::size_t b = 0; b < ModelBlock<TypeParam>::n_states; ++b)
        EXPECT_NEAR(once.covariance[a][b], twice.covariance[a][b],
                    1e-12 * std::sqrt(once.covariance[a][a] * once.covariance[b][b]))
            << example.label << ", states " << a << " and " << b;
    }
  }
}

TYPED_TEST(LinearGrowthLaws, KnowsItsMoments) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const LinearResponse<TypeParam> after(example.params, 20, quarter);

    const LogMoments moments = moments_of<TypeParam>(example.params, 5.0, quarter);

    EXPECT_NEAR(moments.mean, after.mean[0], 1e-13) << example.label;
    EXPECT_NEAR(moments.variance, after.covariance[0][0], 1e-12 * moments.variance) << example.label;
  }
}

TYPED_TEST(LinearGrowthLaws, ExpectsTheMeanGrowth) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    // Noises in pairs of opposite sign: the mean over paths is that of the law.
    const auto coefficients = TypeParam::prepare(example.params, test::in_2025(quarter));
    ModelBlock<TypeParam> block(example.params, test::in_2025(quarter));
    for (std::size_t k = 0; k < block.n_noises; ++k) block.noises[k] = test::random_lanes(-3.0, 3.0, 11 + k);
    for (test::Lanes& noise : block.noises)
      for (std::size_t path = 1; path < block_paths; path += 2) noise[path] = -noise[path - 1];
    auto expected = test::expectation_of<TypeParam>(example.params, test::in_2025(quarter));
    double trend = 0.0;

    for (int step = 0; step < 8; ++step) {
      trend += TypeParam::trend(coefficients, expected).value();
      block.step(coefficients);
    }

    double mean = 0.0;
    for (double growth : block.states[0].values) mean += growth / block_paths;
    EXPECT_NEAR(mean, trend, 1e-14) << example.label;
  }
}

// Mean and variance over n = 65,536 paths, drawn as the program does. Standard errors: sd / sqrt(n) by the
// moments, and sqrt((m4 - m2^2) / n) by the sample. 7 of them: false alarm below 3e-12 a statistic.
TYPED_TEST(KnownMoments, AreThoseOfSimulatedPaths) {
  constexpr std::size_t n_blocks = 256, n_steps = 20;
  constexpr double n = n_blocks * block_paths;
  const Noise noise(20260101);
  for (const auto& example : test::examples_of<TypeParam>()) {
    if (!knows_moments<TypeParam>(example.params)) continue;
    const LogMoments exact = moments_of<TypeParam>(example.params, n_steps * quarter, quarter);
    const auto coefficients = TypeParam::prepare(example.params, test::in_2025(quarter));
    const auto streams = [&]<std::size_t... k>(std::index_sequence<k...>) {
      return std::array{noise.stream(TypeParam::describe().noises[k].name)...};
    }
    (std::make_index_sequence<ModelBlock<TypeParam>::n_noises>{});
    std::array<double, 4> sums{};
    for (std::size_t i = 0; i < n_blocks; ++i) {
      ModelBlock<TypeParam> block(example.params, test::in_2025(quarter),
                                  test::first_noises<TypeParam>(streams, i * block_paths));
      for (std::size_t step = 0; step < n_steps; ++step) {
        block.draw(streams, i * block_paths);
        block.step(coefficients);
      }
      for (double growth : block.states[0].values)
        for (std::size_t k = 0; k < 4; ++k)
          sums[k] += std::pow(growth - exact.mean, static_cast<double>(k + 1)) / n;
    }

    const double variance = sums[1], fourth = sums[3];  // about the exact mean
    EXPECT_NEAR(sums[0], 0.0, 7.0 * std::sqrt(exact.variance / n)) << example.label;
    EXPECT_NEAR(variance, exact.variance, 7.0 * std::sqrt((fourth - variance * variance) / n))
        << example.label;
  }
}

TYPED_TEST(KnownMoments, HaveTheMeanThatTheTrendAddsUpTo) {
  constexpr int n_steps = 20;
  for (const auto& example : test::examples_of<TypeParam>()) {
    if (!knows_moments<TypeParam>(example.params)) continue;
    const auto coefficients = TypeParam::prepare(example.params, test::in_2025(quarter));
    auto expected = test::expectation_of<TypeParam>(example.params, test::in_2025(quarter));
    double trend = 0.0;

    for (int step = 0; step < n_steps; ++step) trend += TypeParam::trend(coefficients, expected).value();

    EXPECT_NEAR(trend, moments_of<TypeParam>(example.params, n_steps * quarter, quarter).mean, 1e-13)
        << example.label;
  }
}

}  // namespace secondcurve::moment_laws_test
