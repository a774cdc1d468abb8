#include "models/scenario/growth_spec.hpp"

#include <fmt/format.h>

#include "engine/config/read_table.hpp"

namespace secondcurve {

namespace {
std::vector<std::string_view> model_names() {
  std::vector<std::string_view> names;
  for_each_model([&]<class Model>(std::type_identity<Model>) { names.push_back(Model::describe().name); });
  return names;
}

/// The parameters that are one number each; those that vary over paths or years count as not given.
template <class Model>
typename Model::Params certain_params(const GrowthSpec<Model>& spec) {
  typename Model::Params params = spec.fixed;
  for_each_quantity(spec, [&](const auto& f, const Quantity* quantity) {
    if (quantity == nullptr) return;
    if (const double* value = std::get_if<double>(&quantity->value)) params.*f.member = Column(*value);
  });
  return params;
}

template <class Model>
GrowthSpec<Model> read_spec(const Node& node, Reading& reading) {
  constexpr auto description = Model::describe();
  GrowthSpec<Model> spec;
  spec.quantities.resize(std::tuple_size_v<std::remove_cvref_t<decltype(description.fields)>>);
  std::vector<std::string_view> names;
  for_each_field(description.fields, [&](const auto& f) { names.push_back(f.name); });

  const auto read = [&]<class Owner, class Member>(const Field<Owner, Member>& f, const Node& child) {
    if constexpr (detail::is_quantity_member<Member>) {
      std::size_t index = 0;
      while (names[index] != f.name) ++index;
      read_value(child, spec.quantities[index].emplace(), f.info, reading);
    } else {
      read_value(child, spec.fixed.*f.member, f.info, reading);
    }
  };
  read_fields(node, description.fields, {"model"}, reading, read);
  if constexpr (requires(typename Model::Params p) { Model::problem(p); })
    if (const std::string problem = Model::problem(certain_params(spec)); !problem.empty())
      reading.error(node, problem);
  return spec;
}
}  // namespace

std::string_view model_name(const Growth& growth) {
  return std::visit([]<class Model>(const GrowthSpec<Model>&) { return Model::describe().name; }, growth);
}

void read_value(const Node& node, Growth& out, const FieldInfo&, Reading& reading) {
  if (node.kind() != Node::Kind::table) return wrong_kind(node, "a table with a model", reading);
  const std::vector<std::string_view> names = model_names();
  const Node* model = node.find("model");
  if (model == nullptr) {
    return reading.error(node, "has no model", fmt::format("allowed: {}", fmt::join(names, ", ")));
  }
  const auto choice = read_choice(*model, names, reading);
  if (!choice) return;
  std::size_t index = 0;
  for_each_model([&]<class Model>(std::type_identity<Model>) {
    if (index++ == *choice) out = read_spec<Model>(node, reading);
  });
}

TypeInfo type_info(std::type_identity<Growth>) {
  TypeInfo info{TypeInfo::Kind::model, {}, {}};
  for_each_model([&]<class Model>(std::type_identity<Model>) {
    constexpr auto description = Model::describe();
    info.tables.push_back(
        {std::string(description.name), std::string(description.summary), key_infos(description.fields)});
  });
  return info;
}

}  // namespace secondcurve
