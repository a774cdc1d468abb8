#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/output/hdf5_handle.hpp"
#include "engine/output/netcdf_objects.hpp"

// Cubes, read whole or chunk by chunk. All that takes an identifier needs the Hdf5Lock and throws
// Hdf5Failure.

namespace secondcurve::detail {

/// How a cube lies on disk.
struct CubeLayout {
  Element element = Element::float32;
  std::optional<Filters> filters;  ///< nothing where chunks are stored in a way that is not ours
  std::vector<std::uint64_t> shape;
  std::vector<std::uint64_t> chunk;
};
CubeLayout layout_of(Hdf5Id cube);

/// Size of a chunk as it is stored [byte]. Throws if it was never written.
/// @param offset place of its first element in the cube.
std::uint64_t require_chunk(Hdf5Id cube, const std::vector<std::uint64_t>& offset);

/// A chunk as it is stored, filtered and padded. @param offset place of its first element in the cube.
/// @param most bytes that it can have; guards against damaged lengths.
std::vector<std::byte> load_chunk(Hdf5Id cube, const std::vector<std::uint64_t>& offset, std::size_t most);

/// A chunk of numbers as a cube stores it, filtered. @param raw the whole chunk.
/// @param element_size 4 or 8 [byte].
std::vector<std::byte> pack_chunk(std::span<const std::byte> raw, std::size_t element_size, Filters filters);

/// Values of a box of a cube, row major. @tparam Number float or double.
template <class Number>
std::vector<Number> read_box(Hdf5Id cube, const std::vector<std::uint64_t>& offset,
                             const std::vector<std::uint64_t>& lengths);

}  // namespace secondcurve::detail
