#include "engine/output/merge_results.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <type_traits>
#include <utility>
#include <variant>

#include "engine/core/contract.hpp"
#include "engine/core/error.hpp"
#include "engine/core/special_numbers.hpp"
#include "engine/output/in_hdf5.hpp"
#include "engine/output/merge_cubes.hpp"
#include "engine/output/merge_plan.hpp"
#include "engine/output/merge_provenance.hpp"
#include "engine/output/netcdf_objects.hpp"
#include "engine/output/part_file.hpp"
#include "engine/output/result_target.hpp"

namespace secondcurve {

using detail::Hdf5Id;
using detail::MergedCube;
using detail::MergedDimension;
using detail::MergedGroup;
using detail::MergedProvenance;
using detail::MergePlan;
using detail::PartCube;
using detail::PartFile;

namespace {

/// A result file of many scenarios while it is made.
class Merge final {
 public:
  Merge(std::span<const MergePart> parts, const std::string& out, Overwrite overwrite)
      : parts_(parts), target_(out, overwrite), plan_(parts.size()), provenance_(parts.size()) {}

  /// Finds out what a part has; parts come in order.
  void read(std::size_t scenario);
  /// Writes all but the numbers of the parts.
  void write_frame(const MergeExtras& extras);
  /// Writes the numbers of a part.
  void write(std::size_t scenario, const std::function<void()>& stop_if_cancelled);
  void commit() { target_.commit(); }

 private:
  Group root_group(const MergeExtras& extras) const;
  void reserve(const MergedGroup& group);
  void write_numbers(std::size_t scenario, const PartFile& part, const Group& group);

