#include "engine/output/netcdf_reading.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <hdf5.h>
#include <hdf5_hl.h>

namespace secondcurve::detail {

namespace {

#if H5_VERSION_GE(1, 12, 0)
using ObjectInfo = H5O_info1_t;
#else
using ObjectInfo = H5O_info_t;
#endif

/// Attributes that hold the format together and say nothing to a user.
constexpr std::array internal_attributes = {"CLASS",         "NAME",       "DIMENSION_LIST", "REFERENCE_LIST",
                                            "_Netcdf4Dimid", "_FillValue", "labels",         "coordinates"};

constexpr std::string_view bare_dimension = "This is a netCDF dimension but not a netCDF variable";

bool is_internal(const std::string& name) {
  return std::find(internal_attributes.begin(), internal_attributes.end(), name) != internal_attributes.end();
}

Handle space_of(Hdf5Id dataset) { return Handle(H5Dget_space(dataset), H5Sclose); }
Handle type_of(Hdf5Id dataset) { return Handle(H5Dget_type(dataset), H5Tclose); }

/// Removes the zero bytes that pad a fixed-length text.
std::string without_padding(std::string text) {
  text.resize(std::min(text.find('\0'), text.size()));
  return text;
}

/// Asks HDF5 for a name: first for its length, then for the text.
template <class Ask>
std::string read_name(Ask ask) {
  const auto length = static_cast<std::size_t>(check(ask(nullptr, 0)));
  std::string name(length + 1, '\0');
  check(ask(name.data(), name.size()));
  name.resize(length);
  return name;
}

Attribute read_attribute(Hdf5Id attribute, const std::string& name) {
  const Handle type(H5Aget_type(attribute), H5Tclose);
  const Handle space(H5Aget_space(attribute), H5Sclose);
  if (check(H5Sget_simple_extent_npoints(space.id())) != 1)
    throw Hdf5Failure("'" + name + "' is not one value");
  switch (H5Tget_class(type.id())) {
    case H5T_STRING: {
      if (check(H5Tis_variable_str(type.id())) > 0) throw Hdf5Failure("'" + name + "' is of an unknown type");
      std::string text(H5Tget_size(type.id()), '\0');
      check(H5Aread(attribute, type.id(), text.data()));
      return {name, without_padding(std::move(text))};
    }
    case H5T_INTEGER: {
      std::int64_t number = 0;
      check(H5Aread(attribute, H5T_NATIVE_INT64, &number));
      return {name, number};
    }
    case H5T_FLOAT: {
      double number = 0;
      check(H5Aread(attribute, H5T_NATIVE_DOUBLE, &number));
      return {name, number};
    }
    default:
      throw Hdf5Failure("'" + name + "' is of an unknown type");
  }
}

/// What of a dataset is read.
struct Selection {
  Handle file;
  Handle memory;  ///< as many values, one after the other
  std::size_t size = 0;
};

/// Selects a whole dataset, or one place of its outermost dimension.
Selection select(Hdf5Id dataset, std::optional<std::size_t> row) {
  Selection selection{space_of(dataset), Handle(), 0};
  const Hdf5Id space = selection.file.id();
  if (row) {
    std::vector<hsize_t> count(static_cast<std::size_t>(check(H5Sget_simple_extent_ndims(space))));
    check(H5Sget_simple_extent_dims(space, count.data(), nullptr));
    std::vector<hsize_t> start(count.size(), 0);
    if (count.empty() || *row >= count[0]) throw Hdf5Failure("there is no row " + std::to_string(*row));
    start[0] = *row;
    count[0] = 1;
    check(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr));
  }
  const auto size = static_cast<hsize_t>(check(H5Sget_select_npoints(space)));
  selection.memory = Handle(H5Screate_simple(1, &size, nullptr), H5Sclose);
  selection.size = static_cast<std::size_t>(size);
  return selection;
}

template <class Number>
std::vector<Number> read_numbers(Hdf5Id dataset, Hdf5Id memory_type, const Selection& selection) {
  std::vector<Number> values(selection.size);
  check(
      H5Dread(dataset, memory_type, selection.memory.id(), selection.file.id(), H5P_DEFAULT, values.data()));
  return values;
}

std::vector<std::string> read_texts(Hdf5Id dataset, Hdf5Id type, const Selection& selection) {
  if (check(H5Tis_variable_str(type)) == 0) throw Hdf5Failure("texts of a fixed length");
  std::vector<char*> pointers(selection.size, nullptr);
  check(H5Dread(dataset, type, selection.memory.id(), selection.file.id(), text_transfer().id(),
                pointers.data()));
  std::vector<std::string> texts;
  for (const char* text : pointers) texts.emplace_back(text == nullptr ? "" : text);
  check(H5Dvlen_reclaim(type, selection.memory.id(), H5P_DEFAULT, pointers.data()));
  return texts;
}

std::string scale_name(Hdf5Id scale) {
  return read_name([&](char* text, std::size_t size) { return H5DSget_scale_name(scale, text, size); });
}

/// The name of a dimension without labels. HDF5 finds the name of an object by walking through the whole
/// file, so the one of all paths, which nearly all of these are, is tried first.
std::string name_of_bare_dimension(Hdf5Id scale) {
  ObjectInfo info;
  ObjectInfo paths;
  check(H5Oget_info1(scale, &info));
  if (check(H5Lexists(scale, "/path", H5P_DEFAULT)) > 0) {
    check(H5Oget_info_by_name1(scale, "/path", &paths, H5P_DEFAULT));
    if (info.addr == paths.addr) return "path";
  }
  const std::string path =
      read_name([&](char* text, std::size_t size) { return H5Iget_name(scale, text, size); });
  return path.substr(path.rfind('/') + 1);
}

std::string name_of_scale(Hdf5Id dataset, hobj_ref_t reference) {
  const Handle scale(H5Rdereference2(dataset, H5P_DEFAULT, H5R_OBJECT, &reference), H5Oclose);
  std::string name = scale_name(scale.id());
  if (name.starts_with(bare_dimension)) name = name_of_bare_dimension(scale.id());
  if (name.empty()) throw Hdf5Failure("a dimension without a name");
  return name;
}

}  // namespace

