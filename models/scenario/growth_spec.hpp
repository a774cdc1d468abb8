#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/schema/slots.hpp"
#include "engine/schema/type_info.hpp"
#include "models/registry.hpp"
#include "models/scenario/quantity.hpp"

namespace secondcurve {

/// A growth model with its parameters as a config gives them.
template <class Model>
struct GrowthSpec {
  /// Choices, and defaults of keys that were left out. A member `derived`, where a model has one, is no key:
  /// the checks of the scenario fill it with what follows from others, such as a table from a file.
  typename Model::Params fixed;
  /// One per quantity member, in the order of `for_each_slot`; empty where the key was left out.
  std::vector<std::optional<Quantity>> quantities;
};

namespace detail {
template <class Models>
struct GrowthVariant;
template <class... Models>
struct GrowthVariant<std::tuple<Models...>> {
  using type = std::variant<GrowthSpec<Models>...>;
};
}  // namespace detail

/// The growth of a sector: one of the registered models.
using Growth = detail::GrowthVariant<GrowthModels>::type;

/// Calls `visit(std::type_identity<Model>{})` for every registered model, in order.
template <class Visitor>
void for_each_model(Visitor&& visit) {
  [&]<class... Models>(std::type_identity<std::tuple<Models...>>) {
    (visit(std::type_identity<Models>{}), ...);
  }(std::type_identity<GrowthModels>{});
}

/// Calls `visit(field, quantity)` for every quantity that a config gives, in the order of the fields; for
/// none where the growth could not be read.
template <class Model, class Visitor>
void for_each_quantity(const GrowthSpec<Model>& spec, Visitor&& visit) {
  constexpr auto description = Model::describe();
  std::size_t index = 0;
  for_each_slot(spec.fixed, description.fields, [&](const auto& f, const auto&) {
    if (index == spec.quantities.size()) return;
    if (const auto& quantity = spec.quantities[index++]) visit(f, *quantity);
  });
}

/// The parameters with every given quantity in its place, as `column_of(quantity)`.
template <class Model, class ColumnOf>
typename Model::Params bind(const GrowthSpec<Model>& spec, ColumnOf&& column_of) {
  constexpr auto description = Model::describe();
  typename Model::Params params = spec.fixed;
  std::size_t index = 0;
  for_each_slot(params, description.fields, [&](const auto&, auto& member) {
    if (const auto& quantity = spec.quantities[index++]) member = column_of(*quantity);
  });
  return params;
}

/// Calls `visit(key, params)` wherever a growth follows a model: as a whole, or as a component of a mixture.
/// @param key of the growth, "sectors.cars.growth"; @param growth may be const.
template <class Model, class AnyGrowth, class Visitor>
void for_each_use(AnyGrowth& growth, const std::string& key, Visitor&& visit) {
  if (auto* spec = std::get_if<GrowthSpec<Model>>(&growth)) visit(key, spec->fixed);
  if (auto* mixture = std::get_if<GrowthSpec<GrowthMixture>>(&growth))
    for (auto& [name, component] : mixture->fixed.components)
      if (auto* params = std::get_if<typename Model::Params>(&component.model.params))
        visit(key + ".components." + name, *params);
}

/// The quantity that a config gives under a full key, "sectors.cars.growth.volatility"; null where there is
/// none.
const Quantity* find_quantity(const Growth& growth, std::string_view key);

/// The name of the model of a growth, as in `model = "..."`.
std::string_view model_name(const Growth& growth);

/// Whether the model takes normal shocks of that name in every step: what dependence acts on.
bool has_shocks(const Growth& growth, std::string_view noise);

void read_value(const Node& node, Growth& out, const FieldInfo& info, Reading& reading);
TypeInfo type_info(std::type_identity<Growth>);

}  // namespace secondcurve
