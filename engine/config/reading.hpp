#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/csv.hpp"
#include "engine/config/node.hpp"
#include "engine/core/error.hpp"
#include "engine/schema/field.hpp"

namespace secondcurve {

/// Where a number comes from: ids of facts, or a reason where there is no fact.
struct Citation {
  std::vector<std::string> facts;
  std::string why;
};

/// A file that a config names: its path from where the program was started, and its text.
struct NamedText {
  std::string path;
  std::string text;
};

/// A table that a config names.
struct CsvFile {
  std::string path;  ///< from where the program was started
  Csv csv;
};

/// A change of a number: x becomes times x + add.
struct LinearChange {
  double times = 1.0;
  double add = 0.0;

  bool is_none() const { return times == 1.0 && add == 0.0; }
  double operator()(double x) const { return times * x + add; }
  /// This change and then another.
  LinearChange then(const LinearChange& next) const { return {next.times * times, next(add)}; }
};

/// A number that adjustments have changed.
struct AdjustedNumber {
  std::string key;
  std::string value;  ///< as TOML, with 12 digits at most
};

/// What is gathered while a document is read: every error of meaning, and every fact cited.
class Reading final {
 public:
  struct Cited {
    SourcePosition where;
    std::string key;
    std::string fact;
  };
  /// A number that is drawn once per path, or that is taken from `[parameters]`.
  struct Use {
    SourcePosition where;
    std::string key;
    std::string parameter;  ///< name in `[parameters]`; empty where the key has a distribution of its own
    FieldInfo info;         ///< of the key
  };
  /// A change of all numbers whose keys match a pattern: "sectors.*.growth.rate".
  struct Adjustment {
    std::string key;  ///< of the entry that orders it
    std::vector<std::string> patterns;
    LinearChange change;
    SourcePosition where = {};  ///< where it says by how much
  };
  /// Reads a file named in a config, relative to the file where `node` stands.
  using FileReader = std::function<NamedText(const Node& node, const std::string& path)>;

  explicit Reading(FileReader read_file) : read_file_(std::move(read_file)) {}

  void error(const Node& node, std::string problem, std::string allowed = "", std::string hint = "");
  /// Reports an error that is not at a node: in a CSV file, or at a citation.
  void error_at(const SourcePosition& where, const std::string& key, std::string problem,
                std::string allowed = "", std::string hint = "");
  /// Reports an error of the table `table_key` about some of its keys: one that is missing, or several that
  /// do not go together. The table's other keys count as right.
  void error_about(std::span<const std::string> keys, const SourcePosition& where,
                   const std::string& table_key, std::string problem, std::string allowed = "",
                   std::string hint = "");

  /// Reads `source` (ids separated by ';' or ',', or a list of ids) and `why` of a value's table.
  Citation citation(const Node& value_table);
  /// Reads `source` alone, and notes the facts that it cites.
  std::vector<std::string> cite(const Node& source);

  /// The table in the file that a node names; reports one that cannot be read and returns nothing.
  std::optional<CsvFile> csv_file(const Node& path);

  /// Notes a number that is drawn or shared, to be checked when all of the document is read.
  void note_use(const Node& node, std::string parameter, const FieldInfo& info) {
    uses_.push_back({node.position(), node.key(), std::move(parameter), info});
  }
  const std::vector<Use>& uses() const { return uses_; }

  /// Orders changes of numbers that are still to be read.
  void adjust(std::vector<Adjustment> adjustments) { adjustments_ = std::move(adjustments); }
  /// What becomes of the number of a key: its changes in their order, put together to one, so that a number
  /// is multiplied once and added to once. Notes that the key has a number.
  LinearChange change_of(const std::string& key);
  /// The adjustments that change a number at all, in their order.
  std::vector<const Adjustment*> changes_of(const std::string& key) const;
  /// The adjustments that change a number, in words: "adjustments.trend".
  std::string adjustments_of(const std::string& key) const;
  /// Reports that adjustments have moved a number out of what is allowed, at the last of them.
  /// @param from, to the number before and after.
  void moved_out(const Node& number, const std::string& from, const std::string& to, std::string allowed,
                 std::string hint = "");
  /// Notes what adjustments have made of a number.
  void note_adjusted(const std::string& key, std::string value) {
    adjusted_.push_back({key, std::move(value)});
  }
  const std::vector<AdjustedNumber>& adjusted() const { return adjusted_; }
  /// The keys that change_of was asked about.
  const std::vector<std::string>& number_keys() const { return number_keys_; }

  bool failed() const { return !diagnostics_.empty(); }
  /// Whether an error was reported about a key or about a table or list that holds it.
  bool has_error(std::string_view key) const;
  /// Whether an error was reported about a key, about what holds it, or about something in it.
  bool has_error_within(std::string_view key) const;
  const std::vector<Cited>& cited() const { return cited_; }
  /// The errors in file order (file, line, column).
  std::vector<Diagnostic> diagnostics() const;
  /// Throws ConfigError with all errors, if there are any.
  void finish() const;

 private:
  FileReader read_file_;
  std::vector<Diagnostic> diagnostics_;
  std::vector<std::string> wrong_keys_;  ///< what the diagnostics are about
  std::vector<Cited> cited_;
  std::vector<Use> uses_;
  std::vector<Adjustment> adjustments_;
  std::vector<AdjustedNumber> adjusted_;
  std::vector<std::string> number_keys_;
};

/// The ids in the text of a `source`, separated by ';' or ','.
std::vector<std::string> split_ids(std::string_view text);

/// Whether a key is `outer` or something in it: "a.b" and "a[0]" are within "a", "ab" is not.
bool is_key_within(std::string_view key, std::string_view outer);

/// Reads a number: 0.05, "5%", or { value = 0.05, source = ..., why = ... }. Reports and returns nothing
/// where it is none or lies outside `info.range`.
std::optional<double> read_number(const Node& node, const FieldInfo& info, Reading& reading);

/// Reads a number written as a number or as a text with a percent sign; nothing (and no report) otherwise.
std::optional<double> plain_number(const Node& node);

/// Reports a number outside the range of its description.
bool check_range(const Node& node, double value, const FieldInfo& info, Reading& reading);

/// Reports every key of a table that is not in `allowed`, with the nearest allowed one as a hint.
void refuse_unknown_keys(const Node& table, std::span<const std::string_view> allowed, Reading& reading);

/// Whether a name is allowed for a sector, a series or another named entry: [a-z][a-z0-9_]*.
bool is_entry_name(std::string_view name);

/// Reports a name that is not allowed: no entry name, or a key that makes a table one number.
bool check_entry_name(const Node& entry, Reading& reading);

/// Whether an entry is switched off by `enabled = false`. Reports an `enabled` that is no true or false.
bool is_disabled(const Node& entry, Reading& reading);

/// Says which kinds were wanted: "is text (a number is needed)".
void wrong_kind(const Node& node, std::string_view wanted, Reading& reading);

}  // namespace secondcurve
