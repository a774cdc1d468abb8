#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/schema/quantity_forms.hpp"
#include "tests/unit/scenario/messages.hpp"

namespace secondcurve::exclusive_keys_test {

using test::sector;
using test::series;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A base file with one key of every group.
std::string base_text() {
  return std::string(test::scenario_head) +
         sector("brown", "1", "model = \"geometric_brownian\", median_growth = 0.02, volatility = 0.1") +
         sector("revert", "1",
                "model = \"mean_reverting\", initial_growth = 0.1, long_run_growth = 0.05, half_life = 3, "
                "volatility = 0.1, growth_volatility = 0.01") +
         sector("curve", "1", "model = \"logistic\", rate = 0.2, capacity = 4, volatility = 0.1") +
         sector(
             "mixed", "1",
             "model = \"mixture\", components = { steady = { weight = 0.5, model = \"geometric_brownian\", "
             "median_growth = 0.02, volatility = 0.1 }, given = { weight = 0.5, model = \"path\", growth = "
             "0.03 } }") +
         series("all", "brown = 1, revert = 1, curve = 1, mixed = 1") +
         "[dependence.output]\nloadings = { brown = { common = 0.5 } }\n"
         "[targets.low]\nseries = \"all\"\nyear = 2030\nat_least = 1\n"
         "[targets.high]\nseries = \"all\"\nyear = 2030\nat_least = 9\n"
         "[targets.both]\nall_of = [\"low\", \"high\"]\n"
         "[sectors.brown.investment]\ncapital_output_ratio = 1\ndepreciation = 0.1\noutput_elasticity = 0.3\n"
         "[programmes.fund]\namount = 100\nyears = [2026, 2030]\nallocation = { brown = 1 }\n"
         "[targets.last]\nseries = \"all\"\nyear = 2029\nat_most = 3\n";
}

MemoryFiles files_of(const std::string& over) {
  return MemoryFiles({{"base.toml", base_text()},
                      {"c.csv", "sector,brown,curve\nbrown,1,0.5\ncurve,0.5,1\n"},
                      {"over.toml", "[scenario]\nbase = \"base.toml\"\n" + over}});
}

/// The value of a key after a file that inherits, and again after its resolved form was loaded; then what it
/// replaced.
std::vector<std::string> set_over_base(const std::string& over, const std::string& key) {
  const MemoryFiles files = files_of(over);
  const LoadedScenario loaded = load_scenario("over.toml", {}, files);
  const MemoryFiles resolved({{"resolved.toml", loaded.document.to_toml()}, {"c.csv", files.read("c.csv")}});
  const LoadedScenario again = load_scenario("resolved.toml", {}, resolved);
  const Node& node = *loaded.document.root().find_path(key);

  EXPECT_EQ(again.document.root().to_toml_value(), loaded.document.root().to_toml_value());
  std::vector<std::string> out{node.to_toml_value()};
  for (const Replaced& each : node.replaced()) out.push_back(each.text);
  return out;
}

TEST(ExclusiveScenarioKeys, TakeEachOthersPlaceInGrowthTables) {
  EXPECT_THAT(
      set_over_base("[sectors.brown.growth]\nmean_growth = 0.03\n", "sectors.brown.growth.mean_growth"),
      ElementsAre("0.03", "median_growth = 0.02"));
  EXPECT_THAT(set_over_base("[sectors.brown.growth]\nmodel = \"geometric_brownian\"\ndrift = 0.03\n",
                            "sectors.brown.growth.drift"),
              ElementsAre("0.03", "median_growth = 0.02"));
  EXPECT_THAT(set_over_base("[sectors.revert.growth]\ngrowth_sd = 0.02\n", "sectors.revert.growth.growth_sd"),
              ElementsAre("0.02", "growth_volatility = 0.01"));
  EXPECT_THAT(
      set_over_base("[sectors.curve.growth]\ntakeover_years = 12\n", "sectors.curve.growth.takeover_years"),
      ElementsAre("12", "rate = 0.2"));
  EXPECT_THAT(set_over_base("[sectors.curve.growth]\ncapacity_level = { normal = [9, 1] }\n",
                            "sectors.curve.growth.capacity_level"),
              ElementsAre("{ normal = [9, 1] }", "capacity = 4"));
}

TEST(ExclusiveScenarioKeys, TakeEachOthersPlaceInComponentsOfAMixture) {
  EXPECT_THAT(set_over_base("[sectors.mixed.growth.components.steady]\nmean_growth = 0.03\n",
                            "sectors.mixed.growth.components.steady.mean_growth"),
              ElementsAre("0.03", "median_growth = 0.02"));
}

TEST(ExclusiveScenarioKeys, TakeEachOthersPlaceInDependence) {
  EXPECT_THAT(
      set_over_base("[dependence.output]\ncorrelation = \"c.csv\"\n", "dependence.output.correlation"),
      ElementsAre("\"c.csv\"", "loadings = { brown = { common = 0.5 } }"));
}

TEST(ExclusiveScenarioKeys, TakeEachOthersPlaceInTargets) {
  EXPECT_THAT(set_over_base("[targets.high]\nat_most = 2\n", "targets.high.at_most"),
              ElementsAre("2", "at_least = 9"));
  EXPECT_THAT(set_over_base("[targets.high]\naverage_growth_at_least = \"3%\"\n",
                            "targets.high.average_growth_at_least"),
              ElementsAre("\"3%\"", "at_least = 9"));
  EXPECT_THAT(
      set_over_base("[targets.both]\nseries = \"all\"\nyear = 2030\nat_least = 2\n", "targets.both.at_least"),
      ElementsAre("2", "all_of = [\"low\", \"high\"]"));
}

TEST(ExclusiveScenarioKeys, LetATargetBecomeAJointOne) {
  EXPECT_THAT(set_over_base("[targets.last]\nall_of = [\"low\", \"high\"]\n", "targets.last.all_of"),
              ElementsAre("[\"low\", \"high\"]", "at_most = 3", "series = \"all\"", "year = 2029"));
}

TEST(ExclusiveScenarioKeys, LetAScheduleTakeThePlaceOfAnAmountAndItsYears) {
  EXPECT_THAT(
      set_over_base("[programmes.fund]\nschedule = { 2026 = 40, 2027 = 60 }\n", "programmes.fund.schedule"),
      ElementsAre("{ 2026 = 40, 2027 = 60 }", "amount = 100", "years = [2026, 2030]"));
}

TEST(ExclusiveScenarioKeys, TakeEachOthersPlaceWhereOneIsSetOnTheCommandLine) {
  const MemoryFiles files = files_of("");
  const std::vector<std::string> settings = {"sectors.brown.growth.mean_growth=0.03",
                                             "dependence.output.correlation=\"c.csv\"",
                                             "sectors.curve.growth={ capacity_level = 9 }"};
  const LoadedScenario loaded = load_scenario("over.toml", settings, files);

  const auto text = [&](const char* key) { return loaded.document.root().find_path(key)->to_toml_value(); };
  EXPECT_EQ(text("sectors.brown.growth"),
            "{ model = \"geometric_brownian\", volatility = 0.1, mean_growth = 0.03 }");
  EXPECT_EQ(text("dependence.output"), "{ correlation = \"c.csv\" }");
  EXPECT_EQ(text("sectors.curve.growth"),
            "{ model = \"logistic\", rate = 0.2, volatility = 0.1, capacity_level = 9 }");
}

TEST(ExclusiveScenarioKeys, AreRefusedTogetherInOneFile) {
  const MemoryFiles files = files_of("[sectors.brown.growth]\nmean_growth = 0.03\nmedian_growth = 0.02\n");

  try {
    load_scenario("over.toml", {}, files);
    FAIL() << "two keys of a group were taken";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("over.toml:4:1: sectors.brown.growth: has median_growth and "
                                        "mean_growth (only one of them may be given)"));
  }
}