Handle open_file(const std::string& path) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  check(H5Pset_file_locking(access.id(), true, true));
  return Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose);
}

Handle open_group(Hdf5Id parent, const std::string& name) {
  return Handle(H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose);
}

Handle open_dataset(Hdf5Id parent, const std::string& name) {
  return Handle(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose);
}

namespace {
std::vector<NamedHandle> members_of(Hdf5Id group, H5I_type_t kind) {
  H5G_info_t info;
  check(H5Gget_info(group, &info));
  std::vector<NamedHandle> members;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    const std::string name = read_name([&](char* text, std::size_t size) {
      return H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, text, size, H5P_DEFAULT);
    });
    Handle object(H5Oopen(group, name.c_str(), H5P_DEFAULT), H5Oclose);
    if (H5Iget_type(object.id()) == kind) members.push_back({name, std::move(object)});
  }
  return members;
}
}  // namespace

std::vector<NamedHandle> datasets_in(Hdf5Id group) { return members_of(group, H5I_DATASET); }

std::vector<std::string> group_names(Hdf5Id group) {
  std::vector<std::string> names;
  for (NamedHandle& each : members_of(group, H5I_GROUP)) names.push_back(std::move(each.name));
  return names;
}

bool exists(Hdf5Id group, const std::string& name) {
  for (std::size_t end = 0; end != std::string::npos;) {
    end = name.find('/', end + 1);
    if (check(H5Lexists(group, name.substr(0, end).c_str(), H5P_DEFAULT)) == 0) return false;
  }
  return true;
}

