#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/hdf5_handle.hpp"

// HDF5 objects in the form in which netCDF-4 and CF readers find names, labels and units in them: dimension
// scales, tracked creation order, no time stamps. All of these need the Hdf5Lock and throw Hdf5Failure.

namespace secondcurve::detail {

/// Whether a cube's chunks are compressed: shuffle and deflate, which every HDF5 reader has.
enum class Filters { none, shuffle_deflate };

/// What an element of a cube is on disk.
enum class Element { float32, float64 };
std::size_t size_of(Element element);

Handle create_file(const std::string& path);
Handle create_group(Hdf5Id parent, const std::string& name);

/// Writes an attribute: text as fixed-length UTF-8, whole numbers as int32 where they fit, as all readers
/// understand these.
void write_attribute(Hdf5Id object, const Attribute& attribute);

/// Creates a dataset with its values and attributes, and no dimensions yet. Numbers with a fraction have
/// the fill value NaN. Text is variable-length UTF-8.
/// @param shape length of each dimension; empty for a scalar.
Handle create_variable(Hdf5Id parent, const Variable& variable, const std::vector<std::uint64_t>& shape);

/// Creates numbers without values, with their attributes: NaN, or 0 if they are whole, until write_row. They
/// have their whole room in the file at once.
/// @param variable its data is empty and says the type.
Handle reserve_numbers(Hdf5Id parent, const Variable& variable, const std::vector<std::uint64_t>& shape);

/// Writes all that a dataset has in one place of its outermost dimension.
/// @param values numbers of the dataset's type, row major, as many as the row has.
void write_row(Hdf5Id dataset, std::uint64_t row, const Variable& values);

/// Says that NaN stands for a missing value (attribute `_FillValue`); not for coordinates, which have none.
void declare_missing(Hdf5Id dataset);

/// Makes a one-dimensional dataset the labels of the dimension of its name.
/// @param dimension_id number of the dimension in the file, which netCDF orders dimensions by.
void make_scale(Hdf5Id dataset, const std::string& name, int dimension_id);

/// Creates a dimension that has a length and no labels.
Handle create_bare_dimension(Hdf5Id parent, const Dimension& dimension, int dimension_id);

/// Says which dimensions a dataset has, outermost first: one scale for each.
void attach_scales(Hdf5Id dataset, std::span<const Hdf5Id> scales);

/// Creates an empty cube, filled by store_chunk. Its fill value is NaN.
Handle create_cube(Hdf5Id parent, const std::string& name, const std::vector<std::uint64_t>& shape,
                   const std::vector<std::uint64_t>& chunk, Element element, Filters filters);

/// Stores a whole chunk, already filtered and padded to the full size of a chunk.
/// @param offset place of the chunk's first element in the cube.
void store_chunk(Hdf5Id cube, const std::vector<std::uint64_t>& offset, std::span<const std::byte> bytes);

/// Makes an object of `from` appear in `to` under the same name (a second name of one object, not a copy).
void link(Hdf5Id from, Hdf5Id to, const std::string& name);

}  // namespace secondcurve::detail