/// Every key of a table and those in it, but of tables that are one number.
void expect_no_value_keys(const TableInfo& table) {
  for (const KeyInfo& key : table.keys) {
    EXPECT_FALSE(is_value_key(key.name)) << key.name;
    if (key.type.kind == TypeInfo::Kind::level) continue;
    for (const TableInfo& inner : key.type.tables) expect_no_value_keys(inner);
  }
}

// Those at the top of a file are exempt: there a table is a section always, as [output] with its quantiles
// is.
TEST(ValueKeys, AreKeysOfNoSection) {
  for (const KeyInfo& section : table_info<Scenario>("").keys)
    for (const TableInfo& table : section.type.tables) {
      const bool is_named = section.type.kind == TypeInfo::Kind::named_tables;
      for (const KeyInfo& key : table.keys) {
        if (is_named) {
          EXPECT_FALSE(is_value_key(key.name)) << section.name << "." << key.name;
        }
        for (const TableInfo& inner : key.type.tables)
          if (key.type.kind != TypeInfo::Kind::level) expect_no_value_keys(inner);
      }
    }
}

TEST(ValueKeys, AreNoNames) {
  const std::string steady = "model = \"path\", growth = 0.1";

  EXPECT_THAT(
      test::messages(sector("normal", "1", steady) + series("all", "normal = 1")),
      ElementsAre(HasSubstr("sectors.normal: is no allowed name (a table with a key normal is one number)")));
  EXPECT_THAT(test::messages(test::one_sector(steady) + "[targets.csv]\nseries = \"industry\"\nyear = 2030\n"
                                                        "at_least = 1\n"),
              ElementsAre(HasSubstr("targets.csv: is no allowed name")));
  EXPECT_THAT(
      test::messages(sector("a", "1", "model = \"geometric_brownian\", drift = 0, volatility = 0.1") +
                     series("all", "a = 1") + "[dependence.output.loadings]\na = { uniform = 0.5 }\n"),
      ElementsAre(HasSubstr("loadings.a.uniform: is no allowed name")));
}

}  // namespace secondcurve::exclusive_keys_test
