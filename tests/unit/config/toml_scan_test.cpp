#include "engine/config/toml_scan.hpp"

#include <string>

#include <gtest/gtest.h>

namespace secondcurve::toml_scan_test {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(FindTomlHazard, AcceptsTheDeepestNesting) {
  EXPECT_FALSE(find_toml_hazard("a = " + repeated("[", 32) + repeated("]", 32)).has_value());
  EXPECT_FALSE(find_toml_hazard(repeated("a.", 31) + "a = 1").has_value());
}

TEST(FindTomlHazard, RefusesOneLevelMoreWhereItBegins) {
  const auto brackets = find_toml_hazard("a = " + repeated("[", 33) + repeated("]", 33));
  const auto dots = find_toml_hazard(repeated("a.", 32) + "a = 1");

  ASSERT_TRUE(brackets.has_value());
  EXPECT_EQ(brackets->offset, 36U);
  EXPECT_EQ(brackets->problem, "is nested deeper than 32 levels");
  ASSERT_TRUE(dots.has_value());
  EXPECT_EQ(dots->offset, 63U);
}

TEST(FindTomlHazard, IgnoresBracketsInTextsAndComments) {
  const std::string brackets = repeated("[", 40);
  const std::string tripled = "\"\"\"";

  EXPECT_FALSE(find_toml_hazard("# " + brackets + "\na = 1").has_value());
  EXPECT_FALSE(find_toml_hazard("a = \"\\\"" + brackets + "\"").has_value());
  EXPECT_FALSE(find_toml_hazard("a = '\\'\nb = '" + brackets + "'").has_value());
  EXPECT_FALSE(find_toml_hazard("a = " + tripled + "\n\"" + brackets + "\n" + tripled).has_value());
  EXPECT_FALSE(find_toml_hazard("a = " + tripled + "\"\"x" + tripled + "\"\" # " + brackets).has_value());
  EXPECT_FALSE(find_toml_hazard("a = '''\n'" + brackets + "\n'''").has_value());
}

TEST(FindTomlHazard, SeesBracketsBehindTexts) {
  const std::string brackets = repeated("[", 40);
  const std::string tripled = "\"\"\"";

  EXPECT_TRUE(find_toml_hazard("a = \"\\\\\"\nb = " + brackets).has_value());
  EXPECT_TRUE(find_toml_hazard("a = \"\"\nb = " + brackets).has_value());
  EXPECT_TRUE(find_toml_hazard("a = " + tripled + "x" + tripled + "\"\"\nb = " + brackets).has_value());
  EXPECT_TRUE(find_toml_hazard("a = \"open\nb = " + brackets).has_value());
}

TEST(FindTomlHazard, RefusesBracketsThatDoNotMatch) {
  const auto crossed = find_toml_hazard("a = [1, {b = 2]}");
  const auto lone = find_toml_hazard("[a]]");

  ASSERT_TRUE(crossed.has_value());
  EXPECT_EQ(crossed->offset, 14U);
  EXPECT_EQ(crossed->problem, "this ']' does not close the '{' that is open");
  ASSERT_TRUE(lone.has_value());
  EXPECT_EQ(lone->offset, 3U);
  EXPECT_EQ(lone->problem, "this ']' closes nothing");
}

TEST(FindTomlHazard, RefusesOtherLettersOutsideTextsAndComments) {
  const auto key = find_toml_hazard("a = 1\n\xC3\xBC = 2");

  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->offset, 6U);
  EXPECT_EQ(key->problem, "only texts in quotes and comments may hold other letters than a-z and A-Z");
  EXPECT_FALSE(find_toml_hazard("\xEF\xBB\xBF# \xC3\xBC\na = '\xC3\xBC'").has_value());
}

TEST(FindTomlHazard, AcceptsManyHeadersOneAfterTheOther) {
  EXPECT_FALSE(find_toml_hazard(repeated("[a.b]\nx = 0.5\n", 1000)).has_value());
}

TEST(FindTomlHazard, RefusesMoreEntriesThanAnyConfigHas) {
  EXPECT_FALSE(find_toml_hazard("a = [" + repeated("1,", 99'998) + "]").has_value());
  EXPECT_EQ(find_toml_hazard("a = [" + repeated("1,", 99'999) + "]")->problem,
            "the file has more than 100000 entries");
  EXPECT_TRUE(find_toml_hazard(repeated("[a]\n", 100'001)).has_value());
}

}  // namespace secondcurve::toml_scan_test
