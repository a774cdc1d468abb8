#include "engine/config/overrides.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/config/toml_reader.hpp"
#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::overrides_test {

using testing::ElementsAre;
using testing::IsEmpty;

const char* const config =
    "[simulation]\npaths = 10\n"
    "[sectors.x]\nbase = { value = 225, sd = 15 }\n"
    "[sectors.x.growth]\nmodel = 'mean_reverting'\nvolatility = 0.1\n";

Node with(const std::vector<std::string>& overrides) {
  return apply_overrides(read_toml(config, "a.toml"), overrides);
}

std::string set_error(const std::string& setting) {
  return error_text([&] { with({setting}); });
}

TEST(ApplyOverrides, SetsAKeyAndRemembersWhatItSaid) {
  const Node root = with({"sectors.x.growth.volatility=0.08"});

  const Node& volatility = *root.find_path("sectors.x.growth.volatility");
  EXPECT_EQ(volatility.as_number(), 0.08);
  EXPECT_EQ(volatility.position(), (SourcePosition{"--set", 0, 0}));
  EXPECT_EQ(volatility.key(), "sectors.x.growth.volatility");
  EXPECT_THAT(history(volatility), ElementsAre("a.toml:7:14 0.1"));
  EXPECT_EQ(place(root.find_path("sectors.x.growth")->position()), "a.toml:5:1");
  EXPECT_THAT(history(*root.find_path("sectors.x.growth")), IsEmpty());
}

TEST(ApplyOverrides, LetsTheLastOneStand) {
  const Node root = with({"simulation.paths=20", "simulation.paths = 30"});

  EXPECT_EQ(root.find_path("simulation.paths")->as_integer(), 30);
  EXPECT_THAT(history(*root.find_path("simulation.paths")), ElementsAre("a.toml:2:9 10", "--set 20"));
}

TEST(ApplyOverrides, AcceptsEveryKindOfValue) {
  EXPECT_EQ(with({"simulation.x=\"a=b\""}).find_path("simulation.x")->as_string(), "a=b");
  EXPECT_EQ(with({"simulation.x=true"}).find_path("simulation.x")->as_boolean(), true);
  EXPECT_EQ(with({"simulation.x=[1, 2]"}).find_path("simulation.x")->to_toml_value(), "[1, 2]");
}

TEST(ApplyOverrides, GivesTheSameConfigInWhateverOrderNewKeysAreSet) {
  const std::string seed = "simulation.seed=1", inner = "simulation.inner=2",
                    year = "events.embargo.year=2027", impact = "events.embargo.impact=-0.1",
                    paths = "simulation.paths=20";

  const Node root = with({seed, year, inner, paths, impact});

  EXPECT_THAT(names(*root.find("simulation")), ElementsAre("paths", "inner", "seed"));
  EXPECT_THAT(names(*root.find_path("events.embargo")), ElementsAre("impact", "year"));
  EXPECT_EQ(root.to_toml_value(), with({impact, paths, inner, seed, year}).to_toml_value());
  EXPECT_EQ(root.to_toml_value(),
            with({"simulation.inner=3", year, impact, seed, paths, inner}).to_toml_value());
  EXPECT_THAT(names(*with({"top={ b = 1, a = 2 }", seed}).find("top")), ElementsAre("b", "a"))
      << "what is written as one value stays as it is written";
}

TEST(ApplyOverrides, CreatesNewKeysAfterTheOthers) {
  const Node root = with({"events.embargo.year=2027", "simulation.seed=1", "top=1"});

  EXPECT_THAT(names(root), ElementsAre("simulation", "sectors", "events", "top"));
  EXPECT_THAT(names(*root.find("simulation")), ElementsAre("paths", "seed"));
  EXPECT_EQ(root.find_path("events.embargo")->key(), "events.embargo");
  EXPECT_EQ(root.find_path("events.embargo")->name(), "embargo");
  EXPECT_EQ(root.find_path("events.embargo")->position(), (SourcePosition{"--set", 0, 0}));
}

TEST(ApplyOverrides, SetsOneKeyInsideAValue) {
  const Node root = with({"sectors.x.base.sd=10"});

  const Node& base = *root.find_path("sectors.x.base");
  EXPECT_EQ(base.to_toml_value(), "{ value = 225, sd = 10 }");
  EXPECT_EQ(place(base.position()), "--set");
  EXPECT_THAT(history(base), ElementsAre("a.toml:4:8 { value = 225, sd = 15 }"));
  EXPECT_EQ(place(base.find("value")->position()), "a.toml:4:18");
  EXPECT_THAT(history(*base.find("sd")), ElementsAre("a.toml:4:28 15"));
}

