#include "engine/output/merge_cubes.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

#include "engine/output/deflate.hpp"
#include "engine/output/in_hdf5.hpp"

namespace secondcurve::detail {

namespace {

std::size_t bytes_of_chunk(const CubeLayout& layout) {
  std::size_t bytes = size_of(layout.element);
  for (const std::uint64_t length : layout.chunk) bytes *= static_cast<std::size_t>(length);
  return bytes;
}

/// Reads the paths of one chunk of the merged file from the part; NaN where the part has none.
template <class Number>
std::vector<std::byte> repacked(const PartFile& part, const PartCube& cube, const CubeLayout& layout,
                                const std::vector<std::uint64_t>& offset) {
  const std::uint64_t n_paths = std::min(layout.chunk.back(), cube.layout.shape.back() - offset.back());
  std::vector<std::uint64_t> lengths = layout.chunk;
  lengths.back() = n_paths;
  const std::vector<Number> values =
      part.reading(cube, [&](Hdf5Id dataset) { return read_box<Number>(dataset, offset, lengths); });
  const std::size_t pitch = static_cast<std::size_t>(layout.chunk.back());
  const std::size_t n_years = values.size() / static_cast<std::size_t>(n_paths);
  std::vector<Number> chunk(n_years * pitch, std::numeric_limits<Number>::quiet_NaN());
  for (std::size_t year = 0; year < n_years; ++year) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(year * n_paths);
    std::copy(first, first + static_cast<std::ptrdiff_t>(n_paths),
              chunk.begin() + static_cast<std::ptrdiff_t>(year * pitch));
  }
  return pack_chunk(std::as_bytes(std::span<const Number>(chunk)), sizeof(Number), layout.filters.value());
}

}  // namespace

Handle create_cube_of(const MergedCube& cube, GroupWriter& group) {
  return group.create_cube(cube.variable, cube.layout.chunk, cube.layout.element,
                           cube.layout.filters.value());
}

void copy_cube(const PartFile& part, const PartCube& cube, const CubeTarget& target,
               const std::function<void()>& stop_if_cancelled) {
  const CubeLayout& layout = target.layout;
  const bool lies_alike = cube.layout.chunk == layout.chunk && cube.layout.filters == layout.filters;
  const std::size_t largest = deflate_bound(bytes_of_chunk(layout));
  const std::uint64_t n_paths = cube.layout.shape.back();
  const auto chunk_at = [&](const std::vector<std::uint64_t>& offset) {
    if (lies_alike)
      return part.reading(cube, [&](Hdf5Id dataset) { return load_chunk(dataset, offset, largest); });
    return layout.element == Element::float32 ? repacked<float>(part, cube, layout, offset)
                                              : repacked<double>(part, cube, layout, offset);
  };
  for (std::size_t row = 0; row < target.places.size(); ++row) {
    stop_if_cancelled();
    std::vector<std::uint64_t> from(layout.chunk.size(), 0);
    std::vector<std::uint64_t> to = from;
    from[1] = row;
    to[0] = target.scenario;
    to[1] = target.places[row];
    for (std::uint64_t first = 0; first < n_paths; first += layout.chunk.back()) {
      from.back() = to.back() = first;
      const std::vector<std::byte> bytes = chunk_at(from);
      in_hdf5(target.path, "write '" + cube.variable.name + "'",
              [&] { store_chunk(target.dataset, to, bytes); });
    }
  }
}

}  // namespace secondcurve::detail
