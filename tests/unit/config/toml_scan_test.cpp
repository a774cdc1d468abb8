#include "engine/config/toml_scan.hpp"

#include <string>

#include <gtest/gtest.h>

namespace secondcurve {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(FindTomlExcess, AcceptsTheDeepestNesting) {
  EXPECT_FALSE(find_toml_excess("a = " + repeated("[", 32) + repeated("]", 32)).has_value());
  EXPECT_FALSE(find_toml_excess(repeated("a.", 31) + "a = 1").has_value());
}

TEST(FindTomlExcess, RefusesOneLevelMoreWhereItBegins) {
  const auto brackets = find_toml_excess("a = " + repeated("[", 33) + repeated("]", 33));
  const auto dots = find_toml_excess(repeated("a.", 32) + "a = 1");

  ASSERT_TRUE(brackets.has_value());
  EXPECT_EQ(brackets->offset, 36U);
  EXPECT_EQ(brackets->problem, "is nested deeper than 32 levels");
  ASSERT_TRUE(dots.has_value());
  EXPECT_EQ(dots->offset, 63U);
}

TEST(FindTomlExcess, IgnoresBracketsInTextsAndComments) {
  const std::string brackets = repeated("[", 40);
  const std::string tripled = "\"\"\"";

  EXPECT_FALSE(find_toml_excess("# " + brackets + "\na = 1").has_value());
  EXPECT_FALSE(find_toml_excess("a = \"\\\"" + brackets + "\"").has_value());
  EXPECT_FALSE(find_toml_excess("a = '\\'\nb = '" + brackets + "'").has_value());
  EXPECT_FALSE(find_toml_excess("a = " + tripled + "\n\"" + brackets + "\n" + tripled).has_value());
  EXPECT_FALSE(find_toml_excess("a = " + tripled + "\"\"x" + tripled + "\"\" # " + brackets).has_value());
  EXPECT_FALSE(find_toml_excess("a = '''\n'" + brackets + "\n'''").has_value());
}

TEST(FindTomlExcess, SeesBracketsBehindTexts) {
  const std::string brackets = repeated("[", 40);
  const std::string tripled = "\"\"\"";

  EXPECT_TRUE(find_toml_excess("a = \"\\\\\"\nb = " + brackets).has_value());
  EXPECT_TRUE(find_toml_excess("a = \"\"\nb = " + brackets).has_value());
  EXPECT_TRUE(find_toml_excess("a = " + tripled + "x" + tripled + "\"\"\nb = " + brackets).has_value());
  EXPECT_TRUE(find_toml_excess("a = \"open\nb = " + brackets).has_value());
}

TEST(FindTomlExcess, AcceptsManyHeadersOneAfterTheOther) {
  EXPECT_FALSE(find_toml_excess(repeated("[a.b]\nx = 0.5\n", 1000)).has_value());
}

TEST(FindTomlExcess, RefusesMoreEntriesThanAnyConfigHas) {
  EXPECT_FALSE(find_toml_excess("a = [" + repeated("1,", 99'998) + "]").has_value());
  EXPECT_EQ(find_toml_excess("a = [" + repeated("1,", 99'999) + "]")->problem,
            "the file has more than 100000 entries");
  EXPECT_TRUE(find_toml_excess(repeated("[a]\n", 100'001)).has_value());
}

}  // namespace
}  // namespace secondcurve
