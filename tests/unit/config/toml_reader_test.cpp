#include "engine/config/toml_reader.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::toml_reader_test {

using testing::ElementsAre;
using testing::EndsWith;

std::string toml_error(const std::string& text) {
  return error_text([&] { read_toml(text, "a.toml"); });
}

TEST(ReadToml, KeepsTheOrderOfTheFile) {
  const Node root = read_toml("[z]\nb = 1\na = { y = 1, x = 2 }\n[c.k]\n[a]\n[c.d]\n[c]\n", "f");

  EXPECT_THAT(names(root), ElementsAre("z", "c", "a"));
  EXPECT_THAT(names(*root.find("z")), ElementsAre("b", "a"));
  EXPECT_THAT(names(*root.find_path("z.a")), ElementsAre("y", "x"));
  EXPECT_THAT(names(*root.find("c")), ElementsAre("k", "d"));
}

TEST(ReadToml, GivesTheExactPlaceOfValuesAndKeys) {
  const Node root = read_toml(
      "top = 1\n"
      "[sectors.x]\n"
      "  base = { value = 225,  sd = 15 }\n"
      "title = \"\xE4\xB8\x8A\" # \n"
      "list = [1,\n"
      "   2]\n"
      "a.b = 3\n",
      "a.toml");

  const auto value_at = [&](const char* path) { return place(root.find_path(path)->position()); };
  const auto key_at = [&](const char* path) { return place(root.find_path(path)->key_position()); };
  EXPECT_EQ(value_at("top"), "a.toml:1:7");
  EXPECT_EQ(key_at("top"), "a.toml:1:1");
  EXPECT_EQ(value_at("sectors.x"), "a.toml:2:1");
  EXPECT_EQ(key_at("sectors.x"), "a.toml:2:10");
  EXPECT_EQ(value_at("sectors.x.base"), "a.toml:3:10");
  EXPECT_EQ(value_at("sectors.x.base.sd"), "a.toml:3:31");
  EXPECT_EQ(key_at("sectors.x.base.sd"), "a.toml:3:26");
  EXPECT_EQ(value_at("sectors.x.list"), "a.toml:5:8");
  EXPECT_EQ(place(root.find_path("sectors.x.list")->children()[1].position()), "a.toml:6:4");
  EXPECT_EQ(value_at("sectors.x.a.b"), "a.toml:7:7");
  EXPECT_EQ(key_at("sectors.x.a.b"), "a.toml:7:3");
}

TEST(ReadToml, RefusesControlCharactersInTextsWithTheirPlace) {
  EXPECT_EQ(
      toml_error("[s]\nt = [\"ok\", \"a\\u0000b\"]\nu = \"\\u001b[2J\"\nv = \"\\u009b\"\n"),
      "a.toml:2:12: s.t[1] = \"a\\x00b\": holds a control character (text may hold line ends and tabs, no "
      "other control character)\n"
      "a.toml:3:5: s.u = \"\\x1B[2J\": holds a control character (text may hold line ends and tabs, no "
      "other control character)\n"
      "a.toml:4:5: s.v = \"\\u009B\": holds a control character (text may hold line ends and tabs, no "
      "other control character)");
}

TEST(ReadToml, TakesLineEndsAndTabsInTexts) {
  EXPECT_EQ(read_toml("t = \"a\\n\\tb\"", "f").find("t")->as_string(), "a\n\tb");
  EXPECT_EQ(read_toml("t = \"\"\"a\r\nb\"\"\"\r\n", "f").find("t")->as_string(), "a\nb");
  EXPECT_EQ(read_toml("t = '''a\r\nb'''\r\n", "f").find("t")->as_string(), "a\nb");
}

TEST(ReadToml, CountsColumnsInCharactersAndSkipsAByteOrderMark) {
  const Node root =
      read_toml("\xEF\xBB\xBFt = { a = \"\xE4\xB8\x8A\xE6\xB5\xB7\", b = 2 }\r\nc = 3\r\n", "f");

  EXPECT_EQ(place(root.find_path("t.b")->position()), "f:1:21");
  EXPECT_EQ(place(root.find("c")->position()), "f:2:5");
}

TEST(ReadToml, ReadsListsOfTables) {
  const Node root = read_toml("[[scenario]]\nname = 'a'\n[[scenario]]\nname = 'b'\n", "f");

  const Node& list = *root.find("scenario");
  ASSERT_EQ(list.kind(), Node::Kind::array);
  EXPECT_EQ(list.children()[1].key(), "scenario[1]");
  EXPECT_EQ(list.children()[1].find("name")->key(), "scenario[1].name");
  EXPECT_EQ(place(list.children()[1].position()), "f:3:1");
}

TEST(ReadToml, ReadsAnEmptyFileAsAnEmptyTable) { EXPECT_TRUE(read_toml("", "f").children().empty()); }

