#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "models/registry.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/model_examples.hpp"
#include "tests/support/model_types.hpp"

// What every growth model obeys, for every key and choice of its description. A model is tested here by
// being listed in models/registry.hpp. Laws of moments: moment_laws_test.cpp.

namespace secondcurve::growth_laws_test {

using test::bits_of;
using test::Lanes;
using test::ModelBlock;

constexpr double quarter = 0.25;

template <class Model>
class GrowthLaws : public testing::Test {
 protected:
  static constexpr std::size_t n_states = ModelBlock<Model>::n_states;
  static constexpr std::size_t n_noises = ModelBlock<Model>::n_noises;
  using Params = typename Model::Params;
  using Noises = typename ModelBlock<Model>::Noises;

  /// Noises that differ on every path.
  static Noises noises() {
    Noises all;
    for (std::size_t k = 0; k < n_noises; ++k)
      all[k] = Model::describe().noises[k].kind == NoiseKind::normal ? test::random_lanes(-3.0, 3.0, 11 + k)
                                                                     : test::random_lanes(0.0, 1.0, 11 + k);
    return all;
  }

  static ModelBlock<Model> noisy_block(const Params& params, double dt) {
    return ModelBlock<Model>(params, test::in_2025(dt), noises());
  }

  /// The states after some steps from noises that stay.
  static std::array<Lanes, n_states> after(const Params& params, double dt, int n_steps,
                                           const Noises& given = noises()) {
    ModelBlock<Model> block(params, test::in_2025(dt), given);
    const auto coefficients = Model::prepare(params, test::in_2025(dt));
    for (int i = 0; i < n_steps; ++i) block.step(coefficients);
    return block.states;
  }

  /// The log growth after three years of quarters with other noises in each.
  static Lanes growth_under_many_noises(const Params& params) {
    ModelBlock<Model> block = noisy_block(params, quarter);
    const auto coefficients = Model::prepare(params, test::in_2025(quarter));
    for (int i = 0; i < 12; ++i) {
      for (Lanes& noise : block.noises)
        std::rotate(noise.values.begin(), noise.values.begin() + 1, noise.values.end());
      block.step(coefficients);
    }
    return block.states[0];
  }

  static bool same_bits(const Lanes& a, const Lanes& b) {
    return std::equal(a.values.begin(), a.values.end(), b.values.begin(),
                      [](double x, double y) { return bits_of(x) == bits_of(y); });
  }
};
TYPED_TEST_SUITE(GrowthLaws, test::ModelTypes<GrowthModels>::type);

TYPED_TEST(GrowthLaws, StepsPurely) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const auto coefficients = TypeParam::prepare(example.params, test::in_2025(quarter));
    ModelBlock<TypeParam> block = this->noisy_block(example.params, quarter);
    block.step(coefficients);
    ModelBlock<TypeParam> once = block, again = block;

    once.step(coefficients);
    ModelBlock<TypeParam>(example.params, test::in_2025(1.0, 7.0)).step(coefficients);  // unrelated
    again.step(coefficients);

    for (std::size_t k = 0; k < this->n_states; ++k)
      EXPECT_TRUE(this->same_bits(once.states[k], again.states[k])) << example.label;
    for (std::size_t k = 0; k < block.n_noises; ++k)
      EXPECT_TRUE(this->same_bits(once.noises[k], block.noises[k])) << example.label << ": noise written";
  }
}

TYPED_TEST(GrowthLaws, StepsEachPathByItself) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    const auto coefficients = TypeParam::prepare(example.params, test::in_2025(quarter));
    auto turned_noises = this->noises();
    for (Lanes& noise : turned_noises) std::reverse(noise.values.begin(), noise.values.end());

    const auto states = this->after(example.params, quarter, 5);
    auto turned = this->after(example.params, quarter, 5, turned_noises);

    for (std::size_t k = 0; k < this->n_states; ++k) {
      std::reverse(turned[k].values.begin(), turned[k].values.end());
      EXPECT_TRUE(this->same_bits(states[k], turned[k])) << example.label;
    }
  }
}

