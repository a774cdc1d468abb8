#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/column.hpp"
#include "engine/schema/field.hpp"

namespace secondcurve::test {

/// Parameters of a model made from its description alone, so that a new model is tested by being listed.
template <class Model>
struct ModelExample {
  std::string label;
  typename Model::Params params;
  std::string toml;  ///< the same as a config says it: "model = ..., key = ..."
};

/// Stands for any member, to count the members of an aggregate.
struct AnyMember {
  template <class T>
  operator T() const;  // NOLINT: converts to whatever is asked for
};

template <class T, class... Members>
constexpr std::size_t count_members() {
  if constexpr (requires { T{Members{}..., AnyMember{}}; })
    return count_members<T, Members..., AnyMember>();
  else
    return sizeof...(Members);
}

template <class Member>
inline constexpr bool is_column_member =
    std::is_same_v<Member, Column> || std::is_same_v<Member, std::optional<Column>>;

/// A plain value within a field's range, by its unit. Bases are 100.
inline double example_value(const FieldInfo& info) {
  constexpr std::pair<std::string_view, double> by_unit[] = {{"1/year", 0.06},
                                                             {"1/year/sqrt(year)", 0.02},
                                                             {"1/sqrt(year)", 0.08},
                                                             {"year", 7.0},
                                                             {"account", 350.0}};
  for (const auto& [unit, value] : by_unit)
    if (info.unit == unit) return value;
  if (info.range.high <= 1.0) return 0.3;
  return info.range.low_open ? 3.5 : 0.05;  // a multiple, or a spread
}

/// Whether a field is given in example `variant`: of each group the variant-th key, wrapping round.
template <class Fields>
bool is_given(const Fields& fields, std::string_view name, const FieldInfo& info, std::size_t variant) {
  if (info.presence != Presence::one_of && info.presence != Presence::at_most_one_of) return true;
  std::size_t place = 0, size = 0;
  for_each_field(fields, [&](const auto& f) {
    if (f.info.group != info.group) return;
    if (f.name == name) place = size;
    ++size;
  });
  return place == variant % size;
}

/// Examples that together give every key and every choice of a model.
template <class Model>
std::vector<ModelExample<Model>> examples_of() {
  constexpr auto description = Model::describe();
  constexpr std::size_t n_variants = 6;  // of groups and choices, whose sizes are 2 and 3
  std::vector<ModelExample<Model>> examples;
  for (std::size_t variant = 0; variant < n_variants; ++variant) {
    ModelExample<Model> example{std::string(description.name) + " " + std::to_string(variant), {}, ""};
    example.toml = "model = \"" + std::string(description.name) + "\"";
    for_each_field(description.fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
      const std::string key = ", " + std::string(f.name) + " = ";
      if constexpr (is_column_member<Member>) {
        if (!is_given(description.fields, f.name, f.info, variant)) return;
        example.params.*f.member = Column(example_value(f.info));
        example.toml += key + std::to_string(example_value(f.info));
      } else {
        const auto& names = EnumNames<Member>::names;
        example.params.*f.member = static_cast<Member>(variant % names.size());
        example.toml += key + "\"" + std::string(names[variant % names.size()]) + "\"";
      }
    });
    examples.push_back(std::move(example));
  }
  return examples;
}

/// Calls `visit(field, column)` for each quantity that the parameters hold.
template <class Model, class Params, class Visitor>
void for_each_given(Params& params, Visitor&& visit) {
  constexpr auto description = Model::describe();
  for_each_field(description.fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    if constexpr (std::is_same_v<Member, Column>) {
      visit(f, params.*f.member);
    } else if constexpr (std::is_same_v<Member, std::optional<Column>>) {
      if (params.*f.member) visit(f, *(params.*f.member));
    }
  });
}

}  // namespace secondcurve::test
