#include <cstddef>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "tests/unit/simulate/dataset_sample.hpp"

namespace secondcurve::dataset_root_test {

using test::expect_consistent;
using test::Loaded;
using test::numbers;
using test::small_texts;
using test::text_attribute;
using test::texts;
using test::variable;
using ::testing::Contains;
using ::testing::ElementsAre;

TEST(ScenarioName, IsTheFileNameWithoutFolderAndEnding) { EXPECT_EQ(scenario_name(*Loaded()), "small"); }

TEST(ScenarioName, KeepsDotsBeforeTheEnding) {
  const std::string text = small_texts().at("folder/small.toml");
  const Loaded loaded({{"a/plan.v2.toml", text}, {"a/facts.csv", "id\nF-1\n"}}, {}, "a/plan.v2.toml");

  EXPECT_EQ(scenario_name(*loaded), "plan.v2");
}

TEST(RootGroup, HasDimensionsThatFitItsData) {
  const Loaded loaded;
  const Group root = root_group(*loaded);

  expect_consistent(root, root);
}

TEST(RootGroup, NamesSeriesYearsQuantilesAndTargets) {
  const Loaded loaded;
  const Group root = root_group(*loaded);

  EXPECT_THAT(texts(root, "series"), ElementsAre("cars", "all"));
  EXPECT_THAT(texts(root, "title"), ElementsAre("cars", "all"));
  EXPECT_THAT(texts(root, "part_of"), ElementsAre("all", ""));
  EXPECT_THAT(texts(root, "target"), ElementsAre("high", "low", "both"));
  EXPECT_THAT(std::get<std::vector<std::int32_t>>(variable(root, "year").data),
              ElementsAre(2025, 2026, 2027, 2028, 2029, 2030));
  EXPECT_EQ(numbers(root, "quantile"), loaded.scenario().output.quantiles);
}

TEST(RootGroup, HasPathsOnlyWhereACubeIsKept) {
  const auto n_paths = [](const std::vector<std::string>& overrides) {
    for (const Dimension& each : root_group(*Loaded(small_texts(), overrides)).dimensions)
      if (each.name == "path") return each.size;
    return std::size_t{0};
  };

  EXPECT_EQ(n_paths({}), 0u);
  EXPECT_EQ(n_paths({"output.cube=[\"output\"]"}), 1000u);
}

TEST(RootGroup, HasNoTargetsWhereThereAreNone) {
  const Loaded loaded({{"folder/small.toml", std::string(test::scenario_head) +
                                                 test::one_sector("model = \"path\", growth = 0.1")}});
  const Group root = root_group(*loaded);

  for (const Dimension& each : root.dimensions) EXPECT_NE(each.name, "target");
  EXPECT_THROW(variable(root, "target"), std::out_of_range);
}

TEST(RootGroup, WritesTheSeedAsTextSoThatNoDigitIsLost) {
  const Loaded loaded(small_texts(), {"simulation.seed=9223372036854775807"});

  EXPECT_EQ(text_attribute(root_group(*loaded), "seed_text"), "9223372036854775807");
}

TEST(RootGroup, NamesMeasuresByTheirTitlesOrNames) {
  const Loaded loaded(
      test::changed("folder/small.toml", "[targets.high]",
                    "[measures.jobs]\ntitle = \"Workers\"\nunit = \"workers\"\nfactor = { cars = 2 }\n"
                    "[measures.added]\nunit = \"bn CNY\"\nfactor = { cars = 0.3 }\n[targets.high]"));
  const Group root = root_group(*loaded);

  EXPECT_EQ(text_attribute(root, "measure_jobs"), "Workers");
  EXPECT_EQ(text_attribute(root, "measure_added"), "added");
}

TEST(RootGroup, SaysHowPathsWereDrawn) {
  const auto replicates = [](const Group& root) {
    for (const Attribute& each : root.attributes)
      if (each.name == "replicates") return std::get<std::int64_t>(each.value);
    return std::int64_t{0};
  };

  const Group pseudo = root_group(*Loaded());
  const Group sobol = root_group(*Loaded(
      small_texts(), {"simulation.sampling=\"sobol\"", "simulation.paths=1024", "simulation.replicates=4"}));

  EXPECT_EQ(text_attribute(pseudo, "sampling"), "pseudo");
  EXPECT_EQ(replicates(pseudo), 1);
  EXPECT_EQ(text_attribute(sobol, "sampling"), "sobol");
  EXPECT_EQ(replicates(sobol), 4);
}

TEST(ParametersGroup, NamesEachDrawnNumberOnce) {
  const Loaded loaded;
  const Group group = parameters_group(Economy(loaded.scenario()));

  expect_consistent(root_group(*loaded), group);
  EXPECT_THAT(texts(group, "parameter"), Contains("sectors.cars.growth.drift"));
  const std::vector<std::string>& keys = texts(group, "parameter");
  EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), keys.size());
}

}  // namespace secondcurve::dataset_root_test