TEST(ReadToml, RefusesDatesTimesAndInfiniteNumbersAllAtOnce) {
  EXPECT_EQ(toml_error("a = 2026-01-01\n[s]\nb = 07:32:00\nc = [1, nan]\nd = -inf\n"),
            "a.toml:1:5: a: is a date or a time (years are whole numbers, such as 2030; a date as text needs "
            "quotes)\n"
            "a.toml:3:5: s.b: is a date or a time (years are whole numbers, such as 2030; a date as text "
            "needs quotes)\n"
            "a.toml:4:9: s.c[1] = nan (must be a finite number)\n"
            "a.toml:5:5: s.d = infinity (must be a finite number)");
}

TEST(ReadToml, ReportsInFileOrderWhateverTheOrderOfTables) {
  EXPECT_EQ(toml_error("[a.x]\nv = nan\n[b]\nw = nan\n[a.y]\nu = nan\n"),
            "a.toml:2:5: a.x.v = nan (must be a finite number)\n"
            "a.toml:4:5: b.w = nan (must be a finite number)\n"
            "a.toml:6:5: a.y.u = nan (must be a finite number)");
}

TEST(ReadToml, RefusesNamesWithOtherCharacters) {
  const std::string rule = " is not allowed (a name is 1 to 100 letters a-z and A-Z, digits, _ and -)";

  EXPECT_EQ(toml_error("'a/b' = 1"), "a.toml:1:1: the name \"a/b\"" + rule);
  EXPECT_EQ(toml_error("\"a\\nb\" = 1"), "a.toml:1:1: the name \"a\\nb\"" + rule);
  EXPECT_EQ(toml_error("'' = 1"), "a.toml:1:1: the name \"\"" + rule);
  EXPECT_EQ(toml_error("[sectors.'a b']"),
            "a.toml:1:10: sectors: the name \"a b\"" + rule + ". A title may hold any text");
  EXPECT_EQ(toml_error(std::string(101, 'k') + " = 1"),
            "a.toml:1:1: the name \"" + std::string(60, 'k') + "...\"" + rule);
}

TEST(ReadToml, AcceptsNamesOfYearsAndHyphens) {
  const Node root = read_toml("'2026' = 1\na-b_C = 2", "f");

  EXPECT_THAT(names(root), ElementsAre("2026", "a-b_C"));
}

TEST(ReadToml, AcceptsTheDeepestNestingAndRefusesOneLevelMore) {
  const auto nested = [](int levels) {
    return "a = " + std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
  };

  EXPECT_EQ(toml_error(nested(32 - 0)), "nothing thrown");
  EXPECT_EQ(toml_error(nested(33)),
            "a.toml:1:37: is nested deeper than 32 levels (no config needs more than a few)");
}

TEST(ReadToml, CountsHeadersDotsAndBracketsAsOneNesting) {
  const std::string dots = "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a";  // 20 levels

  EXPECT_THAT(toml_error("[" + dots + "]\n" + dots + " = 1\n"),
              EndsWith(": is nested deeper than 32 levels (no config needs more than a few)"));
}

TEST(ReadToml, SurvivesNestingWithoutEnd) {
  const std::string message = "is nested deeper than 32 levels (no config needs more than a few)";
  std::string dots = "a", tables;
  for (int i = 0; i < 1'000'000; ++i) dots += ".a";
  for (int i = 0; i < 1'000'000; ++i) tables += "a={";

  EXPECT_THAT(toml_error("a = " + std::string(1'000'000, '[')), EndsWith(message));
  EXPECT_THAT(toml_error(std::string(1'000'000, '[')), EndsWith(message));
  EXPECT_THAT(toml_error(dots + " = 1"), EndsWith(message));
  EXPECT_THAT(toml_error("[" + dots + "]"), EndsWith(message));
  EXPECT_THAT(toml_error(tables), EndsWith(message));
}

TEST(ReadToml, RefusesMoreEntriesThanAnyConfigHas) {
  std::string text = "a = [";
  for (int i = 0; i < 100'001; ++i) text += "1,";

  EXPECT_EQ(toml_error(text + "]"),
            "a.toml:1:200003: the file has more than 100000 entries (long tables belong in a CSV file)");
}

TEST(ReadTomlValue, ReadsOneValueUnderItsKey) {
  const auto value = read_toml_value("{ normal = [0.1, 0.02] }", "sectors.x.growth.drift");

  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->key(), "sectors.x.growth.drift");
  EXPECT_EQ(value->name(), "drift");
  EXPECT_EQ(value->find("normal")->children()[1].key(), "sectors.x.growth.drift.normal[1]");
  EXPECT_EQ(value->find("normal")->children()[1].position(), (SourcePosition{"--set", 0, 0}));
}

TEST(ReadTomlValue, ReadsNothingFromWhatIsNotOneValue) {
  for (const char* text :
       {"", "sobol", "1, 2", "1,", "1 2", "1 # comment", "1]\ny = [2", "1\n2", "[1", "\"open", "]"})
    EXPECT_FALSE(read_toml_value(text, "a").has_value()) << text;
}

TEST(ReadTomlValue, RefusesWhatNoConfigMayHold) {
  EXPECT_EQ(error_text([] { read_toml_value("inf", "a.b"); }),
            "--set: a.b = infinity (must be a finite number)");
}

}  // namespace secondcurve::toml_reader_test
