#include "models/scenario/growth_spec.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/config/read_table.hpp"

namespace secondcurve {

namespace {
std::vector<std::string_view> model_names() {
  std::vector<std::string_view> names;
  for_each_model([&]<class Model>(std::type_identity<Model>) { names.push_back(Model::describe().name); });
  return names;
}

/// Reads the members of a table of parameters: choices into `table`, quantities to the end of `quantities`.
template <class Table, class Fields>
void read_members(const Node& node, const Fields& fields, std::vector<std::string_view> extra, Table& table,
                  std::vector<std::optional<Quantity>>& quantities, Reading& reading);

/// A table that was left out, at the place of the table that should hold it.
[[maybe_unused]] Node missing_table(const Node& parent, std::string_view name) {
  return Node({.kind = Node::Kind::table,
               .key = parent.key() + "." + std::string(name),
               .name = std::string(name),
               .position = parent.position(),
               .key_position = parent.key_position(),
               .value = {},
               .children = {},
               .replaced = {}});
}

template <class Owner, class Member>
void read_member(const Node& node, const Field<Owner, Member>& f, Member& member,
                 std::vector<std::optional<Quantity>>& quantities, Reading& reading) {
  const Node* child = node.find(f.name);
  if constexpr (is_quantity_member<Member>) {
    std::optional<Quantity>& quantity = quantities.emplace_back();
    if (child != nullptr) read_value(*child, quantity.emplace(), f.info, reading);
  } else if constexpr (NamedTablesMember<Member>) {
    using Element = typename detail::NamedElement<Member>::type;
    if (child == nullptr) return;
    if (child->kind() != Node::Kind::table) return wrong_kind(*child, "tables by name", reading);
    for (const Node& entry : child->children()) {
      if (!check_entry_name(entry, reading)) continue;
      if (entry.kind() != Node::Kind::table) {
        wrong_kind(entry, "a table", reading);
        continue;
      }
      if (is_disabled(entry, reading)) continue;
      NamedEntry<Element> read{entry.name(), {}};
      read_members(entry, Element::fields(), {"enabled"}, read.value, quantities, reading);
      member.push_back(std::move(read));
    }
  } else if constexpr (DescribedTable<Member>) {
    if (child == nullptr)
      read_members(missing_table(node, f.name), Member::fields(), {}, member, quantities, reading);
    else if (child->kind() == Node::Kind::table)
      read_members(*child, Member::fields(), {}, member, quantities, reading);
    else
      wrong_kind(*child, "a table", reading);
  } else if (child != nullptr) {
    read_value(*child, member, f.info, reading);
  }
}

template <class Table, class Fields>
void read_members(const Node& node, const Fields& fields, std::vector<std::string_view> extra, Table& table,
                  std::vector<std::optional<Quantity>>& quantities, Reading& reading) {
  read_fields(node, fields, std::move(extra), reading, [](const auto&, const Node&) {});
  for_each_field(fields, [&](const auto& f) { read_member(node, f, table.*f.member, quantities, reading); });
}

template <class Model>
GrowthSpec<Model> read_spec(const Node& node, Reading& reading) {
  GrowthSpec<Model> spec;
  read_members(node, Model::describe().fields, {"model"}, spec.fixed, spec.quantities, reading);
  return spec;
}
}  // namespace

const Quantity* find_quantity(const Growth& growth, std::string_view key) {
  const Quantity* found = nullptr;
  std::visit(
      [&](const auto& spec) {
        for_each_quantity(spec, [&](const auto&, const Quantity& quantity) {
          if (quantity.key == key) found = &quantity;
        });
      },
      growth);
  return found;
}

std::string_view model_name(const Growth& growth) {
  return std::visit([]<class Model>(const GrowthSpec<Model>&) { return Model::describe().name; }, growth);
}

bool has_shocks(const Growth& growth, std::string_view noise) {
  return std::visit(
      [&]<class Model>(const GrowthSpec<Model>&) {
        constexpr auto description = Model::describe();
        return std::any_of(description.noises.begin(), description.noises.end(), [&](const NoiseInfo& each) {
          return each.name == noise && each.kind == NoiseKind::normal && each.time == NoiseTime::every_step;
        });
      },
      growth);
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
