#include "engine/config/text.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace secondcurve::text_test {

const std::vector<std::string> keys = {"drift", "volatility", "initial_growth", "p"};

TEST(Closest, FindsAWordWithALetterMissing) { EXPECT_EQ(closest("volatilty", keys), "volatility"); }
TEST(Closest, CountsNeighboursSwappedAsOneEdit) { EXPECT_EQ(closest("dirft", keys), "drift"); }
TEST(Closest, IgnoresCase) { EXPECT_EQ(closest("VOLATILITY", keys), "volatility"); }
TEST(Closest, AllowsOneEditInShortWords) { EXPECT_EQ(closest("q", keys), "p"); }
TEST(Closest, AllowsAThirdOfTheLettersWrong) { EXPECT_EQ(closest("volaxxxity", keys), "volatility"); }
TEST(Closest, RefusesMoreThanAThirdOfTheLettersWrong) { EXPECT_EQ(closest("volxxxxity", keys), ""); }
TEST(Closest, FindsNothingAmongNoCandidates) { EXPECT_EQ(closest("drift", {}), ""); }

TEST(Closest, TakesTheOneThatTheWordBegins) {
  EXPECT_EQ(closest("vol", keys), "volatility");
  EXPECT_EQ(closest("INITIAL", keys), "initial_growth");
  EXPECT_EQ(closest("in", keys), "") << "too short to tell";
  const std::vector<std::string> two = {"output", "outlook"};
  EXPECT_EQ(closest("out", two), "") << "which of the two?";
}

TEST(Closest, TakesTheNearestOfSeveral) {
  const std::vector<std::string> years = {"base_years", "base_year"};

  EXPECT_EQ(closest("base_yeer", years), "base_year");
}

TEST(Closest, TakesTheFirstOfATie) {
  const std::vector<std::string> tie = {"cat", "bat"};

  EXPECT_EQ(closest("rat", tie), "cat");
}

TEST(DidYouMean, AsksForTheNearestWord) {
  EXPECT_EQ(did_you_mean("volatilty", keys), "Did you mean 'volatility'?");
}
TEST(DidYouMean, IsSilentWhereNoWordIsNear) { EXPECT_EQ(did_you_mean("nothing", keys), ""); }

TEST(Counted, HasOneThingInTheSingular) {
  EXPECT_EQ(counted(1, "path"), "1 path");
  EXPECT_EQ(counted(0, "path"), "0 paths");
  EXPECT_EQ(counted(2, "sobol path"), "2 sobol paths");
  EXPECT_EQ(counted(12'345, "path"), "12,345 paths");
}

TEST(Rounded, HidesWhatRoundingLeavesOfASum) {
  EXPECT_EQ(rounded(0.05 + 0.01), "0.06");
  EXPECT_EQ(rounded(0.1 + 0.2), "0.3");
  EXPECT_EQ(rounded(-1234.5), "-1234.5");
  EXPECT_EQ(rounded(0.123456789012), "0.123456789012");
}

TEST(WholeNumber, IsReadWithUnderscoresBetweenDigits) {
  EXPECT_EQ(whole_number("0"), 0U);
  EXPECT_EQ(whole_number("1_000_000"), 1'000'000U);
  EXPECT_EQ(whole_number("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  for (const char* text :
       {"", "_", "_1", "1_", "1__0", "-1", "+1", "1.5", "1e3", " 1", "1 ", "a", "18446744073709551616"})
    EXPECT_EQ(whole_number(text), std::nullopt) << text;
}

TEST(GroupedText, SeparatesThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(grouped(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
}

TEST(Join, PutsTheSeparatorBetweenWords) {
  const std::vector<std::string> words = {"a", "b", "c"};

  EXPECT_EQ(join(words, ", "), "a, b, c");
  EXPECT_EQ(join(words, ", ", " or "), "a, b or c");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(FindControlCharacter, FindsTheFirstThatIsNoLineEndOrTab) {
  EXPECT_EQ(find_control_character("a\n\tb\x1B[2J"), 4u);
  EXPECT_EQ(find_control_character(std::string_view("a\0b", 3)), 1u);
  EXPECT_EQ(find_control_character("a\r\n"), 1u);
  EXPECT_EQ(find_control_character("\x7F"), 0u);
  EXPECT_EQ(find_control_character("a\xC2\x80"), 1u);
  EXPECT_EQ(find_control_character("a\xC2\x9F"), 1u);
}
TEST(FindControlCharacter, LetsLettersPass) {
  EXPECT_EQ(find_control_character(""), std::nullopt);
  EXPECT_EQ(find_control_character("\xC2\xA0 \xE4\xB8\x8A\xE6\xB5\xB7 \xC3\x9B"), std::nullopt);
}

TEST(Shortened, KeepsShortTexts) { EXPECT_EQ(shortened("sobol"), "sobol"); }
TEST(Shortened, ShowsWhatDoesNotPrint) { EXPECT_EQ(shortened("a\nb\tc\x01"), "a\\nb\\tc\\x01"); }
TEST(Shortened, ShowsControlCharactersBeyondASCII) {
  EXPECT_EQ(shortened("a\xC2\x9B"
                      "b\xC2\xA0"),
            "a\\u009Bb\xC2\xA0");
}
TEST(Shortened, CutsLongTexts) { EXPECT_EQ(shortened("abcdef", 4), "abcd..."); }
TEST(Shortened, KeepsWholeCharacters) { EXPECT_EQ(shortened("a\xE4\xB8\x8A", 3), "a..."); }

TEST(FindInvalidUtf8, AcceptsCharactersOfEveryLength) {
  EXPECT_FALSE(find_invalid_utf8("a\xC3\xBC\xE4\xB8\x8A\xF0\x9F\x98\x80").has_value());
}

TEST(FindInvalidUtf8, RefusesWhatRfc3629Refuses) {
  EXPECT_EQ(find_invalid_utf8("ab\xFF"), 2U);               // no such first byte
  EXPECT_EQ(find_invalid_utf8("a\xE4\xB8"), 1U);            // cut off
  EXPECT_EQ(find_invalid_utf8("a\x80"), 1U);                // continuation alone
  EXPECT_EQ(find_invalid_utf8("\xC0\x80"), 0U);             // overlong NUL
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\x80"), 0U);         // overlong in three bytes
  EXPECT_EQ(find_invalid_utf8("\xF0\x80\x80\x80"), 0U);     // overlong in four bytes
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0U);         // surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U);     // beyond U+10FFFF
  EXPECT_EQ(find_invalid_utf8("ok\xE4\xB8\x8A\xC3("), 5U);  // after good characters
}

TEST(PositionOf, CountsLinesAndCharactersFromOne) {
  const std::string text = "a\n\xC3\xBC = x\n";

  EXPECT_EQ(position_of(text, 0, "f"), (SourcePosition{"f", 1, 1}));
  EXPECT_EQ(position_of(text, 2, "f"), (SourcePosition{"f", 2, 1}));
  EXPECT_EQ(position_of(text, 7, "f"), (SourcePosition{"f", 2, 5}));
}

TEST(PositionOf, SkipsAByteOrderMark) {
  EXPECT_EQ(position_of("\xEF\xBB\xBFkey", 3, "f"), (SourcePosition{"f", 1, 1}));
  EXPECT_EQ(position_of("\xEF\xBB\xBFkey", 5, "f"), (SourcePosition{"f", 1, 3}));
}

}  // namespace secondcurve::text_test
