#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/error.hpp"

namespace secondcurve {

/// Finds the candidate nearest to a mistyped word: fewest insertions, deletions, exchanges and swaps of
/// neighbours (Damerau-Levenshtein distance, optimal string alignment), letters compared without case.
/// The first one where several tie. If none is within max(1, length of the word / 3) edits, the one that
/// begins with the word, of three letters or more; empty if none does, or several.
/// Source: G. Navarro, A guided tour to approximate string matching, ACM Computing Surveys 33 (2001), 31-88,
/// doi:10.1145/375360.375365.
std::string closest(std::string_view word, std::span<const std::string> candidates);

/// Names the candidate nearest to a mistyped word: "Did you mean 'drift'?". Empty if none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// Joins words, the last two by `last_separator` if it is given: join(words, ", ", " or ") is "a, b or c".
std::string join(std::span<const std::string> words, std::string_view separator,
                 std::string_view last_separator = {});

/// A text without the spaces and tabs around it.
std::string trimmed(std::string_view text);

/// Writes a whole number with thousands separated: 1,234,567.
std::string grouped(std::uint64_t number);

/// Reads a whole number, written with digits and, between two of them, underscores: 1_234_567. Nothing where
/// it is none, or more than 64 bits hold.
std::optional<std::uint64_t> whole_number(std::string_view text);

/// Writes a number with 12 significant digits at most, which hides what rounding leaves of a sum: 0.06 rather
/// than 0.060000000000000005.
std::string rounded(double number);

/// Writes a number of things: counted(1, "path") is "1 path", counted(12345, "path") is "12,345 paths".
std::string counted(std::uint64_t number, std::string_view thing);

/// Cuts a text from a file to a length fit for a message, and writes what does not print as \n, \t, \xNN or
/// \uNNNN.
/// Whole UTF-8 characters are kept; what is cut is shown as "...". @param most length kept [bytes].
std::string shortened(std::string_view text, std::size_t most = 60);

/// Finds the first byte that is not part of a UTF-8 character (RFC 3629: no overlong forms, no surrogates).
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Finds the first control character of a UTF-8 text: U+0000 to U+001F without newline and tab, and U+007F to
/// U+009F.
std::optional<std::size_t> find_control_character(std::string_view text);

/// Gives line and column (in characters, from 1; a byte order mark is not counted) of a byte of a text.
SourcePosition position_of(std::string_view text, std::size_t offset, const std::string& file);

}  // namespace secondcurve
