#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/hdf5_handle.hpp"
#include "engine/output/netcdf_objects.hpp"

namespace secondcurve::detail {

/// A group of a result file while it is written: knows its dimensions and coordinates and gives every
/// variable its own. Needs the Hdf5Lock; throws Hdf5Failure, and ContractViolation for what does not fit.
class GroupWriter final {
 public:
  /// Takes over the root group of a file.
  GroupWriter(Handle root, int& next_dimension_id);
  /// Makes a child of the root, which must outlive it.
  GroupWriter(GroupWriter& root, const std::string& name);

  const std::string& name() const { return name_; }
  Hdf5Id id() const { return handle_.id(); }

  /// Writes everything that `group` holds: attributes, dimensions, coordinates, variables. One-dimensional
  /// texts, and in the root numbers too, are coordinates beside the labels of their dimension.
  void write(const Group& group);

  /// Creates numbers that write_row fills, with their attributes and dimensions: NaN until then, 0 if whole.
  /// @param variable its data is empty and says the type.
  Handle reserve(const Variable& variable);

  /// Creates an empty cube, which store_chunk fills, with its attributes and dimensions.
  /// @param cube its data is not used.
  Handle create_cube(const Variable& cube, const std::vector<std::uint64_t>& chunk, Element element,
                     Filters filters);

  /// Lengths of dimensions that this group or the root defines.
  std::vector<std::uint64_t> shape_of(const std::string& variable,
                                      const std::vector<std::string>& dimensions) const;

 private:
  struct Scale {
    Dimension dimension;
    Handle dataset;
    bool labelled = false;
  };
  /// Labels beside the labels: a text per element of one dimension, as the titles of series.
  struct Auxiliary {
    std::string name;
    std::string dimension;
  };

  /// Makes the root's labels of these dimensions appear in this group too.
  void link_coordinates(const std::vector<std::string>& dimensions);
  /// Gives a dataset of this group its dimensions, and names the coordinates beside their labels.
  void label(const Handle& dataset, const Variable& variable);
  const Scale& scale(const std::string& variable, const std::string& dimension) const;
  void write_dimension(const Group& group, const Dimension& dimension);
  void write_variable(const Variable& variable);
  bool is_labels(const Variable& variable) const;

  GroupWriter* root_ = nullptr;  ///< null for the root itself
  int* next_dimension_id_ = nullptr;
  std::string name_;
  Handle handle_;
  std::deque<Scale> scales_;
  std::vector<Auxiliary> auxiliaries_;
  std::vector<std::string> linked_;
};

}  // namespace secondcurve::detail
