#include "engine/config/exclusive_keys.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace secondcurve::exclusive_keys_test {

using testing::ElementsAre;

KeyInfo key(std::string name, std::string_view group = "") {
  KeyInfo made{std::move(name), {}, {}};
  if (!group.empty()) made.info.presence = Presence::one_of;
  made.info.group = group;
  return made;
}

KeyInfo key_of(std::string name, TypeInfo::Kind kind, std::vector<TableInfo> tables) {
  return {std::move(name), {}, {kind, {}, std::move(tables)}};
}

std::vector<std::string> described(const TableInfo& root) {
  std::vector<std::string> out;
  for (const ExclusiveKey& each : exclusive_keys(root)) {
    std::string text = each.table + "(" + each.model + ") " + each.name + ":";
    for (const std::string& other : each.others) text += " " + other;
    out.push_back(std::move(text));
  }
  return out;
}

TEST(ExclusiveKeys, AreThoseOfAGroupWithTheRestOfIt) {
  EXPECT_THAT(
      described(
          {"", "", {key("a", "x"), key("b"), key("c", "x"), key("d", "y"), key("e", "y"), key("f", "x")}}),
      ElementsAre("() a: c f", "() c: a f", "() d: e", "() e: d", "() f: a c"));
}

TEST(ExclusiveKeys, AreFoundInNamedTablesAndInEachModel) {
  const TableInfo slow{"slow", "", {key("mean", "m"), key("median", "m")}};
  const TableInfo fast{"fast", "", {key("rate", "r"), key("years", "r")}};
  const TableInfo sector{"", "", {key_of("growth", TypeInfo::Kind::model, {slow, fast})}};
  const TableInfo run{"", "", {key("seed", "s"), key("clock", "s")}};

  EXPECT_THAT(described({"",
                         "",
                         {key_of("run", TypeInfo::Kind::table, {run}),
                          key_of("sectors", TypeInfo::Kind::named_tables, {sector})}}),
              ElementsAre("run() seed: clock", "run() clock: seed", "sectors.*.growth(slow) mean: median",
                          "sectors.*.growth(slow) median: mean", "sectors.*.growth(fast) rate: years",
                          "sectors.*.growth(fast) years: rate"));
}

TEST(Matches, TakesAnyOneNameForAStar) {
  EXPECT_TRUE(matches("sectors.*.growth", "sectors.cars.growth"));
  EXPECT_TRUE(matches("run", "run"));
  EXPECT_TRUE(matches("targets.*", "targets.x"));
  EXPECT_FALSE(matches("targets.*", "targets"));
  EXPECT_FALSE(matches("targets.*", "targets.x.y"));
  EXPECT_FALSE(matches("sectors.*.growth", "sectors.growth"));
  EXPECT_FALSE(matches("sectors.*.growth", "series.cars.growth"));
  EXPECT_FALSE(matches("run", "runs"));
}

}  // namespace secondcurve::exclusive_keys_test
