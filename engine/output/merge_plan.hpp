#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/part_file.hpp"

namespace secondcurve::detail {

/// A dimension of a merged file: the labels of all parts in order of first appearance, and the texts beside
/// them.
struct MergedDimension {
  std::string name;
  std::size_t size = 0;
  std::optional<Variable> labels;    ///< none for paths
  std::vector<Variable> texts;       ///< such as the titles of series
  std::vector<std::string> origins;  ///< by label: the file that it first came from
};

/// Numbers that a merged file has by scenario.
struct MergedNumbers {
  Variable variable;   ///< without data
  std::string origin;  ///< the file that it first came from
};

/// A cube of a merged file. The part with the most paths says how it lies on disk.
struct MergedCube {
  std::string group;   ///< empty for the root
  Variable variable;   ///< without data
  std::string origin;  ///< the file that it first came from
  CubeLayout layout;   ///< its shape is that of the part; its filters are ours
};

/// A group of a merged file, without the numbers that it has by scenario.
struct MergedGroup {
  std::string name;                         ///< empty for the root
  std::vector<MergedDimension> dimensions;  ///< without `scenario`
  std::vector<MergedNumbers> numbers;
  std::vector<Variable> texts;  ///< by scenario
};

/// What a merged file will hold, found by reading all its parts once. /provenance is not part of it, nor are
/// the attributes of the root.
class MergePlan final {
 public:
  explicit MergePlan(std::size_t n_scenarios) : n_scenarios_(n_scenarios) {}

  /// Takes over what a part has that others before it had not.
  /// Throws IoError if a label means something else than in an earlier part, or years differ.
  void add(std::size_t scenario, const PartFile& part);

  const std::deque<MergedGroup>& groups() const { return groups_; }
  const std::deque<MergedCube>& cubes() const { return cubes_; }

  /// Places in the merged file of a part's labels in a dimension of one of its groups.
  /// Throws IoError if a label is not in the plan: the part has changed since.
  std::vector<std::size_t> places(const PartFile& part, const Group& group,
                                  const std::string& dimension) const;
  /// Length of a dimension that a group or the root has.
  std::size_t size_of(const std::string& group, const std::string& dimension) const;

 private:
  MergedGroup& group(const std::string& name);
  const MergedDimension* find(const std::string& group, const std::string& dimension) const;
  void add_by_scenario(std::size_t scenario, const PartFile& part, const Variable& variable,
                       MergedGroup& merged) const;
  void add_cube(const PartFile& part, const PartCube& cube);

  std::size_t n_scenarios_;
  std::deque<MergedGroup> groups_;
  std::deque<MergedCube> cubes_;
};

}  // namespace secondcurve::detail
