#include "models/scenario/growth_spec.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/config/read_table.hpp"
#include "models/growth/model_traits.hpp"

namespace secondcurve {

namespace {
/// The place among `names` of the model that a table names; reports one that is missing or unknown.
std::optional<std::size_t> read_model(const Node& node, const std::vector<std::string_view>& names,
                                      Reading& reading) {
  if (node.kind() != Node::Kind::table) {
    wrong_kind(node, "a table with a model", reading);
    return std::nullopt;
  }
  if (const Node* model = node.find("model")) return read_choice(*model, names, reading);
  reading.error(node, "has no model", fmt::format("allowed: {}", fmt::join(names, ", ")));
  return std::nullopt;
}

/// Calls `visit(std::type_identity<Model>{})` for the model that a table names, one of those that
/// `for_each(visitor)` visits. Returns whether there is one.
template <class ForEach, class Visitor>
bool visit_model(const Node& node, Reading& reading, ForEach&& for_each, Visitor&& visit) {
  std::vector<std::string_view> names;
  for_each([&]<class Model>(std::type_identity<Model>) { names.push_back(Model::describe().name); });
  const auto choice = read_model(node, names, reading);
  std::size_t index = 0;
  for_each([&](auto model) {
    if (choice && index++ == *choice) visit(model);
  });
  return choice.has_value();
}

/// Reads the members of a table of parameters: choices into `table`, quantities to the end of `quantities`.
template <class Table, class Fields>
void read_members(const Node& node, const Fields& fields, std::vector<std::string_view> extra, Table& table,
                  std::vector<std::optional<Quantity>>& quantities, Reading& reading);

/// Leaves the quantities of a table that cannot be read out, each in its place.
template <class Table, class Fields>
void skip_members(const Table& table, const Fields& fields,
                  std::vector<std::optional<Quantity>>& quantities) {
  for_each_slot(table, fields, [&](const auto&, const auto&) { quantities.emplace_back(); });
}

/// Reads a member that is one of several models. @param node null where it was left out.
/// @param beside keys of its table that are not the model's, `model` among them.
template <class Choice>
void read_choice_of_model(const Node* node, const std::vector<std::string_view>& beside, Choice& choice,
                          std::vector<std::optional<Quantity>>& quantities, Reading& reading) {
  const bool is_read =
      node != nullptr &&
      visit_model(
          *node, reading, [](auto&& visit) { Choice::for_each(visit); },
          [&]<class Model>(std::type_identity<Model>) {
            auto& params = choice.params.template emplace<typename Model::Params>();
            read_members(*node, Model::describe().fields, beside, params, quantities, reading);
          });
  if (is_read) return;
  choice.visit([&]<class Model>(std::type_identity<Model>, const auto& params) {
    skip_members(params, Model::describe().fields, quantities);
  });
}

/// @param beside keys of the table that hold for it as a whole: its own, where it takes those of a model,
/// too.
template <class Owner, class Member>
void read_member(const Node& node, const Field<Owner, Member>& f, const std::vector<std::string_view>& beside,
                 Member& member, std::vector<std::optional<Quantity>>& quantities, Reading& reading) {
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
  } else if constexpr (is_model_keys<Member>) {
    read_choice_of_model(&node, beside, member, quantities, reading);
  } else if constexpr (is_model_choice<Member>) {
    read_choice_of_model(child, {"model"}, member, quantities, reading);
  } else if constexpr (DescribedTable<Member>) {
    if (child != nullptr && child->kind() == Node::Kind::table)
      return read_members(*child, Member::fields(), {}, member, quantities, reading);
    skip_members(member, Member::fields(), quantities);
    if (child != nullptr) wrong_kind(*child, "a table", reading);
  } else if (child != nullptr) {
    read_value(*child, member, f.info, reading);
  }
}

template <class Table, class Fields>
void read_members(const Node& node, const Fields& fields, std::vector<std::string_view> extra, Table& table,
                  std::vector<std::optional<Quantity>>& quantities, Reading& reading) {
  std::vector<std::string_view> beside = extra;
  bool takes_model_keys = false;
  for_each_field(fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    beside.push_back(f.name);
    takes_model_keys = takes_model_keys || is_model_keys<Member>;
  });
  if (takes_model_keys)  // which keys are unknown is known where the model is read
    for (const Node& child : node.children()) extra.emplace_back(child.name());
  if (!takes_model_keys || node.find("model") != nullptr)  // that it is missing is said there, too
    read_fields(node, fields, std::move(extra), reading, [](const auto&, const Node&) {});
  for_each_field(fields,
                 [&](const auto& f) { read_member(node, f, beside, table.*f.member, quantities, reading); });
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
      [&]<class Model>(const GrowthSpec<Model>& spec) {
        constexpr auto description = Model::describe();
        return std::any_of(description.noises.begin(), description.noises.end(), [&](const NoiseInfo& each) {
          return each.name == noise && each.kind == NoiseKind::normal && each.time == NoiseTime::every_step &&
                 takes_noise<Model>(spec.fixed, each);
        });
      },
      growth);
}

void read_value(const Node& node, Growth& out, const FieldInfo&, Reading& reading) {
  visit_model(
      node, reading, [](auto&& visit) { for_each_model(visit); },
      [&]<class Model>(std::type_identity<Model>) { out = read_spec<Model>(node, reading); });
}

TypeInfo type_info(std::type_identity<Growth>) {
  TypeInfo info{TypeInfo::Kind::model, {}, {}};
  for_each_model(
      [&]<class Model>(std::type_identity<Model>) { info.tables.push_back(model_table<Model>()); });
  return info;
}

}  // namespace secondcurve
