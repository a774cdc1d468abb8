#pragma once

#include <string>
#include <vector>

#include "engine/core/labelled.hpp"
#include "engine/output/cube_reading.hpp"
#include "engine/output/in_hdf5.hpp"

namespace secondcurve::detail {

/// A cube of a part.
struct PartCube {
  std::string group;  ///< empty for the root
  Variable variable;  ///< without data
  CubeLayout layout;
  Handle dataset;
};

/// A result file of one scenario that is to be merged: all it holds but its cubes, which are read chunk by
/// chunk. Takes the Hdf5Lock itself.
class PartFile final {
 public:
  /// Throws IoError if the file is damaged, is no result, or has not exactly one scenario.
  explicit PartFile(const std::string& path);
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  ~PartFile();

  const std::string& path() const { return path_; }
  const std::vector<Group>& groups() const { return groups_; }  ///< the root first
  const std::vector<PartCube>& cubes() const { return cubes_; }

  /// Passes a cube's dataset to `read`. Throws IoError where HDF5 fails.
  template <class Read>
  auto reading(const PartCube& cube, Read read) const {
    return in_hdf5(path_, "read '" + cube.variable.name + "'", [&] { return read(cube.dataset.id()); });
  }

 private:
  std::string path_;
  std::vector<Group> groups_;
  std::vector<PartCube> cubes_;
};

}  // namespace secondcurve::detail
