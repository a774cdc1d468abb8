#include "engine/output/cube_reading.hpp"

#include <type_traits>

#include <hdf5.h>

#include "engine/output/deflate.hpp"
#include "engine/output/netcdf_reading.hpp"

namespace secondcurve::detail {

namespace {

/// How chunks are stored; nothing where that is not one of our ways.
std::optional<Filters> filters_of(Hdf5Id properties) {
  const int n = check(H5Pget_nfilters(properties));
  if (n == 0) return Filters::none;
  std::vector<H5Z_filter_t> filters;
  for (int i = 0; i < n; ++i) {
    unsigned flags = 0;
    std::size_t n_values = 0;
    filters.push_back(check(H5Pget_filter2(properties, static_cast<unsigned>(i), &flags, &n_values, nullptr,
                                           0, nullptr, nullptr)));
  }
  if (filters == std::vector<H5Z_filter_t>{H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE})
    return Filters::shuffle_deflate;
  return std::nullopt;
}

}  // namespace

CubeLayout layout_of(Hdf5Id cube) {
  CubeLayout layout;
  layout.shape = shape_of(cube);
  const Handle type(H5Dget_type(cube), H5Tclose);
  const std::size_t bytes = H5Tget_size(type.id());
  if (H5Tget_class(type.id()) != H5T_FLOAT || (bytes != 4 && bytes != 8))
    throw Hdf5Failure("a cube of an unknown type");
  layout.element = bytes == 4 ? Element::float32 : Element::float64;
  const Handle properties(H5Dget_create_plist(cube), H5Pclose);
  if (H5Pget_layout(properties.id()) != H5D_CHUNKED) throw Hdf5Failure("a cube without chunks");
  std::vector<hsize_t> chunk(layout.shape.size());
  check(H5Pget_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data()));
  layout.chunk.assign(chunk.begin(), chunk.end());
  layout.filters = filters_of(properties.id());
  return layout;
}

std::uint64_t require_chunk(Hdf5Id cube, const std::vector<std::uint64_t>& offset) {
  const std::vector<hsize_t> place(offset.begin(), offset.end());
  hsize_t size = 0;
  check(H5Dget_chunk_storage_size(cube, place.data(), &size));
  if (size == 0) throw Hdf5Failure("a chunk of a cube is missing");
  return size;
}

std::vector<std::byte> load_chunk(Hdf5Id cube, const std::vector<std::uint64_t>& offset, std::size_t most) {
  const std::vector<hsize_t> place(offset.begin(), offset.end());
  const std::uint64_t size = require_chunk(cube, offset);
  if (size > most) throw Hdf5Failure("a chunk of a cube is longer than it can be");
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  std::uint32_t skipped_filters = 0;
  check(H5Dread_chunk(cube, H5P_DEFAULT, place.data(), &skipped_filters, bytes.data()));
  if (skipped_filters != 0) throw Hdf5Failure("a chunk of a cube is not stored as the cube says");
  return bytes;
}

std::vector<std::byte> pack_chunk(std::span<const std::byte> raw, std::size_t element_size, Filters filters) {
  if (filters == Filters::none) return {raw.begin(), raw.end()};
  std::vector<std::byte> planes(raw.size());
  shuffle(raw, element_size, planes);
  std::vector<std::byte> bytes(deflate_bound(raw.size()));
  bytes.resize(deflate(planes, bytes));
  return bytes;
}

template <class Number>
std::vector<Number> read_box(Hdf5Id cube, const std::vector<std::uint64_t>& offset,
                             const std::vector<std::uint64_t>& lengths) {
  const std::vector<hsize_t> start(offset.begin(), offset.end());
  const std::vector<hsize_t> count(lengths.begin(), lengths.end());
  const Handle from(H5Dget_space(cube), H5Sclose);
  check(H5Sselect_hyperslab(from.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr));
  const auto size = static_cast<hsize_t>(check(H5Sget_select_npoints(from.id())));
  const Handle to(H5Screate_simple(1, &size, nullptr), H5Sclose);
  std::vector<Number> values(static_cast<std::size_t>(size));
  const Hdf5Id type = std::is_same_v<Number, float> ? H5T_NATIVE_FLOAT : H5T_NATIVE_DOUBLE;
  check(H5Dread(cube, type, to.id(), from.id(), H5P_DEFAULT, values.data()));
  return values;
}

template std::vector<float> read_box<float>(Hdf5Id, const std::vector<std::uint64_t>&,
                                            const std::vector<std::uint64_t>&);
template std::vector<double> read_box<double>(Hdf5Id, const std::vector<std::uint64_t>&,
                                              const std::vector<std::uint64_t>&);

}  // namespace secondcurve::detail
