#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/column.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/slots.hpp"
#include "models/growth/model_traits.hpp"
#include "models/scenario/growth_spec.hpp"
#include "tests/support/scenario_text.hpp"

namespace secondcurve::test {

/// Parameters of a model from its description alone, so that a new model is tested by being listed.
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

/// What examples refer to by name.
inline constexpr std::string_view example_sections =
    "[histories.example]\ngrowth = \"history.csv\"\nmean_block = 2.5\n";
inline constexpr std::string_view example_history =
    "year,industry,rival\n2019,0.09,0.05\n2020,-0.04,0.01\n2021,0.12,0.07\n2022,0.03,-0.02\n";

/// The scenario of one sector, "industry", 100 in the base year, that grows as an example says.
inline Scenario example_scenario(const std::string& toml, const std::vector<std::string>& overrides = {}) {
  return scenario_of(one_sector(toml) + std::string(example_sections), overrides,
                     {{"history.csv", std::string(example_history)}});
}

/// The example as a config gives it. @param toml with `model`; every quantity is one number.
template <class Model>
ModelExample<Model> read_example(std::string label, std::string toml) {
  const Scenario scenario = example_scenario(toml);
  const auto& spec = std::get<GrowthSpec<Model>>(scenario.sectors.front().value.growth);
  auto params = bind(spec, [](const Quantity& each) { return Column(std::get<double>(each.value)); });
  return {std::move(label), std::move(params), std::move(toml)};
}

/// Makes example `variant` from the fields of a model.
template <class Model>
ModelExample<Model> make_example(std::string label, std::string toml, std::size_t variant) {
  constexpr auto description = Model::describe();
  ModelExample<Model> example{std::move(label), {}, std::move(toml)};
  for_each_field(description.fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    const std::string key = ", " + std::string(f.name) + " = ";
    if constexpr (is_quantity_member<Member>) {
      if (!is_given(description.fields, f.name, f.info, variant)) return;
      example.params.*f.member = Column(example_value(f.info));
      example.toml += key + std::to_string(example_value(f.info));
    } else if constexpr (std::is_enum_v<Member>) {
      const auto& names = EnumNames<Member>::names;
      example.params.*f.member = static_cast<Member>(variant % names.size());
      example.toml += key + "\"" + std::string(names[variant % names.size()]) + "\"";
    } else {
      throw std::logic_error(example.label + ": the description needs examples");
    }
  });
  return example;
}

/// Examples that together give every key and every choice of a model: those of its description, or made from
/// its fields where it has none.
template <class Model>
std::vector<ModelExample<Model>> examples_of() {
  constexpr auto description = Model::describe();
  constexpr std::size_t n_variants = 6;  // of groups and choices, whose sizes are 2 and 3
  const std::string name(description.name);
  const auto label = [&](std::size_t i) { return name + " " + std::to_string(i); };
  const std::string model = "model = \"" + name + "\"";
  std::vector<ModelExample<Model>> examples;
  std::istringstream lines{std::string(description.examples)};
  for (std::string line; std::getline(lines, line);)
    examples.push_back(read_example<Model>(label(examples.size()), model + ", " + line));
  if (!examples.empty()) return examples;
  for (std::size_t variant = 0; variant < n_variants; ++variant)
    examples.push_back(make_example<Model>(label(variant), model, variant));
  return examples;
}

/// Calls `visit(key, info, column)` for each quantity that a table of parameters holds, those of its inner
/// tables too. @param key below the growth table: "volatility", "regimes.boom.growth".
template <class Table, class Fields, class Visitor>
void for_each_given(Table& table, const Fields& fields, const std::string& above, Visitor&& visit) {
  for_each_field(fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    const std::string key = above + std::string(f.name);
    auto& member = table.*f.member;
    if constexpr (std::is_same_v<Member, Column>) {
      visit(key, f.info, member);
    } else if constexpr (std::is_same_v<Member, std::optional<Column>>) {
      if (member) visit(key, f.info, *member);
    } else if constexpr (NamedTablesMember<Member>) {
      using Element = typename Member::value_type;
      for (auto& entry : member)
        for_each_given(entry.value, decltype(Element::value)::fields(), key + "." + entry.name + ".", visit);
    } else if constexpr (DescribedTable<Member>) {
      for_each_given(member, Member::fields(), key + ".", visit);
    } else if constexpr (is_model_choice<Member>) {
      member.visit([&]<class Model>(std::type_identity<Model>, auto& params) {
        for_each_given(params, Model::describe().fields, is_model_keys<Member> ? above : key + ".", visit);
      });
    }
  });
}

/// The same for the parameters of a model; they may be const.
template <class Model, class Params, class Visitor>
void for_each_given(Params& params, Visitor&& visit) {
  for_each_given(params, Model::describe().fields, "", visit);
}

/// Models whose path depends on the length of the steps even without noise say so.
template <class Model>
concept PathDependsOnStep = requires {
  Model::path_depends_on_step;
};

/// Whether all noises of a model are normal: then the path without noise grows by the trend.
template <class Model>
constexpr bool all_normal() {
  for (const NoiseInfo& noise : Model::describe().noises)
    if (noise.kind != NoiseKind::normal) return false;
  return true;
}

}  // namespace secondcurve::test
