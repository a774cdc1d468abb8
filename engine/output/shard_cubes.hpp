#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/output/cube_reading.hpp"
#include "engine/output/in_hdf5.hpp"
#include "engine/output/opened_result.hpp"

namespace secondcurve::detail {

/// The cubes of a shard, open for reading. They have the shape of those of the whole run, and chunks where
/// the shard has paths. Takes the Hdf5Lock itself; throws IoError.
class ShardCubes final {
 public:
  /// @param names of its cubes, as "parameters/values".
  ShardCubes(const std::string& path, const std::vector<std::string>& names);
  ShardCubes(const ShardCubes&) = delete;
  ShardCubes& operator=(const ShardCubes&) = delete;
  ~ShardCubes();

  const std::string& path() const { return path_; }
  const CubeLayout& layout(std::size_t cube) const { return cubes_[cube].layout; }

  /// Passes a cube's dataset to `read`.
  template <class Read>
  auto reading(std::size_t cube, Read read) const {
    return in_hdf5(path_, "read '" + cubes_[cube].name + "'",
                   [&] { return read(cubes_[cube].dataset.id()); });
  }

 private:
  struct Cube {
    std::string name;
    Handle dataset;
    CubeLayout layout;
  };
  std::string path_;
  std::vector<Cube> cubes_;
};

}  // namespace secondcurve::detail
