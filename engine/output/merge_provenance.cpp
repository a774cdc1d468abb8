#include "engine/output/merge_provenance.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace secondcurve::detail {

namespace {

/// Attributes of a part's root that say nothing of the whole.
constexpr std::array<std::string_view, 6> attributes_of_one{
    "Conventions", "format_version_major", "format_version_minor", "title", "comment", "run_fingerprint"};
/// Attributes that are left out where parts differ: /provenance says the same by scenario.
constexpr std::array<std::string_view, 2> said_elsewhere{"source", "seed_text"};
/// Facts that are always said by scenario.
constexpr std::array<std::string_view, 2> always_by_scenario{"digest", "seed"};

template <std::size_t n>
bool is_in(const std::array<std::string_view, n>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string text_of(const Attribute& attribute) {
  return std::visit([](const auto& value) { return fmt::format("{}", value); }, attribute.value);
}

std::string long_name_of(const Variable& variable) {
  for (const Attribute& attribute : variable.attributes)
    if (attribute.name == "long_name") return text_of(attribute);
  return variable.name;
}

Variable text_variable(std::string name, std::vector<std::string> dimensions, std::vector<std::string> values,
                       std::string long_name) {
  return {std::move(name), std::move(dimensions), std::move(values), {{"long_name", std::move(long_name)}}};
}

}  // namespace

void MergedProvenance::add(std::size_t scenario, const PartFile& part) {
  for (const Attribute& attribute : part.groups().front().attributes) {
    if (attribute.name.starts_with("account_") || attribute.name.starts_with("measure_"))
      add_definition(part, attribute);
    else if (!is_in(attributes_of_one, attribute.name))
      add_fact(scenario, attribute, "attribute of the scenario's own file", true);
  }
  for (const Group& group : part.groups()) {
    if (group.name != "provenance") continue;
    for (const Variable& variable : group.variables) {
      const auto* text = std::get_if<std::vector<std::string>>(&variable.data);
      if (text == nullptr || !variable.dimensions.empty() || variable.name == "config") continue;
      add_fact(scenario, {variable.name, text->front()}, long_name_of(variable), false);
    }
    add_files(scenario, part, group);
    overrides_[scenario] = texts_of(group, "override");
  }
}

void MergedProvenance::add_fact(std::size_t scenario, const Attribute& value, const std::string& long_name,
                                bool in_root) {
  auto fact = std::find_if(facts_.begin(), facts_.end(), [&](const Fact& known) {
    return known.attribute.name == value.name && known.in_root == in_root;
  });
  if (fact == facts_.end()) {
    facts_.push_back({value, long_name, in_root, true, std::vector<std::string>(n_scenarios_)});
    fact = std::prev(facts_.end());
  }
  fact->same = fact->same && fact->attribute.value == value.value;
  fact->values[scenario] = text_of(value);
}

void MergedProvenance::add_definition(const PartFile& part, const Attribute& definition) {
  for (const auto& [known, origin] : definitions_) {
    if (known.name != definition.name) continue;
    if (known.value != definition.value && known.name.starts_with("account_"))
      throw IoError(part.path(), "merge",
                    fmt::format("the account '{}' is '{}', in {} '{}': rename one of the two",
                                known.name.substr(8), text_of(definition), origin, text_of(known)));
    return;
  }
  definitions_.emplace_back(definition, part.path());
}

std::string MergedProvenance::label_of(const std::string& name, const std::string& text) {
  std::size_t n_same_name = 0;
  for (const File& file : files_) {
    if (file.name != name) continue;
    if (file.text == text) return file.label;
    ++n_same_name;
  }
  std::string label = name;
  const auto is_taken = [&] {
    return std::any_of(files_.begin(), files_.end(), [&](const File& file) { return file.label == label; });
  };
  for (std::size_t number = n_same_name + 1; is_taken(); ++number)
    label = fmt::format("{} ({})", name, number);
  files_.push_back({label, name, text});
  return label;
}

void MergedProvenance::add_files(std::size_t scenario, const PartFile& part, const Group& provenance) {
  const std::vector<std::string> names = texts_of(provenance, "file");
  const std::vector<std::string> contents = texts_of(provenance, "file_text");
  if (names.size() != contents.size())
    throw IoError(part.path(), "merge", "the texts of the files that it was made from are missing");
  std::string& labels = files_read_[scenario];
  for (std::size_t i = 0; i < names.size(); ++i)
    labels += (i == 0 ? "" : "\n") + label_of(names[i], contents[i]);
}

std::vector<Attribute> MergedProvenance::attributes() const {
  std::vector<Attribute> attributes;
  for (const Fact& fact : facts_)
    if (fact.in_root && fact.same) attributes.push_back(fact.attribute);
  for (const auto& [definition, origin] : definitions_) attributes.push_back(definition);
  return attributes;
}

Group MergedProvenance::group() const {
  Group group{"provenance", {}, {}, {}};
  add_overrides(group);
  for (const Fact& fact : facts_) {
    const std::string& name = fact.attribute.name;
    const bool by_scenario = !fact.same || is_in(always_by_scenario, name);
    if (fact.in_root && (fact.same || is_in(said_elsewhere, name))) continue;
    group.variables.push_back(by_scenario
                                  ? text_variable(name, {"scenario"}, fact.values, fact.long_name)
                                  : text_variable(name, {}, {text_of(fact.attribute)}, fact.long_name));
  }
  if (!files_.empty()) add_file_variables(group);
  return group;
}

void MergedProvenance::add_file_variables(Group& group) const {
  std::vector<std::string> labels, names, contents;
  for (const File& file : files_) {
    labels.push_back(file.label);
    names.push_back(file.name);
    contents.push_back(file.text);
  }
  group.dimensions.push_back({"file", files_.size()});
  group.variables.push_back(text_variable("file", {"file"}, std::move(labels), "files read by any scenario"));
  group.variables.push_back(
      text_variable("file_name", {"file"}, std::move(names), "name under which a scenario read it"));
  group.variables.push_back(text_variable("file_text", {"file"}, std::move(contents), "their text as read"));
  group.variables.push_back(text_variable("files_read", {"scenario"}, files_read_,
                                          "files that the scenario read, one a line, its config first"));
}

void MergedProvenance::add_overrides(Group& group) const {
  std::size_t most = 0;
  for (const auto& overrides : overrides_) most = std::max(most, overrides.size());
  if (most == 0) return;
  std::vector<std::string> all;
  for (const auto& overrides : overrides_) {
    all.insert(all.end(), overrides.begin(), overrides.end());
    all.resize(all.size() + most - overrides.size());
  }
  group.dimensions.push_back({"override", most});
  group.variables.push_back(text_variable("override_text", {"scenario", "override"}, std::move(all),
                                          "settings of the scenario beside its config; empty at the end"));
}

}  // namespace secondcurve::detail
