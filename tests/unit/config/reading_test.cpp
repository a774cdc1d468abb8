#include "engine/config/reading.hpp"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/config/toml_reader.hpp"
#include "engine/schema/quantity_forms.hpp"
#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::reading_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Reading without_files() {
  return Reading([](const Node&, const std::string& path) -> NamedText {
    throw IoError(path, "read", "there is no such file");
  });
}

/// A reading whose only file, table.csv, has that text.
Reading with_table(const std::string& text) {
  return Reading([text](const Node&, const std::string&) { return NamedText{"data/table.csv", text}; });
}

std::vector<std::string> messages(const Reading& reading) {
  std::vector<std::string> out;
  for (const Diagnostic& each : reading.diagnostics()) out.push_back(to_string(each));
  return out;
}

/// The value of `x = TEXT`.
Node value_of(const std::string& text) { return *read_toml("x = " + text, "a.toml").find("x"); }

std::optional<double> plain(const std::string& text) { return plain_number(value_of(text)); }

TEST(PlainNumber, TakesWholeAndDecimalNumbers) {
  EXPECT_EQ(plain("3"), 3.0);
  EXPECT_EQ(plain("0.05"), 0.05);
}

TEST(PlainNumber, TakesPercentagesAsPeopleWriteThem) {
  EXPECT_DOUBLE_EQ(plain("\"5%\"").value(), 0.05);
  EXPECT_DOUBLE_EQ(plain("\"+2.5 %\"").value(), 0.025);
  EXPECT_DOUBLE_EQ(plain("\"-1.5%\"").value(), -0.015);
}

TEST(PlainNumber, TakesNothingElse) {
  for (const char* text : {"\"5\"", "\"%\"", "\"five%\"", "\"5%%\"", "\"5% or so\"", "\" 5%\"", "\"+-5%\"",
                           "\"inf%\"", "\"nan%\"", "\"1e999%\"", "true", "[1]", "{ value = 1 }"})
    EXPECT_EQ(plain(text), std::nullopt) << text;
}

TEST(ReadNumber, TakesANumberInsideATableWithItsSource) {
  Reading reading = without_files();

  EXPECT_EQ(read_number(value_of("{ value = 2, source = \"F-1\", why = \"w\" }"), {}, reading), 2.0);
  EXPECT_THAT(messages(reading), IsEmpty());
  ASSERT_EQ(reading.cited().size(), 1u);
  EXPECT_EQ(reading.cited()[0].fact, "F-1");
  EXPECT_EQ(reading.cited()[0].key, "x.source");
}

TEST(ReadNumber, ReportsWhatIsNone) {
  Reading reading = without_files();

  EXPECT_EQ(read_number(value_of("\"much\""), {}, reading), std::nullopt);
  EXPECT_EQ(read_number(value_of("{ value = \"much\" }"), {}, reading), std::nullopt);
  EXPECT_EQ(read_number(value_of("{ source = \"F-1\" }"), {}, reading), std::nullopt);

  EXPECT_THAT(messages(reading), ElementsAre(HasSubstr("x: is text \"much\""), HasSubstr("x: has no value"),
                                             HasSubstr("x.value: is text")));
}

TEST(ReadNumber, ReportsAnUnknownKeyButReadsTheValue) {
  Reading reading = without_files();

  EXPECT_EQ(read_number(value_of("{ value = 2, sourse = \"F-1\" }"), {}, reading), 2.0);
  EXPECT_THAT(messages(reading),
              ElementsAre(AllOf(HasSubstr("x.sourse: unknown key"), HasSubstr("Did you mean 'source'?"))));
}

TEST(ReadNumber, ReportsANumberOutsideItsRangeWithItsUnit) {
  Reading reading = without_files();
  const FieldInfo info{.unit = "1/year", .range = positive};

  EXPECT_EQ(read_number(value_of("-2"), info, reading), std::nullopt);
  EXPECT_THAT(messages(reading),
              ElementsAre(AllOf(HasSubstr("x = -2"), HasSubstr("1/year"), HasSubstr("above 0"))));
}

TEST(Citation, SplitsIdsAtSemicolonsAndCommas) {
  Reading reading = without_files();

  const Citation citation = reading.citation(value_of("{ source = \"F-1; F-2,F-3 ;\", why = \"so\" }"));

  EXPECT_THAT(citation.facts, ElementsAre("F-1", "F-2", "F-3"));
  EXPECT_EQ(citation.why, "so");
}

TEST(Citation, TakesAListOfIds) {
  Reading reading = without_files();

  EXPECT_THAT(reading.citation(value_of("{ source = [\"F-1\", \"F-2\"] }")).facts, ElementsAre("F-1", "F-2"));
  EXPECT_EQ(reading.cited()[1].key, "x.source[1]");
}

TEST(Citation, ReportsWhatIsNoText) {
  Reading reading = without_files();

  reading.citation(value_of("{ source = [\"F-1\", 2], why = 3 }"));

  EXPECT_THAT(messages(reading), ElementsAre(HasSubstr("x.source[1]: is"), HasSubstr("x.why: is")));
}

TEST(CsvFile, IsReadWithItsPath) {
  Reading reading = with_table("id,text\nF-1,a\n");

  const auto file = reading.csv_file(value_of("\"table.csv\""));

  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->path, "data/table.csv");
  EXPECT_EQ(file->csv.rows.size(), 1u);
}

