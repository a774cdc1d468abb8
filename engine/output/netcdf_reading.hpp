#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/hdf5_handle.hpp"

// Reading of what netcdf_objects.hpp writes. All of these need the Hdf5Lock and throw Hdf5Failure.

namespace secondcurve::detail {

Handle open_file(const std::string& path);
Handle open_dataset(Hdf5Id parent, const std::string& name);
Handle open_group(Hdf5Id parent, const std::string& name);

/// An object of a group, open.
struct NamedHandle {
  std::string name;
  Handle object;
};

/// The datasets, or the names of the child groups, in a group, in the order of writing.
std::vector<NamedHandle> datasets_in(Hdf5Id group);
std::vector<std::string> group_names(Hdf5Id group);

/// True if there is an object under every part of a name like "a/b".
bool exists(Hdf5Id group, const std::string& name);

/// The attributes of an object that a user wrote: without those that hold the format together.
std::vector<Attribute> read_attributes(Hdf5Id object);

std::vector<std::uint64_t> shape_of(Hdf5Id dataset);

/// The names of dimensions in a file, each looked up once: HDF5 takes long to find them.
class DimensionNames final {
 public:
  /// Names of a dataset's dimensions, outermost first.
  std::vector<std::string> of(Hdf5Id dataset);

 private:
  std::map<std::uint64_t, std::string> names_;  ///< by the reference to the labels
};

bool is_scale(Hdf5Id dataset);
/// True for a dimension without labels.
bool is_bare_dimension(Hdf5Id dataset);
bool is_same_object(Hdf5Id a, Hdf5Id b);

/// A dataset with its values and attributes. @param dimensions their names.
/// @param file_size no dataset but a cube can be longer [byte]; guards against damaged lengths.
/// @param scenario of what has a dimension `scenario`, only the values of this one.
Variable read_variable(Hdf5Id dataset, const std::string& name, std::vector<std::string> dimensions,
                       std::uint64_t file_size, std::optional<std::size_t> scenario = std::nullopt);

}  // namespace secondcurve::detail
