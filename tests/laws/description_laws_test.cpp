#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/block/ops.hpp"
#include "engine/block/philox.hpp"
#include "engine/random/noise.hpp"
#include "models/growth/model_traits.hpp"
#include "models/registry.hpp"
#include "tests/support/economy_paths.hpp"
#include "tests/support/model_block.hpp"
#include "tests/support/model_examples.hpp"
#include "tests/support/model_types.hpp"
#include "tests/support/scenario_text.hpp"

// That what a growth model says of itself is true: its keys are its parameters, each can be read, and the
// defaults are what the description shows.

namespace secondcurve::description_laws_test {

/// Whether a key has a default that can be shown. Of a text or of tables the doc says what holds without.
template <class Member>
inline constexpr bool has_default =
    is_quantity_member<Member> || std::is_enum_v<Member> || std::is_arithmetic_v<Member>;

template <class Model>
class DescriptionLaws : public testing::Test {
 protected:
  static constexpr auto noises = Model::describe().noises;

  /// The streams of the noises of the sector "industry".
  static std::array<StreamKey, noises.size()> streams(const typename Model::Params& params,
                                                      const Noise& noise) {
    const auto stream = [&](const NoiseInfo& info) {
      const std::string owner = shared_owner<Model>(params, info);
      return noise.stream((owner.empty() ? "sectors.industry" : owner) + "/" + std::string(info.name));
    };
    return [&]<std::size_t... k>(std::index_sequence<k...>) { return std::array{stream(noises[k])...}; }
    (std::make_index_sequence<noises.size()>{});
  }
};
TYPED_TEST_SUITE(DescriptionLaws, test::ModelTypes<GrowthModels>::type);

TYPED_TEST(DescriptionLaws, ListsEveryParameterOnce) {
  constexpr auto fields = TypeParam::describe().fields;
  typename TypeParam::Params params;
  constexpr std::size_t n_derived = requires { params.derived; };
  EXPECT_EQ(std::tuple_size_v<std::remove_cv_t<decltype(fields)>> + n_derived,
            (test::count_members<typename TypeParam::Params>()));

  std::set<const void*> members;
  std::set<std::string_view> names;
  for_each_field(fields, [&](const auto& f) {
    EXPECT_TRUE(members.insert(&(params.*f.member)).second) << f.name;
    EXPECT_TRUE(names.insert(f.name).second) << f.name;
  });
}

TYPED_TEST(DescriptionLaws, SaysOfEveryKeyWhatItIs) {
  constexpr auto description = TypeParam::describe();
  for (std::string_view text : {description.name, description.title, description.summary,
                                description.equation, description.step, description.source})
    EXPECT_FALSE(text.empty()) << description.name;
  for_each_field(description.fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    EXPECT_FALSE(f.info.doc.empty()) << f.name;
    if (is_quantity_member<Member>) {
      EXPECT_FALSE(f.info.unit.empty()) << f.name << ": quantities have units";
    }
    const bool grouped = f.info.presence != Presence::required && f.info.presence != Presence::optional;
    EXPECT_EQ(f.info.group.empty(), !grouped) << f.name;
    if constexpr (has_default<Member>) {
      EXPECT_EQ(f.info.default_text.empty(), f.info.presence != Presence::optional) << f.name;
    }
  });
}

TYPED_TEST(DescriptionLaws, HasTheDefaultsThatItShows) {
  const typename TypeParam::Params params;
  constexpr auto description = TypeParam::describe();
  for_each_field(description.fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    if (f.info.presence != Presence::optional) return;
    const std::string shown(f.info.default_text);
    if constexpr (std::is_enum_v<Member>) {
      EXPECT_EQ(name_of(params.*f.member), shown) << f.name;
    } else if constexpr (std::is_same_v<Member, Column>) {
      EXPECT_EQ((params.*f.member).value(), std::stod(shown)) << f.name;
      EXPECT_TRUE(f.info.range.contains((params.*f.member).value())) << f.name;
    } else if constexpr (std::is_same_v<Member, bool>) {
      EXPECT_EQ(params.*f.member ? "true" : "false", shown) << f.name;
    } else {
      EXPECT_FALSE(has_default<Member>) << f.name << ": an optional key has a default, or belongs to a group";
    }
  });
}