TEST(CsvFile, ThatCannotBeReadIsReportedAtItsKey) {
  Reading reading = without_files();

  EXPECT_FALSE(reading.csv_file(value_of("\"table.csv\"")).has_value());
  EXPECT_FALSE(reading.csv_file(value_of("5")).has_value());

  EXPECT_THAT(messages(reading), ElementsAre(HasSubstr("there is no such file"), HasSubstr("x: is")));
}

TEST(CsvFile, ThatIsDamagedIsReportedLineByLine) {
  Reading reading = with_table("id,text\nF-1\nF-2\n");

  EXPECT_FALSE(reading.csv_file(value_of("\"table.csv\"")).has_value());
  EXPECT_THAT(messages(reading), ElementsAre(HasSubstr("data/table.csv:2"), HasSubstr("data/table.csv:3")));
  EXPECT_TRUE(reading.has_error("x"));
}

TEST(ReadingDiagnostics, ComeInTheOrderOfTheFile) {
  const Node root = read_toml("a = 1\nb = 2\nc = 3\n", "a.toml");
  Reading reading = without_files();

  reading.error(*root.find("c"), "third");
  reading.error(*root.find("a"), "first");
  reading.error(*root.find("a"), "first again");

  EXPECT_THAT(messages(reading),
              ElementsAre(HasSubstr("a: first"), HasSubstr("a: first again"), HasSubstr("c: third")));
}

TEST(ReadingDiagnostics, AreThrownTogetherAtTheEnd) {
  Reading reading = without_files();
  EXPECT_NO_THROW(reading.finish());

  reading.error(value_of("1"), "one");
  reading.error(value_of("1"), "two");

  EXPECT_THAT(error_text([&] { reading.finish(); }),
              AllOf(HasSubstr("one"), HasSubstr("\n"), HasSubstr("two")));
}

TEST(WrongKeys, AreThoseReportedAndWhatIsInThem) {
  const Node root = read_toml("[a.b]\nc = 1\n[a.bc]\nd = [1, 2]\n", "a.toml");
  Reading reading = without_files();

  reading.error(*root.find_path("a.b"), "wrong");
  reading.error(root.find_path("a.bc.d")->children()[1], "wrong");

  EXPECT_TRUE(reading.has_error("a.b"));
  EXPECT_TRUE(reading.has_error("a.b.c"));
  EXPECT_TRUE(reading.has_error("a.bc.d[1]"));
  EXPECT_FALSE(reading.has_error("a"));
  EXPECT_FALSE(reading.has_error("a.bc"));
  EXPECT_FALSE(reading.has_error("a.bc.d"));
}

TEST(WrongKeys, AreFoundFromWhatHoldsThem) {
  const Node root = read_toml("[a.b]\nc = [1]\n", "a.toml");
  Reading reading = without_files();

  reading.error(root.find_path("a.b.c")->children()[0], "wrong");

  EXPECT_TRUE(reading.has_error_within("a"));
  EXPECT_TRUE(reading.has_error_within("a.b.c"));
  EXPECT_TRUE(reading.has_error_within("a.b.c[0]"));
  EXPECT_FALSE(reading.has_error_within("a.b.d"));
}

TEST(WrongKeys, DoNotIncludeTheTableOfAMissingKey) {
  Reading reading = without_files();

  reading.error_about(std::vector<std::string>{"a.missing"}, {"a.toml", 1, 1}, "a", "has no missing");

  EXPECT_THAT(messages(reading), ElementsAre("a.toml:1:1: a: has no missing"));
  EXPECT_TRUE(reading.has_error("a.missing"));
  EXPECT_FALSE(reading.has_error("a"));
  EXPECT_FALSE(reading.has_error("a.other"));
}

TEST(EntryName, StartsWithASmallLetterAndHoldsLettersDigitsAndUnderscores) {
  for (const char* name : {"a", "ai_2", "integrated_circuits"}) EXPECT_TRUE(is_entry_name(name)) << name;
  for (const char* name : {"", "A", "2a", "_a", "a-b", "aB", "a b", "汽车", "a.b"})
    EXPECT_FALSE(is_entry_name(name)) << name;
}

TEST(EntryName, IsNoKeyThatMakesATableOneNumber) {
  for (const std::string_view name : value_keys) {
    Reading reading = without_files();
    const Node root = read_toml("[s." + std::string(name) + "]", "a.toml");

    EXPECT_FALSE(check_entry_name(root.find("s")->children()[0], reading)) << name;

    EXPECT_THAT(messages(reading), ElementsAre(HasSubstr("is no allowed name"))) << name;
  }
}

TEST(EntryName, IsNoWordKeptForSettings) {
  for (const std::string_view name : kept_names) {
    Reading reading = without_files();
    const Node root = read_toml("[s." + std::string(name) + "]", "a.toml");

    EXPECT_FALSE(check_entry_name(root.find("s")->children()[0], reading)) << name;

    EXPECT_THAT(messages(reading), ElementsAre(HasSubstr("kept for settings"))) << name;
  }
}

TEST(IsDisabled, OnlyWhereEnabledIsFalse) {
  Reading reading = without_files();

  EXPECT_TRUE(is_disabled(value_of("{ enabled = false }"), reading));
  EXPECT_FALSE(is_disabled(value_of("{ enabled = true }"), reading));
  EXPECT_FALSE(is_disabled(value_of("{ }"), reading));
  EXPECT_FALSE(reading.failed());

  EXPECT_FALSE(is_disabled(value_of("{ enabled = \"no\" }"), reading));
  EXPECT_THAT(messages(reading), ElementsAre(HasSubstr("x.enabled: is text \"no\"")));
}

}  // namespace secondcurve::reading_test
