#include "engine/config/merge.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/config/toml_reader.hpp"
#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::merge_test {

using testing::ElementsAre;
using testing::IsEmpty;

Node merged(const std::string& base, const std::string& over) {
  return merge(read_toml(base, "base.toml"), read_toml(over, "over.toml"));
}

TEST(Merge, MergesTablesKeyByKey) {
  const Node root = merged("[simulation]\npaths = 10\nseed = 1\n", "[simulation]\nseed = 2\n");

  EXPECT_EQ(root.to_toml_value(), "{ simulation = { paths = 10, seed = 2 } }");
}

TEST(Merge, KeepsTheOrderOfTheBaseAndPutsNewEntriesLast) {
  const Node root = merged("[s.b]\n[s.a]\n[t]\n", "[r]\n[s.c]\n[s.a]\nx = 1\n");

  EXPECT_THAT(names(root), ElementsAre("s", "t", "r"));
  EXPECT_THAT(names(*root.find("s")), ElementsAre("b", "a", "c"));
}

TEST(Merge, RemembersWhoSetAKeyAndWhatItReplaced) {
  const Node first = merged("[s]\nx = 0.1\ny = 1\n", "[s]\nx = 0.2\n");

  const Node root = merge(first, read_toml("[s]\n\nx = 'five'\nz = 1\n", "last.toml"));

  EXPECT_EQ(place(root.find_path("s.x")->position()), "last.toml:3:5");
  EXPECT_EQ(place(root.find_path("s.x")->key_position()), "last.toml:3:1");
  EXPECT_THAT(history(*root.find_path("s.x")), ElementsAre("base.toml:2:5 0.1", "over.toml:2:5 0.2"));
  EXPECT_EQ(place(root.find_path("s.y")->position()), "base.toml:3:5");
  EXPECT_THAT(history(*root.find_path("s.y")), IsEmpty());
  EXPECT_EQ(place(root.find_path("s.z")->position()), "last.toml:4:5");
  EXPECT_EQ(place(root.find("s")->position()), "base.toml:1:1");
  EXPECT_THAT(history(*root.find("s")), IsEmpty());
}

TEST(Merge, ReplacesListsAsAWhole) {
  const Node root = merged("[output]\nquantiles = [0.1, 0.5, 0.9]\n", "[output]\nquantiles = [0.5]\n");

  EXPECT_EQ(root.find_path("output.quantiles")->to_toml_value(), "[0.5]");
  EXPECT_THAT(history(*root.find_path("output.quantiles")), ElementsAre("base.toml:2:13 [0.1, 0.5, 0.9]"));
}

TEST(Merge, ReplacesNumbersWithTheirSourceAsAWhole) {
  const Node root =
      merged("s.x.base = { value = 225, sd = 15, source = 'D-1' }", "s.x.base = { value = 230 }");

  EXPECT_EQ(root.find_path("s.x.base")->to_toml_value(), "{ value = 230 }");
  EXPECT_EQ(place(root.find_path("s.x.base")->position()), "over.toml:1:12");
  EXPECT_THAT(history(*root.find_path("s.x.base")),
              ElementsAre("base.toml:1:12 { value = 225, sd = 15, source = \"D-1\" }"));
}

TEST(Merge, ReplacesDistributionsSchedulesAndPlainNumbersByOneAnother) {
  EXPECT_EQ(merged("s.x = { normal = [1, 2], min = 0 }", "s.x = { uniform = [1, 2] }").to_toml_value(),
            "{ s = { x = { uniform = [1, 2] } } }");
  EXPECT_EQ(merged("s.x = { 2026 = 1, 2027 = 2 }", "s.x = { 2028 = 3 }").to_toml_value(),
            "{ s = { x = { 2028 = 3 } } }");
  EXPECT_EQ(merged("s.x = { 2026 = 1, interpolate = 'linear' }", "s.x = 3").to_toml_value(),
            "{ s = { x = 3 } }");
  EXPECT_EQ(merged("s.x = 3", "s.x = { csv = 'a.csv' }").to_toml_value(),
            "{ s = { x = { csv = \"a.csv\" } } }");
  EXPECT_EQ(merged("s.x = { a = 1 }", "s.x = { value = 2 }").to_toml_value(),
            "{ s = { x = { value = 2 } } }");
}

TEST(Merge, ReplacesATableWhoseModelChanges) {
  const Node root =
      merged("[s.x.growth]\nmodel = 'mean_reverting'\nhalf_life = 3\n[s.x.growth.deep]\na = 1\n",
             "[s.x.growth]\nmodel = 'geometric_brownian'\ndrift = 0.05\n");

  const Node& growth = *root.find_path("s.x.growth");
  EXPECT_EQ(growth.to_toml_value(), "{ model = \"geometric_brownian\", drift = 0.05 }");
  EXPECT_EQ(place(growth.position()), "over.toml:1:1");
  EXPECT_THAT(history(growth),
              ElementsAre("base.toml:1:1 { model = \"mean_reverting\", half_life = 3, deep = { a = 1 } }"));
}

