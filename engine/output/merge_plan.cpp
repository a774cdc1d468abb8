#include "engine/output/merge_plan.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace secondcurve::detail {

namespace {

/// Texts that say how a label is shown, not what it means: those of the first part count.
constexpr std::array<std::string_view, 7> free_texts{
    "title", "title_zh", "group", "target_title", "sector_title", "programme_title", "observed_source"};

bool may_differ(const std::string& text) {
  return std::find(free_texts.begin(), free_texts.end(), text) != free_texts.end();
}

[[noreturn]] void refuse(const PartFile& part, std::string reason) {
  throw IoError(part.path(), "merge", std::move(reason));
}

template <class Container>
auto find_named(Container& variables, const std::string& name) {
  return std::find_if(variables.begin(), variables.end(), [&](const auto& v) { return v.name == name; });
}

/// Place of a label; `guess` is tried first, as most parts have the same labels.
template <class Label>
std::size_t place_of(const std::vector<Label>& labels, const Label& label, std::size_t guess) {
  if (guess < labels.size() && labels[guess] == label) return guess;
  return static_cast<std::size_t>(std::find(labels.begin(), labels.end(), label) - labels.begin());
}

/// Places of a part's labels among those known; one past the last for a new one, which `add` then adds.
template <class Known, class Add>
std::vector<std::size_t> places_of(const PartFile& part, Known& known, const Variable& labels, Add add) {
  std::vector<std::size_t> places;
  std::visit(
      [&](auto& all) {
        const auto* here = std::get_if<std::decay_t<decltype(all)>>(&labels.data);
        if (here == nullptr) refuse(part, "the labels '" + labels.name + "' are of another type");
        for (std::size_t i = 0; i < here->size(); ++i) {
          places.push_back(place_of(all, (*here)[i], i));
          if (places.back() == all.size()) add(all, (*here)[i]);
        }
      },
      known.data);
  return places;
}

std::string label_text(const Variable& labels, std::size_t place) {
  return std::visit([&](const auto& all) { return fmt::format("{}", all[place]); }, labels.data);
}

/// Adds the labels of a part; returns their places.
std::vector<std::size_t> add_labels(const PartFile& part, const Variable& labels, MergedDimension& merged) {
  if (!merged.labels) {
    merged.labels = labels;
    std::visit([](auto& all) { all.clear(); }, merged.labels->data);
  } else if (labels.name == "year" && merged.labels->data != labels.data) {
    refuse(part, fmt::format("its years are {} to {}, those of {} {} to {}", label_text(labels, 0),
                             std::get<std::vector<std::int32_t>>(labels.data).back(), merged.origins.front(),
                             label_text(*merged.labels, 0), label_text(*merged.labels, merged.size - 1)));
  }
  const auto add = [&](auto& all, const auto& label) {
    all.push_back(label);
    merged.origins.push_back(part.path());
    ++merged.size;
  };
  return places_of(part, *merged.labels, labels, add);
}

/// Adds a text that a part has for each label.
void add_text(const PartFile& part, const Variable& text, const std::vector<std::size_t>& places,
              std::size_t n_before, MergedDimension& merged) {
  const auto& values = std::get<std::vector<std::string>>(text.data);
  const auto found = find_named(merged.texts, text.name);
  const bool is_new = found == merged.texts.end();
  Variable& all = is_new ? merged.texts.emplace_back(text) : *found;
  auto& known = std::get<std::vector<std::string>>(all.data);
  if (is_new) known.clear();
  known.resize(merged.size);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t place = places[i];
    if (is_new || place >= n_before) {
      known[place] = values[i];
    } else if (known[place] != values[i] && !may_differ(text.name)) {
      refuse(part, fmt::format("the {} '{}' has {} '{}', in {} '{}': rename one of the two", merged.name,
                               label_text(*merged.labels, place), text.name, values[i], merged.origins[place],
                               known[place]));
    }
  }
}

