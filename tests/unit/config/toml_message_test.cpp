#include "engine/config/toml_message.hpp"

#include <string>

#include <gtest/gtest.h>

#include "engine/config/toml_reader.hpp"
#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::toml_message_test {

struct SyntaxCase {
  const char* text;
  const char* message;
};

class SyntaxError : public testing::TestWithParam<SyntaxCase> {};

TEST_P(SyntaxError, IsSaidInPlainWordsWhereItIs) {
  EXPECT_EQ(error_text([] { read_toml(GetParam().text, "a.toml"); }),
            std::string("a.toml:") + GetParam().message);
}

#define NO_VALUE                                                                                        \
  "this is not a value (a number, true or false, \"text\" in quotes, [ a list ] or { a table }). Text " \
  "needs quotes"

INSTANTIATE_TEST_SUITE_P(
    ToTheUser, SyntaxError,
    testing::Values(
        SyntaxCase{"a = sobol", "1:5: " NO_VALUE}, SyntaxCase{"a = full", "1:6: " NO_VALUE},
        SyntaxCase{"a = true1", "1:9: " NO_VALUE}, SyntaxCase{"a = info", "1:8: " NO_VALUE},
        SyntaxCase{"a = 5%",
                   "1:6: TOML syntax: digit is expected here, not '%'. Text, also \"5%\", needs quotes"},
        SyntaxCase{"a = \nb = 1",
                   "1:5: the value after '=' is missing (a number, true or false, \"text\" in quotes, [ a "
                   "list ] or { a "
                   "table })"},
        SyntaxCase{"a b = 1", "1:3: '=' is missing after the key (key = value)"},
        SyntaxCase{"a = 1 2",
                   "1:7: nothing but a comment may follow on this line (one key = value, or one [header], on "
                   "a line)"},
        SyntaxCase{"a = 1\na = 2", "2:5: key a is set twice in this file (each key is set once in a file)"},
        SyntaxCase{"[a]\nx = 1\n[a]",
                   "3:1: table a stands twice in this file (each table once, with all its keys)"},
        SyntaxCase{
            "[a]\nx = 1\n[a.x]",
            "3:1: [a.x] is already set above, and not as such a table (each key is set once in a file)"},
        SyntaxCase{
            "a = { b = 1 }\n[a.c]",
            "2:6: [a.c] adds to a table that is already complete (a table written in { } takes all its keys "
            "there)"},
        SyntaxCase{
            "a.b = 1\na.b.c = 2",
            "2:3: this dotted key goes through a key that is already set (each key is set once in a file)"},
        SyntaxCase{"a = [1, 2",
                   "1:10: the file ends in the middle of a list. Is a quote or a bracket left open?"},
        SyntaxCase{"a = { b = 1",
                   "1:12: the file ends in the middle of a { } table. Is a quote or a bracket left open?"},
        SyntaxCase{"a = '''abc",
                   "1:11: the file ends in the middle of a text. Is a quote or a bracket left open?"},
        SyntaxCase{"[a", "1:3: the file ends in the middle of a [header]"},
        SyntaxCase{"a", "1:2: the file ends in the middle of a key = value line"},
        SyntaxCase{"a = 1.", "1:7: the file ends in the middle of a value"},
        SyntaxCase{"a = \"abc\nb = 1",
                   "1:9: the text is not closed on its line, or holds a control character (\"text\", or "
                   "\"\"\"text of "
                   "many lines\"\"\"). Is a quote left open?"},
        SyntaxCase{"a = [1 2]", "1:8: TOML syntax: a comma or ']' is expected here, not '2'"},
        SyntaxCase{"a = { b = 1, }", "1:14: no comma may stand before the '}' of a table"},
        SyntaxCase{"[]", "1:2: a [header] needs a name"},
        SyntaxCase{"[a.]", "1:4: TOML syntax: a name is expected here, not ']'"},
        SyntaxCase{"= 1", "1:1: TOML syntax: a key or a [header] is expected here, not '='"},
        SyntaxCase{"a = [1, 2}",
                   "1:10: this '}' does not close the '[' that is open (brackets close in the order they "
                   "were opened)"},
        SyntaxCase{"[a]]", "1:4: this ']' closes nothing (each bracket closes one that is open)"},
        SyntaxCase{"a = \xE4\xB8\x8A",
                   "1:5: only texts in quotes and comments may hold other letters than a-z and A-Z (text "
                   "needs quotes, "
                   "names are a-z, A-Z, digits, _ and -)"},
        SyntaxCase{"a = 01", "1:7: TOML syntax: leading zeroes are prohibited"},
        SyntaxCase{"a = 99999999999999999999",
                   "1:25: 99999999999999999999 is too large a number (a whole number goes up to "
                   "9223372036854775807)"}));

TEST(TomlMessage, KeepsWhatItDoesNotKnow) {
  EXPECT_EQ(toml_message("something new").problem, "TOML syntax: something new");
  EXPECT_EQ(toml_message("Error while parsing value: something new").problem, "TOML syntax: something new");
}

}  // namespace secondcurve::toml_message_test
