#include "engine/cli/text_table.hpp"

#include <gtest/gtest.h>

namespace secondcurve::cli::text_table_test {

TEST(DisplayWidth, OfLatinTextIsItsLength) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("Automobiles"), 11u);
}

TEST(DisplayWidth, CountsChineseCharactersTwice) {
  EXPECT_EQ(display_width("汽车"), 4u);
  EXPECT_EQ(display_width("AI+ 行动"), 8u);
}

TEST(DisplayWidth, CountsFullWidthPunctuationTwice) { EXPECT_EQ(display_width("（，）"), 6u); }

TEST(DisplayWidth, CountsCharactersBeyondTheBasicPlaneTwice) { EXPECT_EQ(display_width("\U00020000"), 2u); }

TEST(DisplayWidth, CountsAccentedLettersAndSymbolsOnce) {
  EXPECT_EQ(display_width("é"), 1u);
  EXPECT_EQ(display_width("naïve – €"), 9u);
}

TEST(DisplayWidth, CountsNothingForEscapeCodes) {
  EXPECT_EQ(display_width("\x1b[1mbold\x1b[0m"), 4u);
  EXPECT_EQ(display_width("\x1b[1m汽车\x1b[0m"), 4u);
}

TEST(DisplayWidth, StopsAtTheEndOfACutEscapeCodeOrCharacter) {
  EXPECT_EQ(display_width("ab\x1b[1"), 2u);
  EXPECT_EQ(display_width("ab\xe6\xb1"), 3u);
}

TEST(TextTableText, SetsTheFirstColumnLeftAndTheOthersRight) {
  TextTable table;
  table.add_row({"name", "2026", "2030"});
  table.add_row({"a", "1", "12,345"});

  EXPECT_EQ(table.text(),
            "name  2026    2030\n"
            "a        1  12,345\n");
}

TEST(TextTableText, SetsAsManyColumnsLeftAsAsked) {
  TextTable table;
  table.add_row({"a", "median", "1"});
  table.add_row({"long", "p5", "22"});

  EXPECT_EQ(table.text(2),
            "a     median   1\n"
            "long  p5      22\n");
}

TEST(TextTableText, LinesUpBesideChineseTitles) {
  TextTable table;
  table.add_row({"汽车", "1"});
  table.add_row({"cars", "22"});

  EXPECT_EQ(table.text(),
            "汽车   1\n"
            "cars  22\n");
}

TEST(TextTableText, LinesUpBesideEscapeCodes) {
  TextTable table;
  table.add_row({"\x1b[1mcars\x1b[0m", "1"});
  table.add_row({"robots", "2"});

  EXPECT_EQ(table.text(),
            "\x1b[1mcars\x1b[0m    1\n"
            "robots  2\n");
}

TEST(TextTableText, IsNotWidenedByAHeading) {
  TextTable table;
  table.add_heading("A heading far longer than any cell");
  table.add_row({"a", "1"});
  table.add_blank();
  table.add_row({"b", "2"});

  EXPECT_EQ(table.text(),
            "A heading far longer than any cell\n"
            "a  1\n"
            "\n"
            "b  2\n");
}

TEST(TextTableText, TakesRowsOfDifferentLengthAndEndsNoLineInSpaces) {
  TextTable table;
  table.add_row({"a", "1", "2"});
  table.add_row({"b", ""});
  table.add_row({"c"});

  EXPECT_EQ(table.text(), "a  1  2\nb\nc\n");
}

TEST(TextTableText, OfNoRowsIsEmpty) { EXPECT_EQ(TextTable().text(), ""); }

}  // namespace secondcurve::cli::text_table_test
