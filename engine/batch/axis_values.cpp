#include "engine/batch/axis_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/config/text.hpp"
#include "engine/schema/quantity_forms.hpp"
#include "models/scenario/read_distribution.hpp"

namespace secondcurve {
namespace {

/// Whether a text can stand in the name of a scenario, "axis=text,axis=text".
bool fits_name(std::string_view text) {
  return !text.empty() && text.size() <= 100 && text.find_first_of("=,:\n\t") == std::string_view::npos;
}

/// What a value is called where it has no label; nothing where it needs one.
std::optional<std::string> name_of_value(const Node& value) {
  if (value.kind() == Node::Kind::table || value.kind() == Node::Kind::array) return std::nullopt;
  if (value.kind() != Node::Kind::string) return value.to_toml_value();
  if (!fits_name(value.as_string())) return std::nullopt;
  return value.as_string();
}

/// A value itself where it is a number, otherwise what it is called.
SweptValue swept_value(const Node& value, const std::string& name) {
  if (const auto number = plain_number(value)) return *number;
  return name;
}

PlannedSetting setting_at(const std::string& key, std::string value, const SourcePosition& where) {
  return {key, std::move(value), where.line, where.column};
}

const DistributionForm* form_of(const Node& value) {
  for (const DistributionForm& form : distribution_forms)
    if (value.find(form.name) != nullptr) return &form;
  return nullptr;
}

/// What was perhaps meant where no distribution stands: a list, or one whose name is mistyped and so is taken
/// for a section.
std::string hint_for(const Node& node) {
  std::vector<std::string> names;
  for (const DistributionForm& form : distribution_forms) names.emplace_back(form.name);
  std::string hint = did_you_mean(node.name(), names);
  if (!hint.empty() || node.kind() != Node::Kind::array) return hint;
  return "Lists are for design = \"grid\" and \"zip\"";
}

/// Checks the labels of an axis; those that cannot be used are reported.
void check_labels(const std::string& key, const Axis& axis, std::size_t n_values, const Checks& checks) {
  for (std::size_t i = 0; i < axis.labels.size(); ++i)
    if (!fits_name(axis.labels[i]))
      checks.error(fmt::format("{}.labels[{}]", key, i),
                   fmt::format("= \"{}\": cannot be part of a name", shortened(axis.labels[i])),
                   "1 to 100 bytes without = , : and line ends");
  if (!axis.labels.empty() && axis.labels.size() != n_values && checks.sound(key + ".labels"))
    checks.error(key + ".labels", fmt::format("has {}", counted(axis.labels.size(), "label")),
                 fmt::format("one for each of the {}", counted(n_values, "value")));
}

}  // namespace

std::string toml_number(double value) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

AxisValues listed_values(const std::string& key, const Axis& axis, const Checks& checks) {
  AxisValues values;
  for (const Setting& setting : axis.set) {
    const auto& [name, list] = setting;
    const std::string list_key = list.key();
    if (list.kind() != Node::Kind::array) {
      const bool is_drawn = form_of(list) != nullptr;
      checks.error(list_key, fmt::format("= {}: is no list", shortened(list.to_toml_value())),
                   "a list of the values that it takes in turn, such as [1, 2]",
                   is_drawn ? "Distributions are for design = \"lhs\" and \"sobol\"" : "");
      return values;
    }
    if (list.children().empty()) {
      checks.error(list_key, "is empty", "at least one value");
      return values;
    }
    const Node& first = axis.set.front().value;
    if (list.children().size() != first.children().size()) {
      checks.error(list_key, fmt::format("has {}", counted(list.children().size(), "value")),
                   fmt::format("as many as {}: {}", axis.set.front().key, first.children().size()),
                   "The keys of an axis change in step");
      return values;
    }
    AxisValues::Key& added = values.keys.emplace_back();
    for (const Node& value : list.children())
      added.settings.push_back(setting_at(name, value.to_toml_value(), value.position()));
  }
  const std::span<const Node> named = axis.set.front().value.children();
  check_labels(key, axis, named.size(), checks);
  const bool has_labels = axis.labels.size() == named.size();
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (const auto name = has_labels ? axis.labels[i] : name_of_value(named[i])) {
      values.names.push_back(*name);
      values.swept.push_back(swept_value(named[i], *name));
    } else if (axis.labels.empty()) {
      checks.error(named[i].key(),
                   fmt::format("= {}: cannot be part of a name", shortened(named[i].to_toml_value())),
                   fmt::format("{}.labels must be given, one label for each value", key));
      break;
    }
  }
  return values;
}

AxisValues drawn_values(const std::string& key, const Axis& axis, const std::vector<double>& shares,
                        const Checks& checks) {
  AxisValues values;
  if (!axis.labels.empty())
    checks.error(key + ".labels", "cannot be given for a random design", "a grid or zip has labels");
  static const FieldInfo any_number{};
  for (const auto& [name, node] : axis.set) {
    const DistributionForm* form = form_of(node);
    if (form == nullptr) {
      checks.error(node.key(), fmt::format("= {}: is no distribution", shortened(node.to_toml_value())),
                   fmt::format("such as {{ {} }}", usage(distribution_forms[2])), hint_for(node));
      continue;
    }
    const auto distribution = read_distribution(node, *form, any_number, {}, checks.reading());
    if (!distribution) continue;
    AxisValues::Key& added = values.keys.emplace_back();
    for (const double share : shares) {
      const double value = distribution->quantile(share);
      if (values.keys.size() == 1) values.swept.emplace_back(value);
      added.settings.push_back(setting_at(name, toml_number(value), node.key_position()));
    }
  }
  return values;
}

}  // namespace secondcurve
