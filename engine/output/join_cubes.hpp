#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/output/cube_sink.hpp"
#include "engine/output/hdf5_handle.hpp"
#include "engine/output/netcdf_objects.hpp"
#include "engine/output/result_writer.hpp"

namespace secondcurve::detail {

/// A cube that is joined from those of shards.
struct JoinedCube {
  std::string name;  ///< "output", "parameters/values"
  Hdf5Id dataset;
  CubeShape shape;
  Filters filters;
  std::vector<std::uint64_t> chunk;
};

/// Stores the chunks of cubes in the order in which a run in one process does. A chunk whose paths are all of
/// one shard is copied as it is stored, where that has chunks of the same length; the values of others are
/// read and packed again.
/// @param path of the file that is written, for messages. @param shards that have all paths, each once, in
/// their order. Few of their files are open at a time.
/// @param on_share called now and then with the share that is done; what it throws is passed on.
/// Takes the Hdf5Lock itself. Throws IoError.
void join_cubes(const std::string& path, std::span<const JoinedCube> cubes,
                std::span<const ShardOfCubes> shards, const std::function<void(double)>& on_share);

}  // namespace secondcurve::detail
