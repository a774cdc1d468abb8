#include "engine/output/group_writer.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/core/contract.hpp"

namespace secondcurve::detail {

namespace {

/// Checked in every build: a file with a dataset that does not fit its dimensions cannot be opened at all.
void require(bool holds, const std::string& variable, const std::string& problem) {
  if (!holds) throw ContractViolation("result variable '" + variable + "': " + problem);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::size_t size_of_data(const Variable& variable) {
  return std::visit([](const auto& values) { return values.size(); }, variable.data);
}

void check_units(const Variable& variable) {
  for (const Attribute& attribute : variable.attributes) {
    const auto* text = std::get_if<std::string>(&attribute.value);
    if (attribute.name == "units" && text != nullptr && reads_as_time(*text)) {
      throw Hdf5Failure(
          fmt::format("'{}' has the unit '{}', which notebooks take for a time", variable.name, *text));
    }
  }
}

}  // namespace

GroupWriter::GroupWriter(Handle root, int& next_dimension_id)
    : next_dimension_id_(&next_dimension_id), handle_(std::move(root)) {}

GroupWriter::GroupWriter(GroupWriter& root, const std::string& name)
    : root_(&root),
      next_dimension_id_(root.next_dimension_id_),
      name_(name),
      handle_(create_group(root.id(), name)) {}

void GroupWriter::write(const Group& group) {
  for (const Attribute& attribute : group.attributes) write_attribute(id(), attribute);
  for (const Dimension& dimension : group.dimensions) write_dimension(group, dimension);
  for (const Variable& variable : group.variables) link_coordinates(variable.dimensions);
  for (const Variable& variable : group.variables) {
    if (!is_labels(variable)) write_variable(variable);
  }
}

void GroupWriter::write_dimension(const Group& group, const Dimension& dimension) {
  require(dimension.size > 0, dimension.name, "a dimension of length 0");
  const int number = (*next_dimension_id_)++;
  const auto labels = std::find_if(group.variables.begin(), group.variables.end(),
                                   [&](const Variable& v) { return v.name == dimension.name; });
  if (labels == group.variables.end()) {
    scales_.push_back({dimension, create_bare_dimension(id(), dimension, number), false});
    return;
  }
  require(labels->dimensions == std::vector{dimension.name} && size_of_data(*labels) == dimension.size,
          dimension.name, "labels do not fit their dimension");
  check_units(*labels);
  Handle dataset = create_variable(id(), *labels, {dimension.size});
  make_scale(dataset.id(), dimension.name, number);
  scales_.push_back({dimension, std::move(dataset), true});
}

bool GroupWriter::is_labels(const Variable& variable) const {
  return std::any_of(scales_.begin(), scales_.end(),
                     [&](const Scale& s) { return s.dimension.name == variable.name; });
}

void GroupWriter::write_variable(const Variable& variable) {
  const std::vector<std::uint64_t> shape = shape_of(variable.name, variable.dimensions);
  std::uint64_t size = 1;
  for (const std::uint64_t length : shape) size *= length;
  require(size_of_data(variable) == size, variable.name,
          fmt::format("has {} values, its dimensions ask for {}", size_of_data(variable), size));
  check_units(variable);
  const Handle dataset = create_variable(id(), variable, shape);
  const bool is_text = std::holds_alternative<std::vector<std::string>>(variable.data);
  if (shape.size() == 1 && (is_text || root_ == nullptr)) {
    attach_scales(dataset.id(), std::vector{scale(variable.name, variable.dimensions[0]).dataset.id()});
    auxiliaries_.push_back({variable.name, variable.dimensions[0]});
    return;
  }
  if (std::holds_alternative<std::vector<double>>(variable.data)) declare_missing(dataset.id());
  label(dataset, variable);
}

Handle GroupWriter::reserve(const Variable& variable) {
  check_units(variable);
  link_coordinates(variable.dimensions);
  Handle dataset = reserve_numbers(id(), variable, shape_of(variable.name, variable.dimensions));
  if (std::holds_alternative<std::vector<double>>(variable.data)) declare_missing(dataset.id());
  label(dataset, variable);
  return dataset;
}

Handle GroupWriter::create_cube(const Variable& cube, const std::vector<std::uint64_t>& chunk,
                                Element element, Filters filters) {
  check_units(cube);
  link_coordinates(cube.dimensions);
  Handle dataset =
      detail::create_cube(id(), cube.name, shape_of(cube.name, cube.dimensions), chunk, element, filters);
  for (const Attribute& attribute : cube.attributes) write_attribute(dataset.id(), attribute);
  declare_missing(dataset.id());
  label(dataset, cube);
  return dataset;
}

const GroupWriter::Scale& GroupWriter::scale(const std::string& variable,
                                             const std::string& dimension) const {
  for (const Scale& scale : scales_) {
    if (scale.dimension.name == dimension) return scale;
  }
  require(root_ != nullptr, variable, "no dimension '" + dimension + "'");
  return root_->scale(variable, dimension);
}

std::vector<std::uint64_t> GroupWriter::shape_of(const std::string& variable,
                                                 const std::vector<std::string>& dimensions) const {
  std::vector<std::uint64_t> shape;
  for (const std::string& dimension : dimensions) {
    require(std::count(dimensions.begin(), dimensions.end(), dimension) == 1, variable,
            "the dimension '" + dimension + "' twice");
    shape.push_back(scale(variable, dimension).dimension.size);
  }
  return shape;
}

void GroupWriter::link_coordinates(const std::vector<std::string>& dimensions) {
  if (root_ == nullptr) return;
  const auto link_once = [&](const std::string& name) {
    if (contains(linked_, name)) return;
    link(root_->id(), id(), name);
    linked_.push_back(name);
  };
  for (const Scale& scale : root_->scales_) {
    if (scale.labelled && contains(dimensions, scale.dimension.name)) link_once(scale.dimension.name);
  }
  for (const Auxiliary& auxiliary : root_->auxiliaries_) {
    if (contains(dimensions, auxiliary.dimension)) link_once(auxiliary.name);
  }
}

void GroupWriter::label(const Handle& dataset, const Variable& variable) {
  std::vector<Hdf5Id> scales;
  for (const std::string& name : variable.dimensions)
    scales.push_back(scale(variable.name, name).dataset.id());
  attach_scales(dataset.id(), scales);
  std::string coordinates;
  for (const GroupWriter* group :
       {static_cast<const GroupWriter*>(root_), static_cast<const GroupWriter*>(this)}) {
    if (group == nullptr) continue;
    for (const Auxiliary& auxiliary : group->auxiliaries_) {
      if (!contains(variable.dimensions, auxiliary.dimension)) continue;
      coordinates += (coordinates.empty() ? "" : " ") + auxiliary.name;
    }
  }
  if (!coordinates.empty()) write_attribute(dataset.id(), {"coordinates", coordinates});
}

}  // namespace secondcurve::detail