bool is_text_of(const Variable& variable, const std::string& dimension) {
  return variable.dimensions == std::vector{dimension} && variable.name != dimension &&
         std::holds_alternative<std::vector<std::string>>(variable.data);
}

/// Adds a dimension of a part with its labels and texts.
void add_dimension(const PartFile& part, const Group& group, const Dimension& dimension,
                   MergedGroup& merged) {
  const auto found = find_named(merged.dimensions, dimension.name);
  MergedDimension& all =
      found == merged.dimensions.end()
          ? merged.dimensions.emplace_back(MergedDimension{dimension.name, 0, std::nullopt, {}, {}})
          : *found;
  const Variable* labels = find_variable(group, dimension.name);
  if (labels == nullptr) {
    all.size = std::max(all.size, dimension.size);
    return;
  }
  const std::size_t n_before = all.size;
  const std::vector<std::size_t> places = add_labels(part, *labels, all);
  for (const Variable& variable : group.variables)
    if (is_text_of(variable, dimension.name)) add_text(part, variable, places, n_before, all);
  for (Variable& text : all.texts) std::get<std::vector<std::string>>(text.data).resize(all.size);
}

std::string* units_of(Variable& variable) {
  const auto found = find_named(variable.attributes, "units");
  return found == variable.attributes.end() ? nullptr : std::get_if<std::string>(&found->value);
}

/// The unit of numbers whose unit differs between parts: where it is a matter of their labels, it is said
/// there, as in a file whose own series differ. Empty where it is not.
std::string unit_by_label(const Variable& variable, const std::string& unit) {
  const auto has = [&](const char* dimension) {
    return std::find(variable.dimensions.begin(), variable.dimensions.end(), dimension) !=
           variable.dimensions.end();
  };
  const bool squared = unit.starts_with("square of") || (unit.starts_with('(') && unit.ends_with(")^2"));
  if (has("series")) return squared ? "square of the coordinate unit" : "as in the coordinate unit";
  if (has("target")) return "as in the coordinate target_unit";
  return variable.name.starts_with("stop_error") ? "as in stop_rule" : "";
}

/// Holds numbers of a part against those of the same name in the merged file.
void expect_alike(const PartFile& part, const Variable& here, Variable& merged, const std::string& origin) {
  if (here.dimensions != merged.dimensions || here.data.index() != merged.data.index())
    refuse(part, fmt::format("'{}' has other dimensions or another type than in {}", here.name, origin));
  Variable copy{here.name, here.dimensions, {}, here.attributes};
  const std::string* unit = units_of(copy);
  std::string* common = units_of(merged);
  if (unit == nullptr || common == nullptr || *unit == *common) return;
  const std::string by_label = unit_by_label(merged, *unit);
  if (by_label.empty())
    refuse(part, fmt::format("'{}' is in '{}', in {} in '{}'", here.name, *unit, origin, *common));
  *common = by_label;
}

Variable without_data(const Variable& variable) {
  Variable empty{variable.name, variable.dimensions, {}, variable.attributes};
  std::visit([&](const auto& values) { empty.data = std::decay_t<decltype(values)>(); }, variable.data);
  return empty;
}

}  // namespace

MergedGroup& MergePlan::group(const std::string& name) {
  const auto found = find_named(groups_, name);
  return found == groups_.end() ? groups_.emplace_back(MergedGroup{name, {}, {}, {}}) : *found;
}

