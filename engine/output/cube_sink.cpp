#include "engine/output/cube_sink.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <utility>

#include "engine/core/contract.hpp"
#include "engine/output/deflate.hpp"

namespace secondcurve::detail {

namespace {

constexpr std::size_t smallest_slab = block_paths;
constexpr std::size_t largest_slab = 65536;
constexpr std::size_t largest_chunk_bytes = 720 * 1024;

SlabShape slab_shape(const CubeShape& shape, Filters filters) {
  SlabShape slab;
  slab.n_paths = shape.end_path;
  slab.first_path = shape.first_path;
  slab.slab_paths = shape.slab_paths();
  slab.n_rows = shape.n_rows;
  slab.row_bytes = shape.n_years * slab.slab_paths * size_of(shape.element);
  slab.row_room = slab.row_bytes;
  if (filters == Filters::shuffle_deflate)
    slab.row_room = (deflate_bound(slab.row_bytes) + lane_alignment - 1) / lane_alignment * lane_alignment;
  return slab;
}

ColumnView column_of(const BlockView& block, const CubeShape& shape, std::size_t row, std::size_t year) {
  if (shape.source == CubeShape::Source::output) return block.output(row, year);
  return block.parameter(row);
}

template <class From, class Number>
void convert(const From* values, std::size_t n, Number* to) {
  for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<Number>(values[i]);
}

template <class Number>
Number* values_of(Slab& slab, const SlabShape& shape, std::size_t row) {
  return reinterpret_cast<Number*>(slab.rows.get() + row * shape.row_room);
}

template <class Number>
void pack_numbers(const BlockView& block, const CubeShape& shape, const SlabShape& slab_shape, Slab& slab) {
  const std::size_t first = block.first_path() % slab_shape.slab_paths;
  for (std::size_t row = 0; row < shape.n_rows; ++row) {
    for (std::size_t year = 0; year < shape.n_years; ++year) {
      const ColumnView values = column_of(block, shape, row, year);
      Number* to = values_of<Number>(slab, slab_shape, row) + year * slab_shape.slab_paths + first;
      if (values.is_single())
        convert(values.floats(), block.n_paths(), to);
      else
        convert(values.doubles(), block.n_paths(), to);
      if (block.n_failed() == 0) continue;
      for (std::size_t path = 0; path < block.n_paths(); ++path) {
        if (block.failed(path)) to[path] = std::numeric_limits<Number>::quiet_NaN();
      }
    }
  }
}

/// Fills the places of paths that do not come, before `begin` and from `end`: HDF5 stores whole chunks.
template <class Number>
void pad(const SlabShape& shape, std::size_t begin, std::size_t end, Slab& slab) {
  const std::size_t n_columns = shape.row_bytes / (shape.slab_paths * sizeof(Number));
  for (std::size_t row = 0; row < shape.n_rows; ++row) {
    for (std::size_t column = 0; column < n_columns; ++column) {
      Number* values = values_of<Number>(slab, shape, row) + column * shape.slab_paths;
      std::fill(values, values + begin, std::numeric_limits<Number>::quiet_NaN());
      std::fill(values + end, values + shape.slab_paths, std::numeric_limits<Number>::quiet_NaN());
    }
  }
}

}  // namespace

std::size_t CubeShape::slab_paths() const {
  std::size_t paths = smallest_slab;
  while (paths < largest_slab && 2 * paths * n_years * size_of(element) <= largest_chunk_bytes) paths *= 2;
  if (n_paths < paths) paths = static_cast<std::size_t>(n_paths);
  const std::uint64_t n_filled = end_path - first_path;
  if (n_filled == 0 || n_filled == n_paths || n_filled >= 8 * paths) return paths;
  std::size_t smaller = smallest_slab;
  while (16 * smaller <= n_filled) smaller *= 2;
  return std::min(smaller, paths);
}

CubeSink::CubeSink(SlabStore& store, const CubeShape& shape, Filters filters, SlabStore::Store write)
    : store_(store),
      shape_(shape),
      filters_(filters),
      slab_shape_(slab_shape(shape, filters)),
      cube_(store.add(slab_shape_, std::move(write))) {}

void CubeSink::take(const BlockView& block) {
  SC_EXPECT(block.first_path() >= shape_.first_path);
  SC_EXPECT(block.first_path() + block.n_paths() <= shape_.end_path);
  SC_EXPECT(shape_.source == CubeShape::Source::output
                ? block.n_series() == shape_.n_rows && block.n_years() == shape_.n_years
                : block.n_parameters() == shape_.n_rows);
  const std::uint64_t index = block.first_path() / slab_shape_.slab_paths;
  const auto n_expected =
      static_cast<std::size_t>(slab_shape_.end_path(index) - slab_shape_.begin_path(index));
  Slab& slab = store_.open(cube_, index);
  pack(block, slab);
  const std::size_t n_before = slab.n_arrived.fetch_add(block.n_paths(), std::memory_order_acq_rel);
  if (n_before + block.n_paths() == n_expected) close(slab);
}

void CubeSink::end_at(std::uint64_t end_path) {
  SC_EXPECT(end_path > shape_.first_path && end_path <= shape_.end_path);
  if (end_path == shape_.end_path) return;
  const std::uint64_t last = (end_path - 1) / slab_shape_.slab_paths;
  const bool is_cut = end_path < slab_shape_.end_path(last);  // or the slab is complete already
  shape_.end_path = slab_shape_.n_paths = end_path;
  store_.end_at(cube_, end_path);
  if (!is_cut) return;
  Slab& slab = store_.open(cube_, last);
  const std::uint64_t n_expected = end_path - slab_shape_.begin_path(last);
  if (slab.n_arrived.load(std::memory_order_acquire) == n_expected) close(slab);
}

void CubeSink::pack(const BlockView& block, Slab& slab) const {
  if (shape_.element == Element::float32) {
    pack_numbers<float>(block, shape_, slab_shape_, slab);
  } else {
    pack_numbers<double>(block, shape_, slab_shape_, slab);
  }
}

void CubeSink::close(Slab& slab) const {
  const std::uint64_t first = slab.index * slab_shape_.slab_paths;
  const auto begin = static_cast<std::size_t>(slab_shape_.begin_path(slab.index) - first);
  const auto end = static_cast<std::size_t>(slab_shape_.end_path(slab.index) - first);
  if (shape_.element == Element::float32) {
    pad<float>(slab_shape_, begin, end, slab);
  } else {
    pad<double>(slab_shape_, begin, end, slab);
  }
  const std::size_t row_bytes = slab_shape_.row_bytes;
  const auto shuffled = std::make_unique_for_overwrite<std::byte[]>(row_bytes);
  for (std::size_t row = 0; row < shape_.n_rows; ++row) {
    const std::span<std::byte> room(slab.rows.get() + row * slab_shape_.row_room, slab_shape_.row_room);
    if (filters_ == Filters::none) {
      slab.chunks[row] = room.first(row_bytes);
      continue;
    }
    const std::span<std::byte> planes(shuffled.get(), row_bytes);
    shuffle(room.first(row_bytes), size_of(shape_.element), planes);
    slab.chunks[row] = room.first(deflate(planes, room));
  }
  store_.complete(slab);
}

}  // namespace secondcurve::detail
