#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/hdf5_handle.hpp"

// Reading of what netcdf_objects.hpp writes. All of these need the Hdf5Lock and throw Hdf5Failure.

namespace secondcurve::detail {

Handle open_file(const std::string& path);
Handle open_dataset(Hdf5Id parent, const std::string& name);

/// Names of the datasets in a group, in the order of writing.
std::vector<std::string> dataset_names(Hdf5Id group);

/// True if there is an object under every part of a name like "a/b".
bool exists(Hdf5Id group, const std::string& name);

/// The attributes of an object that a user wrote: without those that hold the format together.
std::vector<Attribute> read_attributes(Hdf5Id object);

std::vector<std::uint64_t> shape_of(Hdf5Id dataset);

/// Names of a dataset's dimensions, outermost first.
std::vector<std::string> dimension_names(Hdf5Id dataset);

bool is_scale(Hdf5Id dataset);
/// True for a dimension without labels.
bool is_bare_dimension(Hdf5Id dataset);
bool is_same_object(Hdf5Id a, Hdf5Id b);

/// A dataset with its values, dimensions and attributes.
/// @param file_size no dataset but a cube can be longer [byte]; guards against damaged lengths.
Variable read_variable(Hdf5Id dataset, const std::string& name, std::uint64_t file_size);

/// All paths of one row of a cube.
/// @param offset place of the first path.
std::vector<float> read_paths(Hdf5Id cube, const std::vector<std::uint64_t>& offset);

}  // namespace secondcurve::detail
