#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "engine/schema/type_info.hpp"

namespace secondcurve {

namespace detail {
/// The model that has these parameters.
template <class Params, class... Models>
struct OwnerOf;
template <class Params, class Model, class... Others>
struct OwnerOf<Params, Model, Others...>
    : std::conditional_t<std::is_same_v<Params, typename Model::Params>, std::type_identity<Model>,
                         OwnerOf<Params, Others...>> {};
}  // namespace detail

/// A member that is one of several models with its parameters: a table whose `model` key picks one, as
/// `first` of a second curve.
template <class... Models>
struct ModelChoice {
  std::variant<typename Models::Params...> params;

  /// Returns `visitor(std::type_identity<Model>{}, params)` for the model that was picked.
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    return visit_params(params, visitor);
  }
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) {
    return visit_params(params, visitor);
  }

  /// Calls `visitor(std::type_identity<Model>{})` for every model that may be picked, in order.
  template <class Visitor>
  static void for_each(Visitor&& visitor) {
    (visitor(std::type_identity<Models>{}), ...);
  }

 private:
  template <class Variant, class Visitor>
  static decltype(auto) visit_params(Variant& all, Visitor& visitor) {
    return std::visit(
        [&]<class Params>(Params& each) -> decltype(auto) {
          return visitor(detail::OwnerOf<std::remove_const_t<Params>, Models...>{}, each);
        },
        all);
  }
};

/// A ModelChoice whose keys stand in the table that holds it, beside that table's own: of `components` of a
/// mixture, each has a weight and the keys of its model. As a field its name is `model`.
template <class... Models>
struct ModelKeys : ModelChoice<Models...> {};

/// Whether a member is a ModelChoice or ModelKeys, and whether it is the latter.
template <class Member>
inline constexpr bool is_model_choice = false;
template <class... Models>
inline constexpr bool is_model_choice<ModelChoice<Models...>> = true;
template <class... Models>
inline constexpr bool is_model_choice<ModelKeys<Models...>> = true;
template <class Member>
inline constexpr bool is_model_keys = false;
template <class... Models>
inline constexpr bool is_model_keys<ModelKeys<Models...>> = true;

/// The keys of a model as a table of a config.
template <class Model>
TableInfo model_table() {
  constexpr auto description = Model::describe();
  return {std::string(description.name), std::string(description.summary), key_infos(description.fields)};
}

template <class... Models>
TypeInfo type_info(std::type_identity<ModelChoice<Models...>>) {
  return {TypeInfo::Kind::model, {}, {model_table<Models>()...}};
}
template <class... Models>
TypeInfo type_info(std::type_identity<ModelKeys<Models...>>) {
  return {TypeInfo::Kind::model_keys, {}, {model_table<Models>()...}};
}

}  // namespace secondcurve