TYPED_TEST(GrowthLaws, GivesTheSameBitsForOneValueAsForOnePerPath) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    auto varying = example.params;
    test::for_each_given<TypeParam>(varying, [](const auto&, const auto&, Column& column) {
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
  for (const auto& example : test::examples_of<TypeParam>()) {
    const ModelBlock<TypeParam> block = this->noisy_block(example.params, quarter);
    for (double growth : block.states[0].values) EXPECT_EQ(growth, 0.0) << example.label;
  }
}

TYPED_TEST(GrowthLaws, TakesTwoHalfStepsForOneWithoutNoise) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    if constexpr (test::PathDependsOnStep<TypeParam>) break;
    const double once = test::log_growth_after<TypeParam>(example.params, 5, 1.0);
    const double twice = test::log_growth_after<TypeParam>(example.params, 10, 0.5);
    const double often = test::log_growth_after<TypeParam>(example.params, 60, 1.0 / 12);

    EXPECT_NEAR(once, twice, 1e-13) << example.label;
    EXPECT_NEAR(once, often, 1e-13) << example.label;
  }
}

TYPED_TEST(GrowthLaws, ExpectsTheGrowthOfThePathWithoutNoiseWhereNoisesAreNormal) {
  for (const auto& example : test::examples_of<TypeParam>()) {
    if (!test::all_normal<TypeParam>()) break;
    const auto coefficients = TypeParam::prepare(example.params, test::in_2025(quarter));
    auto expected = test::expectation_of<TypeParam>(example.params, test::in_2025(quarter));
    ModelBlock<TypeParam> block(example.params, test::in_2025(quarter));

    for (int step = 0; step < 12; ++step) {
      const double before = block.states[0][0];
      const Column trend = TypeParam::trend(coefficients, expected);
      block.step(coefficients);

      EXPECT_NEAR(trend.value(), block.states[0][0] - before, 1e-14) << example.label << ", step " << step;
    }
  }
}

TYPED_TEST(GrowthLaws, FeelsEveryKeyInSomeExample) {
  std::map<std::string, bool> felt;
  for (const auto& example : test::examples_of<TypeParam>()) {
    const Lanes growth = this->growth_under_many_noises(example.params);
    test::for_each_given<TypeParam>(example.params, [&](const auto& key, const auto&, const Column& value) {
      auto changed = example.params;
      test::for_each_given<TypeParam>(changed, [&](const auto& each, const auto&, Column& column) {
        if (each == key) column = 1.01 * value;
      });

      const bool feels = !this->same_bits(this->growth_under_many_noises(changed), growth);
      felt[key] = felt[key] || feels;
    });
  }
  for (const auto& [key, feels] : felt) EXPECT_TRUE(feels) << TypeParam::describe().name << ", " << key;
}

TYPED_TEST(GrowthLaws, FeelsEveryNoiseInSomeExample) {
  for (std::size_t k = 0; k < this->n_noises; ++k) {
    auto without = this->noises();
    without[k].values.fill(0.0);
    bool feels = false;

    for (const auto& example : test::examples_of<TypeParam>())
      feels = feels || !this->same_bits(this->after(example.params, quarter, 6, without)[0],
                                        this->after(example.params, quarter, 6)[0]);

    EXPECT_TRUE(feels) << TypeParam::describe().name << ", noise " << k;
  }
}

TYPED_TEST(GrowthLaws, SpreadsNoNoiseToWhereThereIsNone) {
  // With every noise parameter at zero all paths are one, where no noise but the normal ones chooses.
  for (auto example : test::examples_of<TypeParam>()) {
    if (!test::all_normal<TypeParam>()) break;
    test::for_each_given<TypeParam>(example.params, [](const std::string& key, const auto&, Column& column) {
      if (key.find("volatility") != std::string::npos || key.ends_with("growth_sd") ||
          key.ends_with("spread"))
        column = 0.0;
    });

    const auto states = this->after(example.params, quarter, 4);

    for (double growth : states[0].values) EXPECT_EQ(bits_of(growth), bits_of(states[0][0])) << example.label;
  }
}

}  // namespace secondcurve::growth_laws_test
