#include "engine/output/shard_cubes.hpp"

#include <utility>

#include "engine/output/netcdf_reading.hpp"

namespace secondcurve::detail {

ShardCubes::ShardCubes(const std::string& path, const std::vector<std::string>& names) : path_(path) {
  in_hdf5(path, "read the cubes", [&] {
    const OpenedResult file(path, FileKind::shard);
    std::vector<Cube> cubes;  // closed here, with the lock, should something fail
    for (const std::string& name : names) {
      Handle dataset = open_dataset(file.id(), name);
      CubeLayout layout = layout_of(dataset.id());
      cubes.push_back({name, std::move(dataset), std::move(layout)});
    }
    cubes_ = std::move(cubes);
  });
}

ShardCubes::~ShardCubes() {
  const Hdf5Lock lock;
  cubes_.clear();
}

}  // namespace secondcurve::detail