void MergePlan::add(std::size_t scenario, const PartFile& part) {
  for (const Group& each : part.groups()) {
    if (each.name == "provenance") continue;
    MergedGroup& merged = group(each.name);
    for (const Dimension& dimension : each.dimensions)
      if (dimension.name != "scenario") add_dimension(part, each, dimension, merged);
    for (const Variable& variable : each.variables) {
      const bool is_label = variable.dimensions.size() == 1 && variable.dimensions[0] == variable.name;
      const bool beside_labels = variable.dimensions.size() == 1 && variable.dimensions[0] != "scenario" &&
                                 std::holds_alternative<std::vector<std::string>>(variable.data);
      if (!is_label && !beside_labels) add_by_scenario(scenario, part, variable, merged);
    }
    if (each.name.empty()) continue;
    for (const Attribute& attribute : each.attributes)
      if (const auto* text = std::get_if<std::string>(&attribute.value))
        add_by_scenario(scenario, part,
                        {attribute.name,
                         {"scenario"},
                         std::vector<std::string>{*text},
                         {{"long_name", attribute.name + " of the scenario"}}},
                        merged);
  }
  for (const PartCube& cube : part.cubes()) add_cube(part, cube);
}

void MergePlan::add_by_scenario(std::size_t scenario, const PartFile& part, const Variable& variable,
                                MergedGroup& merged) const {
  if (variable.dimensions.empty() || variable.dimensions.front() != "scenario")
    refuse(part, "'" + variable.name + "' has no dimension 'scenario'");
  const auto* texts = std::get_if<std::vector<std::string>>(&variable.data);
  if (texts == nullptr) {
    const auto found =
        std::find_if(merged.numbers.begin(), merged.numbers.end(),
                     [&](const MergedNumbers& numbers) { return numbers.variable.name == variable.name; });
    if (found == merged.numbers.end())
      merged.numbers.push_back({without_data(variable), part.path()});
    else
      expect_alike(part, variable, found->variable, found->origin);
    return;
  }
  if (variable.dimensions.size() != 1)
    refuse(part, "the text '" + variable.name + "' has too many dimensions");
  auto found = find_named(merged.texts, variable.name);
  if (found == merged.texts.end()) {
    merged.texts.push_back(variable);
    found = std::prev(merged.texts.end());
    found->data = std::vector<std::string>(n_scenarios_);
  }
  std::get<std::vector<std::string>>(found->data)[scenario] = texts->front();
}

void MergePlan::add_cube(const PartFile& part, const PartCube& cube) {
  CubeLayout layout = cube.layout;
  layout.filters = layout.filters.value_or(Filters::shuffle_deflate);
  const auto found = std::find_if(cubes_.begin(), cubes_.end(), [&](const MergedCube& merged) {
    return merged.group == cube.group && merged.variable.name == cube.variable.name;
  });
  if (found == cubes_.end()) {
    cubes_.push_back({cube.group, cube.variable, part.path(), layout});
    return;
  }
  expect_alike(part, cube.variable, found->variable, found->origin);
  if (cube.layout.element != found->layout.element)
    refuse(part, fmt::format("'{}' is of another type than in {}", cube.variable.name, found->origin));
  if (layout.shape.back() > found->layout.shape.back()) found->layout = layout;
}

const MergedDimension* MergePlan::find(const std::string& group, const std::string& dimension) const {
  for (const std::string& name : {group, std::string()}) {
    const auto merged = find_named(groups_, name);
    if (merged == groups_.end()) continue;
    const auto found = find_named(merged->dimensions, dimension);
    if (found != merged->dimensions.end()) return &*found;
  }
  return nullptr;
}

std::size_t MergePlan::size_of(const std::string& group, const std::string& dimension) const {
  if (dimension == "scenario") return n_scenarios_;
  const MergedDimension* merged = find(group, dimension);
  return merged == nullptr ? 0 : merged->size;
}

std::vector<std::size_t> MergePlan::places(const PartFile& part, const Group& group,
                                           const std::string& dimension) const {
  const Variable* labels = find_variable(group, dimension);
  if (labels == nullptr) labels = find_variable(part.groups().front(), dimension);
  const MergedDimension* merged = find(group.name, dimension);
  const auto changed = [&] { refuse(part, "the file changed while it was merged"); };
  if (labels == nullptr || merged == nullptr || !merged->labels) changed();
  return places_of(part, *merged->labels, *labels, [&](auto&, const auto&) { changed(); });
}

}  // namespace secondcurve::detail