  std::span<const MergePart> parts_;
  detail::ResultTarget target_;
  MergePlan plan_;
  MergedProvenance provenance_;
  std::map<std::string, Hdf5Id> datasets_;  ///< of numbers and cubes, by "group/name"
};

Variable by_scenario(std::string name, std::vector<std::string> texts, std::string long_name) {
  return {std::move(name), {"scenario"}, std::move(texts), {{"long_name", std::move(long_name)}}};
}

/// Dimensions with their labels and texts, as they are written.
void add_dimensions(const MergedGroup& merged, Group& group) {
  for (const MergedDimension& dimension : merged.dimensions) {
    group.dimensions.push_back({dimension.name, dimension.size});
    if (dimension.labels) group.variables.push_back(*dimension.labels);
    group.variables.insert(group.variables.end(), dimension.texts.begin(), dimension.texts.end());
  }
}

void Merge::read(std::size_t scenario) {
  const MergePart& part = parts_[scenario];
  if (!part.path) return;
  const PartFile file(*part.path);
  plan_.add(scenario, file);
  provenance_.add(scenario, file);
}

Group Merge::root_group(const MergeExtras& extras) const {
  Group root{"", {{"scenario", parts_.size()}}, {}, extras.attributes};
  for (const Attribute& shared : provenance_.attributes()) {
    const bool is_given = std::any_of(extras.attributes.begin(), extras.attributes.end(),
                                      [&](const Attribute& given) { return given.name == shared.name; });
    if (!is_given) root.attributes.push_back(shared);
  }
  std::vector<std::string> names, titles, states, messages;
  for (const MergePart& part : parts_) {
    names.push_back(part.scenario);
    titles.push_back(part.title);
    states.push_back(part.state);
    messages.push_back(part.message);
  }
  root.variables.push_back(by_scenario("scenario", std::move(names), "scenario"));
  if (!plan_.groups().empty()) {
    const MergedGroup& merged = plan_.groups().front();
    add_dimensions(merged, root);
    for (Variable texts : merged.texts) {
      auto& values = std::get<std::vector<std::string>>(texts.data);
      if (texts.name == "scenario_title") {
        for (std::size_t i = 0; i < parts_.size(); ++i)
          if (parts_[i].path) titles[i] = values[i];
        continue;
      }
      root.variables.push_back(std::move(texts));
    }
  }
  root.variables.push_back(
      by_scenario("scenario_title", std::move(titles), "name of the scenario that people read"));
  root.variables.push_back(by_scenario("state", std::move(states), "what became of the scenario"));
  root.variables.push_back(by_scenario("message", std::move(messages), "why the scenario failed"));
  root.variables.insert(root.variables.end(), extras.coordinates.begin(), extras.coordinates.end());
  return root;
}

void Merge::reserve(const MergedGroup& merged) {
  detail::GroupWriter& group = target_.group(merged.name);
  detail::in_hdf5(target_.path(), "make room for '" + merged.name + "'", [&] {
    for (const detail::MergedNumbers& numbers : merged.numbers) {
      datasets_[merged.name + '/' + numbers.variable.name] = target_.keep(group.reserve(numbers.variable));
    }
    for (const MergedCube& cube : plan_.cubes()) {
      if (cube.group != merged.name) continue;
      datasets_[merged.name + '/' + cube.variable.name] = target_.keep(detail::create_cube_of(cube, group));
    }
    group.write({merged.name, {}, merged.name.empty() ? std::vector<Variable>{} : merged.texts, {}});
  });
}

void Merge::write_frame(const MergeExtras& extras) {
  target_.write_root(root_group(extras));
  for (const MergedGroup& merged : plan_.groups()) {
    if (!merged.name.empty()) {
      Group group{merged.name, {}, {}, {}};
      add_dimensions(merged, group);
      target_.write_group(group);
    }
    reserve(merged);
  }
  const Group provenance = provenance_.group();
  if (!provenance.variables.empty()) target_.write_group(provenance);
}

/// Puts the numbers of a part where the merged file has their labels.
/// @param places by dimension of the variable after `scenario`; @param lengths of the merged file.
template <class Number>
std::vector<Number> spread(const std::vector<Number>& values,
                           const std::vector<std::vector<std::size_t>>& places,
                           const std::vector<std::size_t>& lengths) {
  std::size_t size = 1;
  for (const std::size_t length : lengths) size *= length;
  constexpr Number missing = std::is_floating_point_v<Number> ? static_cast<Number>(not_a_number) : Number{0};
  std::vector<Number> row(size, missing);
  std::vector<std::size_t> index(places.size(), 0);  // in the part, the last dimension runs fastest
  for (const Number value : values) {
    std::size_t place = 0;
    for (std::size_t i = 0; i < places.size(); ++i) place = place * lengths[i] + places[i][index[i]];
    row[place] = value;
    for (std::size_t i = places.size(); i-- > 0;) {
      if (++index[i] < places[i].size()) break;
      index[i] = 0;
    }
  }
  return row;
}

void Merge::write_numbers(std::size_t scenario, const PartFile& part, const Group& group) {
  std::map<std::string, std::vector<std::size_t>> known;
  for (const Variable& variable : group.variables) {
    const auto dataset = datasets_.find(group.name + '/' + variable.name);
    if (dataset == datasets_.end()) continue;  // labels and texts, written before
    std::vector<std::vector<std::size_t>> places;
    std::vector<std::size_t> lengths;
    std::size_t size = 1;
    for (std::size_t i = 1; i < variable.dimensions.size(); ++i) {
      const std::string& dimension = variable.dimensions[i];
      auto found = known.find(dimension);
      if (found == known.end()) found = known.emplace(dimension, plan_.places(part, group, dimension)).first;
      places.push_back(found->second);
      lengths.push_back(plan_.size_of(group.name, dimension));
      size *= found->second.size();
    }
    Variable row{variable.name, {}, {}, {}};
    std::visit(
        [&](const auto& values) {
          using Value = typename std::decay_t<decltype(values)>::value_type;
          if constexpr (!std::is_same_v<Value, std::string>) {
            if (values.size() != size)
              throw IoError(part.path(), "merge", "'" + variable.name + "' does not fit its dimensions");
            row.data = spread(values, places, lengths);
          }
        },
        variable.data);
    detail::in_hdf5(target_.path(), "write '" + variable.name + "'",
                    [&] { detail::write_row(dataset->second, scenario, row); });
  }
}

void Merge::write(std::size_t scenario, const std::function<void()>& stop_if_cancelled) {
  if (!parts_[scenario].path) return;
  const PartFile part(*parts_[scenario].path);
  for (const Group& group : part.groups()) write_numbers(scenario, part, group);
  for (const PartCube& cube : part.cubes()) {
    const auto merged = std::find_if(plan_.cubes().begin(), plan_.cubes().end(), [&](const MergedCube& each) {
      return each.group == cube.group && each.variable.name == cube.variable.name;
    });
    if (merged == plan_.cubes().end())
      throw IoError(part.path(), "merge", "the file changed while it was merged");
    const auto group = std::find_if(part.groups().begin(), part.groups().end(),
                                    [&](const Group& each) { return each.name == cube.group; });
    detail::copy_cube(part, cube,
                      {target_.path(), datasets_.at(cube.group + '/' + cube.variable.name), merged->layout,
                       scenario, plan_.places(part, *group, cube.variable.dimensions.at(1))},
                      stop_if_cancelled);
  }
}

/// Checked in every build: labels that are there twice cannot be selected by.
void require_distinct(std::span<const MergePart> parts) {
  std::set<std::string> names;
  for (const MergePart& part : parts)
    if (!names.insert(part.scenario).second)
      throw ContractViolation("the scenario '" + part.scenario + "' is there twice");
}

}  // namespace

void merge_results(std::span<const MergePart> parts, const MergeExtras& extras, const std::string& out,
                   Overwrite overwrite, const std::atomic<bool>* cancelled,
                   const std::function<void(std::size_t)>& progress) {
  require_distinct(parts);
  const auto stop_if_cancelled = [&] {
    if (cancelled != nullptr && *cancelled) throw Interrupted();
  };
  std::size_t n_read = 0;
  const auto each_part = [&](const auto& work) {
    for (std::size_t scenario = 0; scenario < parts.size(); ++scenario) {
      stop_if_cancelled();
      work(scenario);
      ++n_read;
      if (progress) progress(n_read);
    }
  };
  Merge merge(parts, out, overwrite);
  each_part([&](std::size_t scenario) { merge.read(scenario); });
  merge.write_frame(extras);
  each_part([&](std::size_t scenario) { merge.write(scenario, stop_if_cancelled); });
  merge.commit();
}

}  // namespace secondcurve