TEST(ApplyOverrides, ReplacesAWholeValue) {
  EXPECT_EQ(with({"sectors.x.base={value=1}"}).find_path("sectors.x.base")->to_toml_value(), "{ value = 1 }");
  EXPECT_EQ(with({"sectors.x.base=1"}).find_path("sectors.x.base")->to_toml_value(), "1");
}

TEST(ApplyOverrides, MergesATableThatIsNoValue) {
  EXPECT_EQ(with({"sectors.x.growth={volatility=0.2}"}).find_path("sectors.x.growth")->to_toml_value(),
            "{ model = \"mean_reverting\", volatility = 0.2 }");
}

TEST(ApplyOverrides, ClearsATableWhoseModelChangesWhateverTheOrder) {
  for (const std::vector<std::string>& overrides :
       {std::vector<std::string>{"sectors.x.growth.model='gbm'", "sectors.x.growth.drift=0.05"},
        std::vector<std::string>{"sectors.x.growth.drift=0.05", "sectors.x.growth.model='gbm'"}}) {
    const Node root = with(overrides);

    EXPECT_EQ(root.find_path("sectors.x.growth")->to_toml_value(), "{ model = \"gbm\", drift = 0.05 }");
    EXPECT_THAT(history(*root.find_path("sectors.x.growth")),
                ElementsAre("a.toml:5:1 { model = \"mean_reverting\", volatility = 0.1 }"));
  }
}

TEST(ApplyOverrides, ExplainsTheFormOfAnOverride) {
  const std::string example = " is not KEY=VALUE (such as simulation.paths=10000)";

  EXPECT_EQ(set_error("paths"), "--set: 'paths'" + example);
  EXPECT_EQ(set_error("=1"), "--set: '=1'" + example);
  EXPECT_EQ(set_error("a..b=1"), "--set: 'a..b=1'" + example);
  EXPECT_EQ(set_error("a.b.=1"), "--set: 'a.b.=1'" + example);
  EXPECT_EQ(set_error("a/b=1"), "--set: 'a/b=1'" + example);
  EXPECT_EQ(set_error("a b=1"), "--set: 'a b=1'" + example);
  EXPECT_EQ(set_error(""), "--set: ''" + example);
}

TEST(ApplyOverrides, AsksForQuotesAroundText) {
  EXPECT_EQ(
      set_error("simulation.sampling=sobol"),
      "--set: simulation.sampling = sobol: is not a TOML value (a number, true or false, \"text\" in quotes, "
      "[ a list ] or { a table }). Text needs quotes: --set 'simulation.sampling=\"sobol\"'");
  EXPECT_EQ(set_error("a=[1"),
            "--set: a = [1: is not a TOML value (a number, true or false, \"text\" in quotes, "
            "[ a list ] or { a table })");
  EXPECT_EQ(set_error("a= "), "--set: a: has no value (such as simulation.paths=10000)");
  EXPECT_EQ(set_error("a=\"\xFF\""), "--set: a: is not UTF-8 text");
}

TEST(ApplyOverrides, RefusesAKeyInsideWhatIsNoTable) {
  EXPECT_EQ(set_error("simulation.paths.more=1"),
            "--set: simulation.paths.more: there is no such key, because simulation.paths is a whole number "
            "(simulation.paths = 10 as set at a.toml:2:9)");
}

TEST(ApplyOverrides, RefusesAKeyInsideWhatAnotherOverrideMadeNoTable) {
  EXPECT_EQ(error_text([] {
              with({"a=1", "a.b=2"});
            }),
            "--set: a.b: there is no such key, because a is a whole number (a = 1 as set at --set)");
}

TEST(ApplyOverrides, RefusesAnotherBase) {
  EXPECT_EQ(
      set_error("scenario.base=\"b.toml\""),
      "--set: scenario.base: cannot be given by --set (it stands in the config file, which is read first)");
  EXPECT_EQ(
      set_error("scenario={ base = \"b.toml\" }"),
      "--set: scenario.base: cannot be given by --set (it stands in the config file, which is read first)");
}

TEST(ApplyOverrides, RefusesKeysWithoutEnd) {
  std::string key = "a";
  for (int i = 0; i < 100'000; ++i) key += ".a";

  EXPECT_EQ(set_error(key + "=1"),
            "--set: '" + key.substr(0, 60) + "...' has more than 32 parts (such as simulation.paths)");
}

TEST(ApplyOverrides, ReportsAllThatIsWrong) {
  EXPECT_EQ(error_text([] {
              with({"a", "simulation.paths.b=1", "c=nan", "simulation.paths=5"});
            }),
            "--set: 'a' is not KEY=VALUE (such as simulation.paths=10000)\n"
            "--set: c = nan (must be a finite number)\n"
            "--set: simulation.paths.b: there is no such key, because simulation.paths is a whole number "
            "(simulation.paths = 10 as set at a.toml:2:9)");
}

}  // namespace secondcurve::overrides_test