std::vector<Attribute> read_attributes(Hdf5Id object) {
  ObjectInfo info;
  check(H5Oget_info1(object, &info));
  std::vector<Attribute> attributes;
  for (hsize_t i = 0; i < info.num_attrs; ++i) {
    const Handle attribute(
        H5Aopen_by_idx(object, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    const std::string name =
        read_name([&](char* text, std::size_t size) { return H5Aget_name(attribute.id(), size, text); });
    if (!is_internal(name)) attributes.push_back(read_attribute(attribute.id(), name));
  }
  return attributes;
}

std::vector<std::uint64_t> shape_of(Hdf5Id dataset) {
  const Handle space = space_of(dataset);
  std::vector<hsize_t> lengths(static_cast<std::size_t>(check(H5Sget_simple_extent_ndims(space.id()))));
  check(H5Sget_simple_extent_dims(space.id(), lengths.data(), nullptr));
  return {lengths.begin(), lengths.end()};
}

std::vector<std::string> DimensionNames::of(Hdf5Id dataset) {
  const std::size_t rank = shape_of(dataset).size();
  std::vector<std::string> names;
  if (rank == 0) return names;
  const Handle attribute(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT), H5Aclose);
  const Handle type(H5Aget_type(attribute.id()), H5Tclose);
  const Handle space(H5Aget_space(attribute.id()), H5Sclose);
  if (H5Tget_class(type.id()) != H5T_VLEN ||
      check(H5Sget_simple_extent_npoints(space.id())) != static_cast<hssize_t>(rank))
    throw Hdf5Failure("dimensions that do not fit their dataset");
  std::vector<hvl_t> lists(rank);
  check(H5Aread(attribute.id(), type.id(), lists.data()));
  try {
    for (const hvl_t& list : lists) {
      if (list.len == 0) throw Hdf5Failure("a dimension without a name");
      const hobj_ref_t scale = *static_cast<const hobj_ref_t*>(list.p);  // one names the dimension
      const auto [known, is_new] = names_.try_emplace(scale);
      if (is_new) known->second = name_of_scale(dataset, scale);
      names.push_back(known->second);
    }
  } catch (...) {
    H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, lists.data());
    throw;
  }
  check(H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, lists.data()));
  return names;
}

bool is_scale(Hdf5Id dataset) { return check(H5DSis_scale(dataset)) > 0; }

bool is_bare_dimension(Hdf5Id dataset) {
  return is_scale(dataset) && scale_name(dataset).starts_with(bare_dimension);
}

bool is_same_object(Hdf5Id a, Hdf5Id b) {
  ObjectInfo info_a;
  ObjectInfo info_b;
  check(H5Oget_info1(a, &info_a));
  check(H5Oget_info1(b, &info_b));
  return info_a.addr == info_b.addr;
}

Variable read_variable(Hdf5Id dataset, const std::string& name, std::vector<std::string> dimensions,
                       std::uint64_t file_size, std::optional<std::size_t> scenario) {
  const Handle type = type_of(dataset);
  Variable variable;
  variable.name = name;
  variable.dimensions = std::move(dimensions);
  variable.attributes = read_attributes(dataset);
  const bool by_scenario = !variable.dimensions.empty() && variable.dimensions.front() == "scenario";
  const Selection selection = select(dataset, by_scenario ? scenario : std::nullopt);
  const std::size_t bytes = H5Tget_size(type.id());
  if (bytes == 0 || selection.size > file_size / bytes)
    throw Hdf5Failure("'" + name + "' is longer than the file");

  const H5T_class_t kind = H5Tget_class(type.id());
  if (kind == H5T_STRING) {
    variable.data = read_texts(dataset, type.id(), selection);
  } else if (kind == H5T_FLOAT) {
    variable.data = read_numbers<double>(dataset, H5T_NATIVE_DOUBLE, selection);
  } else if (kind == H5T_INTEGER && bytes == 4) {
    variable.data = read_numbers<std::int32_t>(dataset, H5T_NATIVE_INT32, selection);
  } else if (kind == H5T_INTEGER) {
    variable.data = read_numbers<std::int64_t>(dataset, H5T_NATIVE_INT64, selection);
  } else {
    throw Hdf5Failure("'" + name + "' is of an unknown type");
  }
  return variable;
}

}  // namespace secondcurve::detail
