#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/core/special_numbers.hpp"

namespace secondcurve {

/// The values that a number may take.
struct Range {
  double low = -infinity;
  double high = infinity;
  bool low_open = false;   ///< low itself is not allowed
  bool high_open = false;  ///< high itself is not allowed

  constexpr bool contains(double x) const {
    return (low_open ? x > low : x >= low) && (high_open ? x < high : x <= high);
  }
  constexpr bool is_any() const { return low == -infinity && high == infinity; }
};

inline constexpr Range any_real{};
inline constexpr Range not_negative{.low = 0.0};
inline constexpr Range positive{.low = 0.0, .low_open = true};
inline constexpr Range share_range{.low = 0.0, .high = 1.0};
inline constexpr Range correlation_range{.low = -1.0, .high = 1.0};
/// Effective annual growth: minus 100% would end the series; 8 written for 8% is caught above 300%.
inline constexpr Range growth_range{.low = -1.0, .high = 3.0, .low_open = true};

/// Says a range in words: "above 0", "from 0 to 1", "any number".
std::string to_string(const Range& range);

/// Whether a key must be written.
enum class Presence {
  required,
  optional,        ///< may be left out; the default of the struct then holds
  one_of,          ///< exactly one key of its `group` must be written
  at_most_one_of,  ///< no two keys of its `group` may be written
  all_but_one_of,  ///< all keys of its `group` but one must be written; the one follows from them
};

/// What a config key means: everything that the reader, the help, the docs and the JSON Schema say of it.
struct FieldInfo {
  std::string_view unit = "";  ///< house unit, e.g. "1/year"; empty where it has none
  Range range = any_real;
  std::string_view doc = "";  ///< one sentence in plain words
  Presence presence = Presence::optional;
  std::string_view group = "";         ///< name of the group that one_of and its kin are about
  std::string_view default_text = "";  ///< how the default is shown
  bool uncertain = true;               ///< may be a distribution (quantities only)
  bool scheduled = true;               ///< may vary by year (quantities only)
  bool drawn_anew = false;             ///< drawn whenever it is needed, not once per path (quantities only)
  bool amount = false;                 ///< zero in years that a schedule does not list (quantities only)
};

/// One key of a table: its name, the member that holds it, and its description.
template <class Owner, class Member>
struct Field {
  std::string_view name;
  Member Owner::*member;
  FieldInfo info;
};

template <class Owner, class Member>
constexpr Field<Owner, Member> field(std::string_view name, Member Owner::*member, FieldInfo info) {
  return {name, member, info};
}

/// Calls `visit(field)` for every field of a tuple, in order.
template <class Fields, class Visitor>
constexpr void for_each_field(const Fields& fields, Visitor&& visit) {
  std::apply([&](const auto&... each) { (visit(each), ...); }, fields);
}

/// The names of an enumeration as written in configs. Specialise with
/// `static constexpr std::array<std::string_view, N> names` in the order of the enumerators.
template <class Enum>
struct EnumNames;

template <class Enum>
constexpr std::string_view name_of(Enum value) {
  return EnumNames<Enum>::names[static_cast<std::size_t>(value)];
}

}  // namespace secondcurve
