#include "engine/output/byte_data.hpp"

#include <algorithm>
#include <cstdint>

#include <hdf5.h>

#include "engine/output/deflate.hpp"
#include "engine/output/netcdf_objects.hpp"
#include "engine/output/netcdf_reading.hpp"

namespace secondcurve::detail {

namespace {

constexpr const char* dataset_name = "bytes";
constexpr std::size_t chunk_bytes = std::size_t{1} << 20;

Handle create(Hdf5Id parent, hsize_t n) {
  const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  const hsize_t chunk = std::min<hsize_t>(n, chunk_bytes);
  check(H5Pset_obj_track_times(properties.id(), 0));
  check(H5Pset_chunk(properties.id(), 1, &chunk));
  check(H5Pset_deflate(properties.id(), 1));
  const Handle space(H5Screate_simple(1, &n, nullptr), H5Sclose);
  return Handle(
      H5Dcreate2(parent, dataset_name, H5T_STD_U8LE, space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
      H5Dclose);
}

}  // namespace

void write_bytes(Hdf5Id parent, std::span<const std::byte> bytes) {
  if (bytes.empty()) throw Hdf5Failure("there are no bytes to write");
  Handle dataset = create(parent, bytes.size());
  const std::size_t length = std::min(bytes.size(), chunk_bytes);
  std::vector<std::byte> chunk(length), packed(deflate_bound(length));
  for (std::size_t first = 0; first < bytes.size(); first += length) {
    const std::span<const std::byte> piece = bytes.subspan(first, std::min(length, bytes.size() - first));
    std::fill(std::copy(piece.begin(), piece.end(), chunk.begin()), chunk.end(), std::byte{0});
    store_chunk(dataset.id(), {first}, std::span(packed).first(deflate(chunk, packed)));
  }
  dataset.close();
}

std::vector<std::byte> read_bytes(Hdf5Id parent, std::uint64_t file_size) {
  constexpr std::uint64_t best_ratio = 1040;  // of deflate: 1032, RFC 1951
  const Handle dataset = open_dataset(parent, dataset_name);
  const std::vector<std::uint64_t> shape = shape_of(dataset.id());
  if (shape.size() != 1 || shape[0] / best_ratio > file_size)
    throw Hdf5Failure("there are more bytes than the file can hold");
  std::vector<std::byte> bytes(static_cast<std::size_t>(shape[0]));
  check(H5Dread(dataset.id(), H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()));
  return bytes;
}

}  // namespace secondcurve::detail
