#include "engine/config/csv.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::csv_test {

using testing::ElementsAre;

std::string csv_error(std::string_view text) {
  return error_text([&] { parse_csv(text, "facts.csv"); });
}

TEST(ParseCsv, ReadsHeaderAndRows) {
  const Csv csv = parse_csv("id,value\nD-001,4070\nD-002,501\n", "facts.csv");

  EXPECT_THAT(csv.header, ElementsAre("id", "value"));
  ASSERT_EQ(csv.rows.size(), 2U);
  EXPECT_THAT(csv.rows[0].fields, ElementsAre("D-001", "4070"));
  EXPECT_THAT(csv.rows[1].fields, ElementsAre("D-002", "501"));
  EXPECT_EQ(csv.rows[1].line, 3);
}

TEST(ParseCsv, ReadsQuotedFieldsWithCommasQuotesAndLineEnds) {
  const Csv csv = parse_csv("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n\"\",z\n", "facts.csv");

  EXPECT_THAT(csv.rows[0].fields, ElementsAre("x, \"y\"", "two\nlines"));
  EXPECT_THAT(csv.rows[1].fields, ElementsAre("", "z"));
  EXPECT_EQ(csv.rows[1].line, 4);
}

TEST(ParseCsv, ReadsFilesFromSpreadsheetsOfWindows) {
  const Csv csv = parse_csv("\xEF\xBB\xBFid,value\r\nD-001,\"4\"\r\n", "facts.csv");

  EXPECT_THAT(csv.header, ElementsAre("id", "value"));
  EXPECT_THAT(csv.rows[0].fields, ElementsAre("D-001", "4"));
  EXPECT_EQ(csv.rows[0].line, 2);
}

TEST(ParseCsv, SkipsEmptyLinesButCountsThem) {
  const Csv csv = parse_csv("\na,b\n\n\n1,2\n\n", "facts.csv");

  ASSERT_EQ(csv.rows.size(), 1U);
  EXPECT_EQ(csv.rows[0].line, 5);
}

TEST(ParseCsv, ReadsALastLineWithoutLineEnd) {
  EXPECT_THAT(parse_csv("a,b\n1,", "facts.csv").rows[0].fields, ElementsAre("1", ""));
  EXPECT_THAT(parse_csv("a,b\n1,\"2\"", "facts.csv").rows[0].fields, ElementsAre("1", "2"));
}

TEST(ParseCsv, KeepsSpacesAndLoneCarriageReturns) {
  EXPECT_THAT(parse_csv("a,b\n 1 ,x\ry\n", "facts.csv").rows[0].fields, ElementsAre(" 1 ", "x\ry"));
}

TEST(ParseCsv, FindsColumnsByName) {
  const Csv csv = parse_csv("id,value\n", "facts.csv");

  EXPECT_EQ(csv.column("value"), 1U);
  EXPECT_FALSE(csv.column("Value").has_value());
}

TEST(ParseCsv, ReportsEveryRaggedRow) {
  EXPECT_EQ(
      csv_error("a,b\n1\n1,2\n\n1,2,3\n"),
      "facts.csv:2:1: the row has 1 field (the header has 2)\n"
      "facts.csv:5:1: the row has 3 fields (the header has 2). Decimals have a point: 0.05, never 0,05");
}

TEST(ParseCsv, ReportsTenRaggedRowsAtMost) {
  std::string text = "a,b\n";
  for (int i = 0; i < 1000; ++i) text += "1\n";

  const std::string message = csv_error(text);

  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 9);
}

TEST(ParseCsv, RefusesQuotesThatDoNotMatch) {
  EXPECT_EQ(csv_error("a,b\n1,\"2\n3,4\n"),
            "facts.csv:2:3: this quote is never closed (a quoted field ends in a quote)");
  EXPECT_EQ(
      csv_error("a,b\n1,2\"\n"),
      "facts.csv:2:4: a quote in the middle of a field (quote the whole field and double the quotes in it)");
  EXPECT_EQ(csv_error("a,b\n\"1\"x,2\n"),
            "facts.csv:2:4: text after the closing quote (double a quote that is part of the field)");
}

TEST(ParseCsv, RefusesAFileWithoutHeader) {
  EXPECT_EQ(csv_error(""), "facts.csv: is empty (a table begins with the names of its columns)");
  EXPECT_EQ(csv_error("\r\n\n"), "facts.csv: is empty (a table begins with the names of its columns)");
}

TEST(ParseCsv, RefusesColumnsWithoutAName) {
  EXPECT_EQ(csv_error("a,,b\n"), "facts.csv:1:1: a column has no name (the first line names each column)");
}

TEST(ParseCsv, SaysThatColumnsAreSeparatedByOtherThanCommas) {
  EXPECT_EQ(csv_error("year;cars\n2026;0,05\n"),
            "facts.csv:1:1: semicolons separate the columns (commas must, with a point before decimals: "
            "year,cars and 2026,0.05)");
  EXPECT_THAT(csv_error("year\tcars\n2026\t0.05\n"), ::testing::HasSubstr("tabs separate the columns"));
}

TEST(ParseCsv, RefusesColumnsOfEqualName) {
  EXPECT_EQ(csv_error("a,b,a\n"), "facts.csv:1:1: two columns are named 'a' (each name once)");
}

}  // namespace secondcurve::csv_test
