#include "engine/output/netcdf_objects.hpp"

#include <array>
#include <cstdio>
#include <optional>
#include <type_traits>
#include <variant>

#include <hdf5.h>
#include <hdf5_hl.h>

#include "engine/core/special_numbers.hpp"

namespace secondcurve::detail {

namespace {

void track_order(Hdf5Id object_properties) {
  check(H5Pset_attr_creation_order(object_properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  check(H5Pset_obj_track_times(object_properties, false));
}

Handle dataset_properties() {
  Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  track_order(properties.id());
  return properties;
}

Handle dataspace(const std::vector<std::uint64_t>& shape) {
  if (shape.empty()) return Handle(H5Screate(H5S_SCALAR), H5Sclose);
  const std::vector<hsize_t> lengths(shape.begin(), shape.end());
  return Handle(H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr), H5Sclose);
}

Handle text_type(std::size_t size) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  check(H5Tset_size(type.id(), size));
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8));
  return type;
}

void require_no_zero_byte(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) throw Hdf5Failure("the text has a zero byte in it");
}

void write_text_attribute(Hdf5Id object, const std::string& name, const std::string& text) {
  require_no_zero_byte(text);
  const Handle type = text_type(std::max<std::size_t>(1, text.size()));
  check(H5Tset_strpad(type.id(), H5T_STR_NULLPAD));
  const Handle space = dataspace({});
  const Handle attribute(H5Acreate2(object, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose);
  check(H5Awrite(attribute.id(), type.id(), text.c_str()));
}

void write_number_attribute(Hdf5Id object, const char* name, Hdf5Id file_type, Hdf5Id memory_type,
                            const void* value) {
  const Handle space = dataspace({});
  const Handle attribute(H5Acreate2(object, name, file_type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  check(H5Awrite(attribute.id(), memory_type, value));
}

Handle create_dataset(Hdf5Id parent, const std::string& name, Hdf5Id type,
                      const std::vector<std::uint64_t>& shape, const Handle& properties) {
  const Handle space = dataspace(shape);
  return Handle(H5Dcreate2(parent, name.c_str(), type, space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
                H5Dclose);
}

/// Types of numbers in the file and in memory.
struct NumberTypes {
  Hdf5Id file;
  Hdf5Id memory;
};

template <class Number>
NumberTypes number_types() {
  if constexpr (std::is_same_v<Number, double>) return {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE};
  if constexpr (std::is_same_v<Number, std::int32_t>) return {H5T_STD_I32LE, H5T_NATIVE_INT32};
  return {H5T_STD_I64LE, H5T_NATIVE_INT64};
}

template <class Number>
Handle number_properties() {
  Handle properties = dataset_properties();
  if constexpr (std::is_same_v<Number, double>) {
    check(H5Pset_fill_value(properties.id(), H5T_NATIVE_DOUBLE, &not_a_number));
  }
  return properties;
}

template <class Number>
Handle create_numbers(Hdf5Id parent, const std::string& name, const std::vector<Number>& values,
                      const std::vector<std::uint64_t>& shape) {
  const NumberTypes types = number_types<Number>();
  Handle dataset = create_dataset(parent, name, types.file, shape, number_properties<Number>());
  check(H5Dwrite(dataset.id(), types.memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
  return dataset;
}

template <class Number>
Handle reserve_as(Hdf5Id parent, const std::string& name, const std::vector<std::uint64_t>& shape) {
  const Handle properties = number_properties<Number>();
  check(H5Pset_alloc_time(properties.id(), H5D_ALLOC_TIME_EARLY));
  check(H5Pset_fill_time(properties.id(), H5D_FILL_TIME_ALLOC));
  return create_dataset(parent, name, number_types<Number>().file, shape, properties);
}

Handle create_texts(Hdf5Id parent, const std::string& name, const std::vector<std::string>& texts,
                    const std::vector<std::uint64_t>& shape) {
  const Handle type = text_type(H5T_VARIABLE);
  std::vector<const char*> pointers;
  for (const std::string& text : texts) {
    require_no_zero_byte(text);
    pointers.push_back(text.c_str());
  }
  Handle dataset = create_dataset(parent, name, type.id(), shape, dataset_properties());
  check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, text_transfer().id(), pointers.data()));
  return dataset;
}

/// The labels in one text, for tools that cannot read variable-length strings; absent where a label has
/// more than one line.
std::optional<std::string> joined(const std::vector<std::string>& labels) {
  std::string text;
  for (const std::string& label : labels) {
    if (label.find('\n') != std::string::npos) return std::nullopt;
    if (&label != &labels.front()) text += '\n';
    text += label;
  }
  return text;
}

}  // namespace

std::size_t size_of(Element element) { return element == Element::float32 ? 4 : 8; }

Handle create_file(const std::string& path) {
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  check(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18));
  check(H5Pset_fclose_degree(access.id(), H5F_CLOSE_SEMI));  // closing fails if we left a handle open
  check(H5Pset_file_locking(access.id(), true, true));       // where the file system has locks
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  check(H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  track_order(creation.id());
  return Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose);
}

Handle create_group(Hdf5Id parent, const std::string& name) {
  const Handle properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  check(H5Pset_link_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  track_order(properties.id());
  return Handle(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT), H5Gclose);
}

void write_attribute(Hdf5Id object, const Attribute& attribute) {
  const char* name = attribute.name.c_str();
  if (const auto* text = std::get_if<std::string>(&attribute.value)) {
    write_text_attribute(object, attribute.name, *text);
  } else if (const auto* number = std::get_if<double>(&attribute.value)) {
    write_number_attribute(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, number);
  } else {
    const std::int64_t whole = std::get<std::int64_t>(attribute.value);
    const bool fits = whole == static_cast<std::int32_t>(whole);
    write_number_attribute(object, name, fits ? H5T_STD_I32LE : H5T_STD_I64LE, H5T_NATIVE_INT64, &whole);
  }
}

Handle create_variable(Hdf5Id parent, const Variable& variable, const std::vector<std::uint64_t>& shape) {
  Handle dataset = std::visit(
      [&](const auto& values) {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Value, std::string>) {
          return create_texts(parent, variable.name, values, shape);
        } else {
          return create_numbers(parent, variable.name, values, shape);
        }
      },
      variable.data);
  for (const Attribute& attribute : variable.attributes) write_attribute(dataset.id(), attribute);
  const auto* texts = std::get_if<std::vector<std::string>>(&variable.data);
  if (texts != nullptr && shape.size() == 1) {
    if (const auto labels = joined(*texts)) write_text_attribute(dataset.id(), "labels", *labels);
  }
  return dataset;
}

Handle reserve_numbers(Hdf5Id parent, const Variable& variable, const std::vector<std::uint64_t>& shape) {
  Handle dataset = std::visit(
      [&](const auto& values) -> Handle {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_same_v<Value, std::string>) {
          throw Hdf5Failure("'" + variable.name + "' is text");
        } else {
          return reserve_as<Value>(parent, variable.name, shape);
        }
      },
      variable.data);
  for (const Attribute& attribute : variable.attributes) write_attribute(dataset.id(), attribute);
  return dataset;
}