TYPED_TEST(DescriptionLaws, LeavesOutWhatBelongsToAGroup) {
  const typename TypeParam::Params params;
  constexpr auto description = TypeParam::describe();
  for_each_field(description.fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    constexpr bool may_be_left_out = std::is_same_v<Member, std::optional<Column>>;
    if constexpr (is_quantity_member<Member>) {
      EXPECT_EQ(may_be_left_out, !f.info.group.empty()) << f.name;
    }
    if constexpr (may_be_left_out) {
      EXPECT_FALSE((params.*f.member).has_value()) << f.name;
    }
  });
}

TYPED_TEST(DescriptionLaws, NamesTheOutputNoiseFirstAndEachOnce) {
  std::set<std::string_view> names;
  bool has_normal = false;

  for (const NoiseInfo& noise : this->noises) {
    EXPECT_TRUE(names.insert(noise.name).second) << noise.name;
    has_normal = has_normal || noise.kind == NoiseKind::normal;
  }

  EXPECT_EQ(this->noises.front().name == "output", has_normal);
}

TYPED_TEST(DescriptionLaws, KeepsItsGrowthInTheFirstState) {
  constexpr auto states = TypeParam::describe().states;
  std::set<std::string_view> names;

  for (const StateInfo& state : states) EXPECT_TRUE(names.insert(state.name).second) << state.name;

  EXPECT_EQ(states.front().name, "growth");
  EXPECT_EQ(states.front().unit, "1");
}

TYPED_TEST(DescriptionLaws, ReadsEveryKeyAndBindsItToItsParameter) {
  // What a config gives by key is what the model gives by member, shocks included.
  for (const auto& example : test::examples_of<TypeParam>()) {
    const Scenario scenario = test::example_scenario(example.toml);
    const Economy economy(scenario);
    const auto streams = this->streams(example.params, Noise(scenario.simulation.seed));
    const auto coefficients = TypeParam::prepare(example.params, test::in_2025(1.0));
    test::ModelBlock<TypeParam> block(example.params, test::in_2025(1.0),
                                      test::first_noises<TypeParam>(streams, 0));

    const auto output = test::simulate_paths(economy, block_paths).output.front();

    for (std::size_t step = 0; step < 5; ++step) {
      block.draw(streams, 0);
      block.step(coefficients);
      for (std::size_t path = 0; path < block_paths; ++path)
        ASSERT_EQ(output[step + 1][path], 100.0 * exponential(block.states[0][path]))
            << example.label << ", step " << step << ", path " << path;
    }
  }
}

TYPED_TEST(DescriptionLaws, RefusesWhatLiesOutsideItsRanges) {
  for (const auto& example : test::examples_of<TypeParam>())
    test::for_each_given<TypeParam>(example.params, [&](const auto& key, const auto& info, const Column&) {
      const Range& range = info.range;
      std::vector<double> outside;
      if (std::isfinite(range.low)) outside.push_back(range.low_open ? range.low : range.low - 0.5);
      if (std::isfinite(range.high)) outside.push_back(range.high_open ? range.high : range.high + 0.5);
      for (double value : outside) {
        const std::string path = "sectors.industry.growth." + key + "=" + std::to_string(value);
        EXPECT_THROW(test::example_scenario(example.toml, {path}), ConfigError) << path;
      }
    });
}

TEST(GrowthRegistry, NamesEveryModelOnce) {
  std::set<std::string_view> names;
  for_each_model([&]<class Model>(std::type_identity<Model>) {
    EXPECT_TRUE(names.insert(Model::describe().name).second) << Model::describe().name;
  });
  EXPECT_EQ(names.size(), std::tuple_size_v<GrowthModels>);
}

}  // namespace secondcurve::description_laws_test
