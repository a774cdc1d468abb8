#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "models/registry.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/model_examples.hpp"

// What every growth model obeys, for every key and choice of its description. A model is tested here by
// being listed in models/registry.hpp; one with exact moments obeys the laws of linear models, too.

namespace secondcurve {
namespace {

using test::bits_of;
using test::Lanes;
using test::LinearResponse;
using test::ModelBlock;

template <class Models>
struct TestTypes;
template <class... Models>
struct TestTypes<std::tuple<Models...>> {
  using type = testing::Types<Models...>;
};

/// Models whose log growth is a linear function of normal noises say so by their exact moments.
template <class Model>
concept LinearGaussian = requires(const typename Model::Params& p) {
  Model::log_moments(p, 1.0);
};

template <class Models>
struct OnlyLinear;
template <class... Models>
struct OnlyLinear<std::tuple<Models...>> {
  using type = decltype(std::tuple_cat(
      std::declval<std::conditional_t<LinearGaussian<Models>, std::tuple<Models>, std::tuple<>>>()...));
};

constexpr double quarter = 0.25;

template <class Model>
class GrowthLaws : public testing::Test {
 protected:
  static constexpr std::size_t n_states = ModelBlock<Model>::n_states;
  using Params = typename Model::Params;

  /// A block with different noises on every path.
  static ModelBlock<Model> noisy_block(const Params& params, double dt) {
    ModelBlock<Model> block(Model::start(params, {dt, 100.0}, nullptr));
    for (std::size_t k = 0; k < block.n_noises; ++k) block.noises[k] = test::random_lanes(-3.0, 3.0, 11 + k);
    return block;
  }

  /// The states after some steps from noises that stay.
  static std::array<Lanes, n_states> after(const Params& params, double dt, int n_steps) {
    ModelBlock<Model> block = noisy_block(params, dt);
    const auto coefficients = Model::prepare(params, {dt, 100.0});
    for (int i = 0; i < n_steps; ++i) block.step(coefficients);
    return block.states;
  }

  static bool same_bits(const Lanes& a, const Lanes& b) {
    return std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                      [](double x, double y) { return bits_of(x) == bits_of(y); });
  }
};
TYPED_TEST_SUITE(GrowthLaws, TestTypes<GrowthModels>::type);

template <class Model>
class LinearGrowthLaws : public GrowthLaws<Model> {};
TYPED_TEST_SUITE(LinearGrowthLaws, TestTypes<OnlyLinear<GrowthModels>::type>::type);

TYPED_TEST(GrowthLaws, StepsPurely) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const auto coefficients = TypeParam::prepare(example.params, {quarter, 100.0});
    ModelBlock<TypeParam> block = this->noisy_block(example.params, quarter);
    block.step(coefficients);
    ModelBlock<TypeParam> once = block, again = block;

    once.step(coefficients);
    ModelBlock<TypeParam>(TypeParam::start(example.params, {1.0, 7.0}, nullptr))
        .step(coefficients);  // unrelated
    again.step(coefficients);

    for (std::size_t k = 0; k < this->n_states; ++k)
      EXPECT_TRUE(this->same_bits(once.states[k], again.states[k])) << example.label;
    for (std::size_t k = 0; k < block.n_noises; ++k)
      EXPECT_TRUE(this->same_bits(once.noises[k], block.noises[k])) << example.label << ": noise written";
  }
}

TYPED_TEST(GrowthLaws, StepsEachPathByItself) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const auto coefficients = TypeParam::prepare(example.params, {quarter, 100.0});
    ModelBlock<TypeParam> block = this->noisy_block(example.params, quarter), turned = block;
    for (Lanes& noise : turned.noises) std::reverse(noise.values.begin(), noise.values.end());

    for (int i = 0; i < 5; ++i) {
      block.step(coefficients);
      turned.step(coefficients);
    }

    for (std::size_t k = 0; k < this->n_states; ++k) {
      std::reverse(turned.states[k].values.begin(), turned.states[k].values.end());
      EXPECT_TRUE(this->same_bits(block.states[k], turned.states[k])) << example.label;
    }
  }
}

TYPED_TEST(GrowthLaws, GivesTheSameBitsForOneValueAsForOnePerPath) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    auto varying = example.params;
    test::for_each_given<TypeParam>(varying, [](const auto&, Column& column) {
      Lanes lanes;
      lanes.values.fill(column.value());
      column = test::to_column(lanes);
    });

    const auto one = this->after(example.params, quarter, 6);
    const auto many = this->after(varying, quarter, 6);

    for (std::size_t k = 0; k < this->n_states; ++k)
      EXPECT_TRUE(this->same_bits(one[k], many[k])) << example.label << ", state " << k;
  }
}

