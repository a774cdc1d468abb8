#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/output/group_writer.hpp"
#include "engine/output/merge_plan.hpp"
#include "engine/output/part_file.hpp"

namespace secondcurve::detail {

/// Creates the cube of a merged file. Needs the Hdf5Lock; throws Hdf5Failure.
Handle create_cube_of(const MergedCube& cube, GroupWriter& group);

/// Where the cube of a part goes.
struct CubeTarget {
  std::string path;  ///< of the merged file
  Hdf5Id dataset;
  CubeLayout layout;  ///< chunks and filters of the merged cube
  std::size_t scenario = 0;
  std::vector<std::size_t> places;  ///< of the part's rows
};

/// Copies the cube of a part into the merged file: chunk by chunk as they are stored where both lie alike on
/// disk, otherwise the values, packed again. Throws IoError, and what `stop_if_cancelled` throws, which is
/// called now and then.
void copy_cube(const PartFile& part, const PartCube& cube, const CubeTarget& target,
               const std::function<void()>& stop_if_cancelled);

}  // namespace secondcurve::detail
