#include "engine/config/toml_message.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"

namespace secondcurve {
namespace {

constexpr const char* what_a_value_is =
    "a number, true or false, \"text\" in quotes, [ a list ] or { a table }";

/// The text between the first pair of single quotes, such as the key in "cannot redefine existing table 'a'".
std::string quoted_part(std::string_view text) {
  const std::size_t first = text.find('\'');
  if (first == std::string_view::npos) return "";
  const std::size_t last = text.rfind('\'');
  return shortened(text.substr(first + 1, last - first - 1));
}

/// What the parser was reading, in the words of the manual.
std::string plain_scope(std::string_view scope) {
  if (scope == "array") return "a list";
  if (scope == "inline table") return "a { } table";
  if (scope == "table header") return "a [header]";
  if (scope == "key-value pair" || scope == "key") return "a key = value line";
  if (scope == "string" || scope == "literal string") return "a text";
  return "a value";
}

Diagnostic about(std::string problem, std::string allowed = "", std::string hint = "") {
  return {{}, "", std::move(problem), std::move(allowed), std::move(hint)};
}

Diagnostic redefinition(std::string_view problem) {
  const std::string name = quoted_part(problem);
  if (problem.starts_with("cannot insert"))
    return about(fmt::format("[{}] adds to a table that is already complete", name),
                 "a table written in { } takes all its keys there");
  if (problem.ends_with("as dotted key-value pair"))
    return about("this dotted key goes through a key that is already set", "each key is set once in a file");
  if (problem.find("' as ") != std::string_view::npos)
    return about(fmt::format("[{}] is already set above, and not as such a table", name),
                 "each key is set once in a file");
  if (problem.starts_with("cannot redefine existing table") && problem.find('\'') != std::string_view::npos)
    return about(fmt::format("table {} stands twice in this file", name),
                 "each table once, with all its keys");
  return about(fmt::format("key {} is set twice in this file", name), "each key is set once in a file");
}

/// The parser's names for what it would accept, in the words of the manual.
std::string plain_wanted(std::string_view wanted) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> words = {
      {{"keys, tables, whitespace or comments", "a key or a [header]"},
       {"bare key starting character or string delimiter", "a name"},
       {"comma or closing ", "a comma or "},
       {"value or closing ", "a value or "},
       {"key-value pair or closing ", "key = value or "},
       {"key or closing ", "a key or "},
       {"value-terminator", "the end of the value"}}};
  for (const auto& [theirs, ours] : words)
    if (wanted.starts_with(theirs)) return std::string(ours) + std::string(wanted.substr(theirs.size()));
  return std::string(wanted);
}

/// "expected X, saw 'y'" as "X is expected here, not 'y'".
std::string expectation(std::string_view problem) {
  constexpr std::string_view expected = "expected ", saw = ", saw ";
  const std::size_t middle = problem.find(saw);
  if (!problem.starts_with(expected) || middle == std::string_view::npos) return shortened(problem, 200);
  const std::string_view wanted = problem.substr(expected.size(), middle - expected.size());
  const std::string_view found = problem.substr(middle + saw.size());
  return fmt::format("{} is expected here, not {}", plain_wanted(wanted), shortened(found, 100));
}

Diagnostic end_of_file(std::string_view scope) {
  const bool is_bracketed =
      scope == "array" || scope == "inline table" || scope == "string" || scope == "literal string";
  return about("the file ends in the middle of " + plain_scope(scope), "",
               is_bracketed ? "Is a quote or a bracket left open?" : "");
}

}  // namespace

Diagnostic toml_message(std::string_view description) {
  constexpr std::string_view prefix = "Error while parsing ";
  std::string_view scope, problem = description;
  if (const std::size_t colon = description.find(": ");
      description.starts_with(prefix) && colon != std::string_view::npos) {
    scope = description.substr(prefix.size(), colon - prefix.size());
    problem = description.substr(colon + 2);
  }
  const bool is_number = scope.find("integer") != std::string_view::npos || scope == "floating-point";
  const bool is_half_read_word =
      (scope == "boolean" || scope == "floating-point") &&
      (problem.starts_with("expected '") || problem.starts_with("expected value-term"));

  if (problem.starts_with("cannot redefine") || problem.starts_with("cannot insert"))
    return redefinition(problem);
  if (problem == "encountered end-of-file") return end_of_file(scope);
  if (problem == "could not determine value type" || is_half_read_word)
    return about("this is not a value", what_a_value_is, "Text needs quotes");
  if (problem.starts_with("expected value, saw"))
    return about("the value after '=' is missing", what_a_value_is);
  if (problem.starts_with("expected '=', saw")) return about("'=' is missing after the key", "key = value");
  if (problem.starts_with("expected a comment or whitespace"))
    return about("nothing but a comment may follow on this line",
                 "one key = value, or one [header], on a line");
  if (problem.ends_with("is not representable in 64 bits"))
    return about(fmt::format("{} is too large a number", quoted_part(problem)),
                 "a whole number goes up to 9223372036854775807");
  if (problem.starts_with("tables with blank")) return about("a [header] needs a name");
  if (problem.ends_with("(dangling comma)")) return about("no comma may stand before the '}' of a table");
  if (problem.find("control characters other than TAB") != std::string_view::npos)
    return about("the text is not closed on its line, or holds a control character",
                 "\"text\", or \"\"\"text of many lines\"\"\"", "Is a quote left open?");
  return about("TOML syntax: " + expectation(problem), "",
               is_number && problem.starts_with("expected") ? "Text, also \"5%\", needs quotes" : "");
}

}  // namespace secondcurve