TYPED_TEST(GrowthLaws, StartsWithoutGrowth) {
  for (const auto& example : test::examples_of<TypeParam>())
    EXPECT_EQ(TypeParam::start(example.params, {quarter, 100.0}, nullptr)[0].value(), 0.0) << example.label;
}

TYPED_TEST(GrowthLaws, TakesTwoHalfStepsForOneWithoutNoise) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const double once = test::log_growth_after<TypeParam>(example.params, 5, 1.0);
    const double twice = test::log_growth_after<TypeParam>(example.params, 10, 0.5);
    const double often = test::log_growth_after<TypeParam>(example.params, 60, 1.0 / 12);

    EXPECT_NEAR(once, twice, 1e-13) << example.label;
    EXPECT_NEAR(once, often, 1e-13) << example.label;
  }
}

TYPED_TEST(LinearGrowthLaws, TakesTwoHalfStepsForOneInLaw) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const LinearResponse<TypeParam> once(example.params, 3, 1.0), twice(example.params, 6, 0.5);

    for (std::size_t a = 0; a < this->n_states; ++a) {
      EXPECT_NEAR(once.mean[a], twice.mean[a], 1e-14) << example.label;
      for (std::size_t b = 0; b < this->n_states; ++b)
        EXPECT_NEAR(once.covariance[a][b], twice.covariance[a][b],
                    1e-12 * std::sqrt(once.covariance[a][a] * once.covariance[b][b]))
            << example.label << ", states " << a << " and " << b;
    }
  }
}

TYPED_TEST(LinearGrowthLaws, KnowsItsMoments) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const LinearResponse<TypeParam> after(example.params, 20, quarter);

    const LogMoments moments = TypeParam::log_moments(example.params, 5.0);

    EXPECT_NEAR(moments.mean, after.mean[0], 1e-13) << example.label;
    EXPECT_NEAR(moments.variance, after.covariance[0][0], 1e-12 * moments.variance) << example.label;
  }
}

TYPED_TEST(GrowthLaws, ExpectsTheGrowthOfThePathWithoutNoise) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const auto coefficients = TypeParam::prepare(example.params, {quarter, 100.0});
    auto expected = TypeParam::start(example.params, {quarter, 100.0}, nullptr);
    ModelBlock<TypeParam> block(expected);

    for (int step = 0; step < 12; ++step) {
      const double before = block.states[0][0];
      const Column trend = TypeParam::trend(coefficients, expected);
      block.step(coefficients);

      EXPECT_NEAR(trend.value(), block.states[0][0] - before, 1e-14) << example.label << ", step " << step;
      EXPECT_NEAR(expected[0].value(), block.states[0][0], 1e-14) << example.label << ", step " << step;
    }
  }
}

TYPED_TEST(LinearGrowthLaws, ExpectsTheMeanGrowth) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    // Noises in pairs of opposite sign: the mean over paths is that of the law.
    const auto coefficients = TypeParam::prepare(example.params, {quarter, 100.0});
    ModelBlock<TypeParam> block = this->noisy_block(example.params, quarter);
    for (Lanes& noise : block.noises)
      for (std::size_t path = 1; path < block_paths; path += 2) noise[path] = -noise[path - 1];
    auto expected = TypeParam::start(example.params, {quarter, 100.0}, nullptr);
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

TYPED_TEST(GrowthLaws, FeelsEveryKeyAndEveryNoise) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const auto states = this->after(example.params, quarter, 3);
    test::for_each_given<TypeParam>(example.params, [&](const auto& f, const Column&) {
      auto changed = example.params;
      changed.*f.member = Column(1.01 * test::example_value(f.info));

      EXPECT_FALSE(this->same_bits(this->after(changed, quarter, 3)[0], states[0]))
          << example.label << ", " << f.name;
    });
    const auto coefficients = TypeParam::prepare(example.params, {quarter, 100.0});
    for (std::size_t k = 0; k < ModelBlock<TypeParam>::n_noises; ++k) {
      ModelBlock<TypeParam> block = this->noisy_block(example.params, quarter);
      block.set_noise(k, 0.0);
      for (int i = 0; i < 3; ++i) block.step(coefficients);

      EXPECT_FALSE(this->same_bits(block.states[0], states[0])) << example.label << ", noise " << k;
    }
  }
}

TYPED_TEST(GrowthLaws, SpreadsNoNoiseToWhereThereIsNone) {
  // With every noise parameter at zero all paths are one.
  for (auto example : test::examples_of<TypeParam>()) {
    test::for_each_given<TypeParam>(example.params, [](const auto& f, Column& column) {
      if (f.name.find("volatility") != std::string_view::npos || f.name == "growth_sd" || f.name == "spread")
        column = 0.0;
    });

    const auto states = this->after(example.params, quarter, 4);

    for (double growth : states[0].values) EXPECT_EQ(bits_of(growth), bits_of(states[0][0])) << example.label;
  }
}

}  // namespace
}  // namespace secondcurve