void write_row(Hdf5Id dataset, std::uint64_t row, const Variable& values) {
  const Handle space(H5Dget_space(dataset), H5Sclose);
  std::vector<hsize_t> count(static_cast<std::size_t>(check(H5Sget_simple_extent_ndims(space.id()))));
  check(H5Sget_simple_extent_dims(space.id(), count.data(), nullptr));
  std::vector<hsize_t> start(count.size(), 0);
  start.at(0) = row;
  count.at(0) = 1;
  check(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr));
  const hsize_t size = static_cast<hsize_t>(check(H5Sget_select_npoints(space.id())));
  const Handle memory(H5Screate_simple(1, &size, nullptr), H5Sclose);
  std::visit(
      [&](const auto& numbers) {
        using Value = typename std::decay_t<decltype(numbers)>::value_type;
        if constexpr (std::is_same_v<Value, std::string>) {
          throw Hdf5Failure("'" + values.name + "' is text");
        } else {
          if (numbers.size() != size) throw Hdf5Failure("'" + values.name + "' does not fill its row");
          check(H5Dwrite(dataset, number_types<Value>().memory, memory.id(), space.id(), H5P_DEFAULT,
                         numbers.data()));
        }
      },
      values.data);
}

void declare_missing(Hdf5Id dataset) {
  // netCDF wants an array of one element, of the dataset's own type.
  const Handle type(H5Dget_type(dataset), H5Tclose);
  const Handle space = dataspace({1});
  const Handle attribute(H5Acreate2(dataset, "_FillValue", type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose);
  check(H5Awrite(attribute.id(), H5T_NATIVE_DOUBLE, &not_a_number));
}

void make_scale(Hdf5Id dataset, const std::string& name, int dimension_id) {
  check(H5DSset_scale(dataset, name.c_str()));
  write_number_attribute(dataset, "_Netcdf4Dimid", H5T_STD_I32LE, H5T_NATIVE_INT, &dimension_id);
}

Handle create_bare_dimension(Hdf5Id parent, const Dimension& dimension, int dimension_id) {
  // netCDF knows a dimension without labels by this text and nothing else. No values are ever stored.
  std::array<char, 96> name{};
  std::snprintf(name.data(), name.size(), "This is a netCDF dimension but not a netCDF variable. %10zu",
                dimension.size);
  Handle dataset =
      create_dataset(parent, dimension.name, H5T_IEEE_F32BE, {dimension.size}, dataset_properties());
  make_scale(dataset.id(), name.data(), dimension_id);
  return dataset;
}

void attach_scales(Hdf5Id dataset, std::span<const Hdf5Id> scales) {
  for (std::size_t i = 0; i < scales.size(); ++i) {
    check(H5DSattach_scale(dataset, scales[i], static_cast<unsigned>(i)));
  }
}

Handle create_cube(Hdf5Id parent, const std::string& name, const std::vector<std::uint64_t>& shape,
                   const std::vector<std::uint64_t>& chunk, Element element, Filters filters) {
  const Handle properties = dataset_properties();
  const std::vector<hsize_t> lengths(chunk.begin(), chunk.end());
  check(H5Pset_chunk(properties.id(), static_cast<int>(lengths.size()), lengths.data()));
  check(H5Pset_fill_value(properties.id(), H5T_NATIVE_DOUBLE, &not_a_number));
  if (filters == Filters::shuffle_deflate) {
    check(H5Pset_shuffle(properties.id()));
    check(H5Pset_deflate(properties.id(), 1));
  }
  const Hdf5Id type = element == Element::float32 ? H5T_IEEE_F32LE : H5T_IEEE_F64LE;
  return create_dataset(parent, name, type, shape, properties);
}

void store_chunk(Hdf5Id cube, const std::vector<std::uint64_t>& offset, std::span<const std::byte> bytes) {
  const std::vector<hsize_t> place(offset.begin(), offset.end());
  check(H5Dwrite_chunk(cube, H5P_DEFAULT, 0, place.data(), bytes.size(), bytes.data()));
}

void link(Hdf5Id from, Hdf5Id to, const std::string& name) {
  check(H5Lcreate_hard(from, name.c_str(), to, name.c_str(), H5P_DEFAULT, H5P_DEFAULT));
}

}  // namespace secondcurve::detail