TEST(Merge, MergesATableWhoseModelStays) {
  const std::string base = "[s.x.growth]\nmodel = 'm'\ngamma = 3\nvolatility = 0.1\n";

  EXPECT_EQ(merged(base, "[s.x.growth]\nmodel = 'm'\ngamma = 4\n").find_path("s.x.growth")->to_toml_value(),
            "{ model = \"m\", gamma = 4, volatility = 0.1 }");
  EXPECT_EQ(merged(base, "[s.x.growth]\nvolatility = 0.2\n").find_path("s.x.growth")->to_toml_value(),
            "{ model = \"m\", gamma = 3, volatility = 0.2 }");
}

TEST(Merge, MergesSectionsThatShareTheirKeysWithValues) {
  const Node root =
      merged("[output]\nquantiles = [0.5]\ncube = ['output']\n", "[output]\nquantiles = [0.1]\n");

  EXPECT_EQ(root.find("output")->to_toml_value(), "{ quantiles = [0.1], cube = [\"output\"] }");
}

TEST(Merge, ReplacesAScheduleWithItsSourceAsAWhole) {
  EXPECT_EQ(merged("s.x = { 2026 = 1, source = 'P-1' }", "s.x = { 2027 = 2 }").to_toml_value(),
            "{ s = { x = { 2027 = 2 } } }");
}

const std::vector<ExclusiveKey> either = {{"s.*.growth", "m", "mean", {"median", "drift"}},
                                          {"s.*.growth", "m", "median", {"mean", "drift"}},
                                          {"t.*", "", "list", {"matrix"}}};

Node merged_exclusively(const std::string& base, const std::string& over) {
  return merge(read_toml(base, "base.toml"), read_toml(over, "over.toml"), either);
}

TEST(MergeOfExclusiveKeys, PutsALaterKeyInThePlaceOfTheOther) {
  const Node root =
      merged_exclusively("[s.x.growth]\nmodel = 'm'\nmedian = 0.1\nsd = 2\n", "[s.x.growth]\nmean = 0.2\n");

  EXPECT_EQ(root.find_path("s.x.growth")->to_toml_value(), "{ model = \"m\", sd = 2, mean = 0.2 }");
  EXPECT_THAT(history(*root.find_path("s.x.growth.mean")), ElementsAre("base.toml:3:10 median = 0.1"));
  EXPECT_EQ(place(root.find_path("s.x.growth")->position()), "base.toml:1:1");
}

TEST(MergeOfExclusiveKeys, TellsWhatATableOrAListReplaced) {
  const Node root =
      merged_exclusively("t.a.matrix = ['x']\nt.b.list.k = 1", "t.a.list.k = 2\nt.b.matrix = ['y']");

  EXPECT_EQ(root.find("t")->to_toml_value(),
            "{ a = { list = { k = 2 } }, b = { list = { k = 1 }, matrix = [\"y\"] } }");
  EXPECT_THAT(history(*root.find_path("t.a.list")), ElementsAre("base.toml:1:14 matrix = [\"x\"]"));
}

TEST(MergeOfExclusiveKeys, KeepsBothThatStandInOneFile) {
  const std::string both = "[s.x.growth]\nmodel = 'm'\nmedian = 0.1\nmean = 0.2\n";

  EXPECT_EQ(merged_exclusively("[s.x.growth]\nmodel = 'm'\ndrift = 1\n", both).to_toml_value(),
            merged_exclusively("", both).to_toml_value());
}

TEST(MergeOfExclusiveKeys, LeavesTablesOfOtherModelsAndPlacesAlone) {
  for (const char* base : {"[s.x.growth]\nmodel = 'n'\nmedian = 1\n", "[s.growth]\nmodel = 'm'\nmedian = 1\n",
                           "[s.x.growth.deep]\nmodel = 'm'\nmedian = 1\n", "[s.x.growth]\nmedian = 1\n"}) {
    const std::string text = base;
    const std::string header = text.substr(0, text.find('\n') + 1);
    const Node root = merged_exclusively(text, header + "mean = 2\n");

    EXPECT_THAT(root.to_toml_value(), testing::HasSubstr("median = 1")) << base;
  }
}

TEST(Merge, KeepsATableWhenTheOtherIsEmpty) {
  EXPECT_EQ(merged("[s]\nx = 1\n", "[s]\n").to_toml_value(), "{ s = { x = 1 } }");
}

}  // namespace secondcurve::merge_test
