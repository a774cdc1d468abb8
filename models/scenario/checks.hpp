#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/reading.hpp"
#include "engine/schema/slots.hpp"

namespace secondcurve {

/// The names of all entries but one.
template <class T>
std::vector<std::string> names_of(const Named<T>& entries, std::string_view but = "") {
  std::vector<std::string> names;
  for (const NamedEntry<T>& entry : entries)
    if (entry.name != but) names.push_back(entry.name);
  return names;
}

/// Whether shares that a person wrote add up to one but for rounding: 1/3 is written with some digits.
inline bool adds_up_to_one(double sum) {
  constexpr double rounding = 1e-6;
  return std::abs(sum - 1.0) <= rounding;
}

/// What the checks of a scenario share: where keys stand, and reports that never follow from an error that
/// is reported already. Keys are full and dotted, elements of lists as "targets.both.all_of[0]".
class Checks final {
 public:
  Checks(const Node& root, Reading& reading) : root_(root), reading_(reading) {}

  Reading& reading() const { return reading_; }

  /// The node of a key that exists, or of the table nearest above it.
  const Node& at(std::string_view key) const;

  /// Whether a key was written.
  bool written(std::string_view key) const { return at(key).key() == key; }

  /// Whether the value of a key can be relied on: it was read whole, and no check has objected to it.
  bool sound(std::string_view key) const { return !reading_.has_error_within(key); }

  /// Reports an error about a key, at its place or that of the table nearest above it, unless the key or a
  /// table that holds it has one already.
  void error(const std::string& key, std::string problem, std::string allowed = "",
             std::string hint = "") const;

  /// Reports a reference to an entry that is none of the `known` ones, unless it is one that could not be
  /// read. @param table of the entries, such as "sectors"; @param what it should be, such as "sector".
  void unknown_name(const std::string& key, const std::string& name, std::string_view table,
                    std::string_view what, const std::vector<std::string>& known) const;

 private:
  const Node& root_;
  Reading& reading_;
};

}  // namespace secondcurve
