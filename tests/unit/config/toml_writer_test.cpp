#include "engine/config/toml_writer.hpp"

#include <string>

#include <gtest/gtest.h>

#include "engine/config/merge.hpp"
#include "engine/config/toml_reader.hpp"

namespace secondcurve::toml_writer_test {

std::string rewritten(const std::string& text) { return to_toml(read_toml(text, "f")); }
std::string value_text(const std::string& text) {
  return read_toml("a = " + text, "f").find("a")->to_toml_value();
}

/// Everything of a tree but its positions and history: keys, kinds, values (a double to its last bit, by its
/// shortest text) and order.
std::string outline(const Node& node) {
  std::string text = node.key() + "|" + std::string(kind_name(node.kind()));
  if (node.kind() != Node::Kind::table && node.kind() != Node::Kind::array)
    text += "|" + node.to_toml_value();
  text += '\n';
  for (const Node& child : node.children()) text += outline(child);
  return text;
}

TEST(ToTomlValue, WritesEachKindOnOneLine) {
  EXPECT_EQ(value_text("true"), "true");
  EXPECT_EQ(value_text("100_000"), "100000");
  EXPECT_EQ(value_text("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(value_text("[1,\n 2.5, [ ]]"), "[1, 2.5, []]");
  EXPECT_EQ(value_text("{value=225, sd = {}}"), "{ value = 225, sd = {} }");
}

TEST(ToTomlValue, WritesTheShortestNumberThatReadsBackAsOne) {
  EXPECT_EQ(value_text("0.1"), "0.1");
  EXPECT_EQ(value_text("5.0"), "5.0");
  EXPECT_EQ(value_text("-0.0"), "-0.0");
  EXPECT_EQ(value_text("1e300"), "1e+300");
  EXPECT_EQ(value_text("0.30000000000000004"), "0.30000000000000004");
}

TEST(ToTomlValue, EscapesWhatATextMayNotHold) {
  EXPECT_EQ(value_text("'''a\"\\b\n\tc'''"), R"("a\"\\b\n\tc")");
  EXPECT_EQ(value_text("\"\xE4\xB8\x8A\""), "\"\xE4\xB8\x8A\"");
}

TEST(ToToml, WritesSectionsAsHeadersAndValuesInline) {
  const std::string text =
      "title = \"x\"\n"
      "\n"
      "[simulation]\n"
      "paths = 10\n"
      "\n"
      "[sectors.x]\n"
      "base = { value = 225, sd = 15 }\n"
      "\n"
      "[sectors.x.growth]\n"
      "model = \"path\"\n"
      "\n"
      "[sectors.y]\n";

  EXPECT_EQ(rewritten(text), text);
}

TEST(ToToml, WritesValuesInlineHoweverTheyWereWritten) {
  EXPECT_EQ(rewritten("[s.x.base]\nvalue = 1\n[s.x.plan]\n2026 = 1.5\n"),
            "[s.x]\nbase = { value = 1 }\nplan = { 2026 = 1.5 }\n");
}

TEST(ToToml, WritesASectionBeforeAPlainKeyWithDottedKeys) {
  const std::string text =
      "[s]\nloadings = { a = { common = 0.6 }, b = { deep = { c = 1 } }, e = {} }\nlast = 1\n";

  EXPECT_EQ(rewritten(text),
            "[s]\nloadings.a.common = 0.6\nloadings.b.deep.c = 1\nloadings.e = {}\nlast = 1\n");
}

TEST(ToToml, WritesAnEmptyConfigAsNothing) { EXPECT_EQ(rewritten(""), ""); }

TEST(ToToml, ReadsBackAsTheSameTree) {
  const Node base = read_toml(
      "[scenario]\ntitle = \"\xE4\xB8\x8A\xE6\xB5\xB7 'q' \\\"d\\\" \\\\ \\t \\n\"\n"
      "[simulation]\npaths = 100_000\nsmall = 5e-324\nlarge = 1.7976931348623157e308\nwhole = 3.0\nneg = "
      "-0.0\n"
      "[output]\nquantiles = [0.05, 0.5]\nmixed = [1, 1.0, 'x', true, [], [[2]], { a = 1, b = { c = [1] } "
      "}]\n"
      "[sectors.b.growth]\nmodel = 'm'\nbeta = 1\n[sectors.b]\ntitle = 'b'\n[sectors.a]\nbase = "
      "1\n[sectors.a.empty]\n"
      "[sectors.a.base-2]\nvalue = 1\n"
      "[adoption.x]\nsupport = { 2026 = 1.5 }\n[dependence.output]\nloadings = { i = { c = 0.6 }, b = 0.3, j "
      "= { c = 1 } }\n"
      "[[list]]\nname = 'a'\n[list.sub]\nx = 1\n[[list]]\nname = 'b'\n",
      "f");
  const Node over = read_toml(
      "top = 1\n[sectors.c]\nbase = { normal = [1, 2] }\n[sectors.b]\nnote = 'after the growth table'\n"
      "[adoption.x]\nsupport = { 2027 = 2 }\n",
      "g");
  const Node merged = merge(base, over);

  const std::string text = to_toml(merged);

  EXPECT_EQ(outline(read_toml(text, "h")), outline(merged));
  EXPECT_EQ(to_toml(read_toml(text, "h")), text);
  EXPECT_NE(outline(merged), outline(base));
}

TEST(ToToml, ReadsBackAtTheDeepestNesting) {
  std::string deep = "a", brackets = "1";
  for (int i = 1; i < 32; ++i) deep += ".a";
  for (int i = 0; i < 31; ++i) brackets = "[" + brackets + "]";

  for (const std::string& text : {deep + " = 1", "[" + deep + "]", "a = " + brackets}) {
    const Node root = read_toml(text, "f");
    EXPECT_EQ(outline(read_toml(to_toml(root), "f")), outline(root)) << text;
  }
}

}  // namespace secondcurve::toml_writer_test
