#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/column.hpp"
#include "engine/schema/field.hpp"

namespace secondcurve {

struct TableInfo;

/// What may be written for a key, without its C++ type: the source of the JSON Schema and of the pages.
struct TypeInfo {
  enum class Kind {
    boolean,
    integer,
    number,    ///< a number, "5%", or a number with its source
    quantity,  ///< a number that may be uncertain or vary by year
    text,
    choice,        ///< one of `choices`
    numbers,       ///< a list of numbers
    texts,         ///< a list of texts
    choice_list,   ///< a list of some of `choices`
    weights,       ///< a table of numbers by name
    quantities,    ///< a table of quantities by name
    matrix,        ///< a list of lists of numbers
    loadings,      ///< a table of tables of numbers by name
    by_year,       ///< a table of numbers by year, each for its year alone, or a column of a file
    table,         ///< `tables[0]`
    level,         ///< a number, or a table as `tables[0]` with `source` and `why`
    named_tables,  ///< tables by name, each as `tables[0]`
    model,         ///< a table whose `model` key picks one of `tables`
    model_keys,    ///< that key itself, in a table that takes the keys of the one it picks beside its own
    settings,      ///< a table of keys of a scenario and what they are set to
  };
  Kind kind = Kind::number;
  std::vector<std::string> choices;
  std::vector<TableInfo> tables;
};

/// One key of a table with its type.
struct KeyInfo {
  std::string name;
  FieldInfo info;
  TypeInfo type;
};

/// A table of a config file.
struct TableInfo {
  std::string name;
  std::string doc;
  std::vector<KeyInfo> keys;
};

/// Whether a table takes the keys of a model beside its own.
inline bool takes_model_keys(const TableInfo& table) {
  for (const KeyInfo& key : table.keys)
    if (key.type.kind == TypeInfo::Kind::model_keys) return true;
  return false;
}

/// Tables by name in the order of the files: `[sectors.NAME]`.
template <class T>
struct NamedEntry {
  std::string name;
  T value;
};
template <class T>
using Named = std::vector<NamedEntry<T>>;

/// Numbers by name, in the order of the file.
using Weights = std::vector<std::pair<std::string, double>>;

/// A type that has `static auto fields()` (a tuple of Field) and `static constexpr std::string_view doc`.
template <class T>
concept DescribedTable = requires {
  T::fields();
  T::doc;
};

template <class T>
TableInfo table_info(std::string name);

// One overload per type that a member may have; add one beside a new type.
inline TypeInfo type_info(std::type_identity<bool>) { return {TypeInfo::Kind::boolean, {}, {}}; }
inline TypeInfo type_info(std::type_identity<int>) { return {TypeInfo::Kind::integer, {}, {}}; }
inline TypeInfo type_info(std::type_identity<std::uint64_t>) { return {TypeInfo::Kind::integer, {}, {}}; }
inline TypeInfo type_info(std::type_identity<double>) { return {TypeInfo::Kind::number, {}, {}}; }
inline TypeInfo type_info(std::type_identity<Column>) { return {TypeInfo::Kind::quantity, {}, {}}; }
inline TypeInfo type_info(std::type_identity<std::string>) { return {TypeInfo::Kind::text, {}, {}}; }
inline TypeInfo type_info(std::type_identity<std::vector<double>>) {
  return {TypeInfo::Kind::numbers, {}, {}};
}
inline TypeInfo type_info(std::type_identity<std::vector<std::string>>) {
  return {TypeInfo::Kind::texts, {}, {}};
}
inline TypeInfo type_info(std::type_identity<std::vector<std::vector<double>>>) {
  return {TypeInfo::Kind::matrix, {}, {}};
}
inline TypeInfo type_info(std::type_identity<Weights>) { return {TypeInfo::Kind::weights, {}, {}}; }
inline TypeInfo type_info(std::type_identity<Named<Weights>>) { return {TypeInfo::Kind::loadings, {}, {}}; }
template <class Enum>
requires std::is_enum_v<Enum> TypeInfo type_info(std::type_identity<Enum>) {
  const auto& names = EnumNames<Enum>::names;
  return {TypeInfo::Kind::choice, {names.begin(), names.end()}, {}};
}
template <class Enum>
requires std::is_enum_v<Enum> TypeInfo type_info(std::type_identity<std::vector<Enum>>) {
  const auto& names = EnumNames<Enum>::names;
  return {TypeInfo::Kind::choice_list, {names.begin(), names.end()}, {}};
}
template <class T>
TypeInfo type_info(std::type_identity<std::optional<T>>) {
  return type_info(std::type_identity<T>{});
}
template <DescribedTable T>
TypeInfo type_info(std::type_identity<T>) {
  return {TypeInfo::Kind::table, {}, {table_info<T>("")}};
}
template <DescribedTable T>
TypeInfo type_info(std::type_identity<Named<T>>) {
  return {TypeInfo::Kind::named_tables, {}, {table_info<T>("")}};
}

/// The keys of a tuple of fields.
template <class Fields>
std::vector<KeyInfo> key_infos(const Fields& fields) {
  std::vector<KeyInfo> keys;
  for_each_field(fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    keys.push_back({std::string(f.name), f.info, type_info(std::type_identity<Member>{})});
  });
  return keys;
}

template <class T>
TableInfo table_info(std::string name) {
  return {std::move(name), std::string(T::doc), key_infos(T::fields())};
}

}  // namespace secondcurve
