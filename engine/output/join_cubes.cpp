#include "engine/output/join_cubes.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/core/error.hpp"
#include "engine/output/deflate.hpp"
#include "engine/output/shard_cubes.hpp"

namespace secondcurve::detail {

namespace {

/// Neighbouring paths of a cube that lie in chunks of their own, one for each row.
struct PathSlab {
  std::size_t cube;
  std::uint64_t first_path, end_path;
};

/// The slabs of all cubes in the order of the file: by the path that completes them.
std::vector<PathSlab> slabs_in_order(std::span<const JoinedCube> cubes) {
  std::vector<PathSlab> slabs;
  for (std::size_t cube = 0; cube < cubes.size(); ++cube) {
    const std::uint64_t length = cubes[cube].chunk.back(), n_paths = cubes[cube].shape.n_paths;
    for (std::uint64_t first = 0; first < n_paths; first += length)
      slabs.push_back({cube, first, std::min(first + length, n_paths)});
  }
  std::stable_sort(slabs.begin(), slabs.end(),
                   [](const PathSlab& a, const PathSlab& b) { return a.end_path < b.end_path; });
  return slabs;
}

/// Checks that the cubes of a shard lie on disk as those that they are to be part of.
void check_layout(const ShardCubes& shard, std::size_t number, const JoinedCube& cube) {
  const CubeLayout& layout = shard.layout(number);
  if (layout.chunk.size() != cube.chunk.size() ||
      !std::equal(layout.chunk.begin(), layout.chunk.end() - 1, cube.chunk.begin()) ||
      layout.filters != cube.filters || layout.element != cube.shape.element ||
      layout.shape.back() != cube.shape.n_paths || layout.shape[1] != cube.shape.n_rows)
    throw IoError(shard.path(), "read '" + cube.name + "'",
                  "it does not lie on disk as that of this run does: the file is damaged");
}

/// The files of shards, opened when they are needed, which is in their order but for a few.
class OpenShards final {
 public:
  OpenShards(std::span<const ShardOfCubes> shards, std::span<const JoinedCube> cubes)
      : shards_(shards), cubes_(cubes) {}

  std::size_t size() const { return shards_.size(); }
  PathRange paths(std::size_t shard) const { return shards_[shard].paths; }
  const ShardCubes& cubes(std::size_t shard) {
    constexpr std::size_t most_open = 64;
    if (const auto found = open_.find(shard); found != open_.end()) return found->second;
    if (open_.size() == most_open) open_.erase(open_.begin());
    std::vector<std::string> names;
    for (const JoinedCube& cube : cubes_) names.push_back(cube.name);
    const ShardCubes& opened = open_.try_emplace(shard, shards_[shard].path, names).first->second;
    for (std::size_t cube = 0; cube < cubes_.size(); ++cube) check_layout(opened, cube, cubes_[cube]);
    return opened;
  }

 private:
  std::span<const ShardOfCubes> shards_;
  std::span<const JoinedCube> cubes_;
  std::map<std::size_t, ShardCubes> open_;
};

/// Throws Hdf5Failure unless the chunks of a row from a path to below another are there.
void require_chunks(Hdf5Id dataset, std::vector<std::uint64_t> offset, std::uint64_t end,
                    std::uint64_t length) {
  for (offset.back() -= offset.back() % length; offset.back() < end; offset.back() += length)
    require_chunk(dataset, offset);
}

class Join final {
 public:
  Join(const std::string& path, std::span<const JoinedCube> cubes, std::span<const ShardOfCubes> shards)
      : path_(path), cubes_(cubes), shards_(shards, cubes) {}

  void copy(const PathSlab& slab) {
    const JoinedCube& cube = cubes_[slab.cube];
    std::vector<std::uint64_t> offset(cube.chunk.size(), 0);
    offset.back() = slab.first_path;
    for (std::size_t row = 0; row < cube.shape.n_rows; ++row) {
      offset[1] = row;
      const std::vector<std::byte> bytes = chunk_at(slab, offset);
      in_hdf5(path_, "write '" + cube.name + "'", [&] { store_chunk(cube.dataset, offset, bytes); });
    }
  }

 private:
  std::vector<std::byte> chunk_at(const PathSlab& slab, const std::vector<std::uint64_t>& offset) {
    const JoinedCube& cube = cubes_[slab.cube];
    std::size_t most = size_of(cube.shape.element);
    for (const std::uint64_t length : cube.chunk) most *= static_cast<std::size_t>(length);
    for (std::size_t shard = 0; shard < shards_.size(); ++shard)
      if (shards_.paths(shard).first <= slab.first_path && slab.end_path <= shards_.paths(shard).end &&
          shards_.cubes(shard).layout(slab.cube).chunk == cube.chunk)
        return shards_.cubes(shard).reading(
            slab.cube, [&](Hdf5Id dataset) { return load_chunk(dataset, offset, deflate_bound(most)); });
    return cube.shape.element == Element::float32 ? packed_from_several<float>(slab, offset)
                                                  : packed_from_several<double>(slab, offset);
  }

  /// Puts a chunk together from shards that each have some of its paths.
  template <class Number>
  std::vector<std::byte> packed_from_several(const PathSlab& slab, std::vector<std::uint64_t> offset) {
    const JoinedCube& cube = cubes_[slab.cube];
    const std::size_t pitch = static_cast<std::size_t>(cube.chunk.back());
    std::vector<Number> chunk(cube.shape.n_years * pitch, std::numeric_limits<Number>::quiet_NaN());
    for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
      const std::uint64_t first = std::max(shards_.paths(shard).first, slab.first_path);
      const std::uint64_t end = std::min(shards_.paths(shard).end, slab.end_path);
      if (first >= end) continue;
      const std::size_t n = static_cast<std::size_t>(end - first);
      std::vector<std::uint64_t> lengths = cube.chunk;
      lengths.back() = n;
      offset.back() = first;
      const ShardCubes& cubes = shards_.cubes(shard);
      const std::vector<Number> values = cubes.reading(slab.cube, [&](Hdf5Id dataset) {
        require_chunks(dataset, offset, end, cubes.layout(slab.cube).chunk.back());
        return read_box<Number>(dataset, offset, lengths);
      });
      for (std::size_t year = 0; year < cube.shape.n_years; ++year)
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(year * n), n,
                    chunk.begin() + static_cast<std::ptrdiff_t>(year * pitch + (first - slab.first_path)));
    }
    return pack_chunk(std::as_bytes(std::span<const Number>(chunk)), sizeof(Number), cube.filters);
  }

  const std::string& path_;
  std::span<const JoinedCube> cubes_;
  OpenShards shards_;
};

}  // namespace

void join_cubes(const std::string& path, std::span<const JoinedCube> cubes,
                std::span<const ShardOfCubes> shards, const std::function<void(double)>& on_share) {
  Join join(path, cubes, shards);
  const std::vector<PathSlab> slabs = slabs_in_order(cubes);
  for (std::size_t i = 0; i < slabs.size(); ++i) {
    on_share(static_cast<double>(i) / static_cast<double>(slabs.size()));
    join.copy(slabs[i]);
  }
}

}  // namespace secondcurve::detail
