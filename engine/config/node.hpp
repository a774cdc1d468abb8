#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/error.hpp"

namespace secondcurve {

/// What a key said before another file or --set replaced it.
struct Replaced {
  SourcePosition position;
  std::string text;  ///< the former value as TOML on one line

  friend bool operator==(const Replaced&, const Replaced&) = default;
};

/// One value of a config with its place in the files: a table, a list, or a single text, number or truth
/// value. Readers see it constant; it is made by the reader of TOML and by merging, from Parts.
class Node final {
 public:
  enum class Kind { table, array, string, integer, number, boolean };

  /// What a node is made of.
  struct Parts {
    Kind kind = Kind::table;
    std::string key;              ///< full dotted key, "" for the root
    std::string name;             ///< its last part
    SourcePosition position;      ///< of the value
    SourcePosition key_position;  ///< of the last part of the key
    std::variant<std::monostate, bool, std::int64_t, double, std::string> value;
    std::vector<Node> children;
    std::vector<Replaced> replaced;
  };

  explicit Node(Parts parts);

  /// Takes the node apart, to make another from it.
  Parts release() && { return std::move(parts_); }

  Kind kind() const { return parts_.kind; }
  /// Where the value was written; of a table, its header or opening brace. "--set" has line 0.
  const SourcePosition& position() const { return parts_.position; }
  /// Where the last part of the key was written; of an element of a list, where its value was.
  const SourcePosition& key_position() const { return parts_.key_position; }
  /// The full key, as "sectors.automobiles.growth.volatility"; elements count from 0: "output.quantiles[2]".
  const std::string& key() const { return parts_.key; }
  /// The last part of the key: "volatility", "[2]".
  const std::string& name() const { return parts_.name; }

  /// The value of a node of that kind, checked by contract; as_number takes whole numbers too.
  bool as_boolean() const;
  std::int64_t as_integer() const;
  double as_number() const;
  const std::string& as_string() const;

  /// The entries of a table in the order of the files (base files first, then what others add), or the
  /// elements of a list; empty for other kinds.
  std::span<const Node> children() const { return parts_.children; }
  /// The entry of that name, or null if there is none (always for kinds other than table).
  const Node* find(std::string_view name) const;
  /// The entry under a dotted path of names, "simulation.paths", or null.
  const Node* find_path(std::string_view path) const;

  /// What earlier files, or all files before --set, said here, oldest first. A value or table that was
  /// replaced as a whole says so itself; its entries then start without history.
  std::span<const Replaced> replaced() const { return parts_.replaced; }

  /// The value as TOML on one line: `0.05`, `"text"`, `{ value = 225, sd = 15 }`.
  std::string to_toml_value() const;

 private:
  Parts parts_;
};

/// The kind in plain words: "a table", "a list", "text", "a whole number", "a number", "a truth value".
std::string_view kind_name(Node::Kind kind);

/// Whether a table is one value (a number with its source, a distribution, a schedule) that another file
/// replaces as a whole, and not a section that is merged key by key. It is one if one of its keys is a year
/// or makes a number (is_value_key): no section has such a key, and no entry may have such a name. A table at
/// the top of the file is a section always.
bool is_value(const Node& node);

/// Whether a node is a table of settings, not a value.
bool is_section(const Node& node);

}  // namespace secondcurve
