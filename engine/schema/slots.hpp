#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "engine/core/column.hpp"
#include "engine/schema/field.hpp"
#include "engine/schema/model_choice.hpp"
#include "engine/schema/type_info.hpp"

namespace secondcurve {

/// Whether a member of a model's parameters holds a quantity: a number that may be drawn or vary by year.
template <class Member>
inline constexpr bool is_quantity_member =
    std::is_same_v<Member, Column> || std::is_same_v<Member, std::optional<Column>>;

namespace detail {
template <class T>
struct NamedElement;
template <class T>
struct NamedElement<Named<T>> {
  using type = T;
};
}  // namespace detail

/// A member that holds tables by name, as `regimes` does.
template <class Member>
concept NamedTablesMember = requires {
  typename detail::NamedElement<Member>::type;
  requires DescribedTable<typename detail::NamedElement<Member>::type>;
};

/// Calls `visit(field, member)` for every quantity member of a table and of the tables in it, whether it is
/// given or not, in the order of the fields. `Table` may be const.
template <class Table, class Fields, class Visitor>
void for_each_slot(Table& table, const Fields& fields, Visitor&& visit) {
  for_each_field(fields, [&]<class Owner, class Member>(const Field<Owner, Member>& f) {
    if constexpr (is_quantity_member<Member>) {
      visit(f, table.*f.member);
    } else if constexpr (NamedTablesMember<Member>) {
      using Element = typename detail::NamedElement<Member>::type;
      for (auto& entry : table.*f.member) for_each_slot(entry.value, Element::fields(), visit);
    } else if constexpr (DescribedTable<Member>) {
      for_each_slot(table.*f.member, Member::fields(), visit);
    } else if constexpr (is_model_choice<Member>) {
      (table.*f.member).visit([&]<class Model>(std::type_identity<Model>, auto& params) {
        for_each_slot(params, Model::describe().fields, visit);
      });
    }
  });
}

}  // namespace secondcurve
