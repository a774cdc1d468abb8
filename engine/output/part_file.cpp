#include "engine/output/part_file.hpp"

#include <algorithm>
#include <utility>

#include "engine/output/netcdf_reading.hpp"
#include "engine/output/opened_result.hpp"

namespace secondcurve::detail {

namespace {

PartCube open_cube(const OpenedResult& file, const std::string& group, Variable variable) {
  const std::string& name = variable.name;
  Handle dataset = open_dataset(file.id(), group.empty() ? name : group + '/' + name);
  PartCube cube{group, std::move(variable), layout_of(dataset.id()), Handle()};
  const std::vector<std::uint64_t>& chunk = cube.layout.chunk;
  const std::size_t rank = chunk.size();
  const bool has_years = rank == 4 && chunk[2] == cube.layout.shape[2];
  if (cube.variable.dimensions.front() != "scenario" || cube.variable.dimensions.back() != "path" ||
      (rank != 3 && !has_years) || chunk[0] != 1 || chunk[1] != 1)
    throw Hdf5Failure("the cube '" + cube.variable.name + "' does not lie as cubes do");
  cube.dataset = std::move(dataset);
  return cube;
}

}  // namespace

PartFile::PartFile(const std::string& path) : path_(path) {
  in_hdf5(path, "read the scenario's result", [&] {
    OpenedResult file(path);
    std::vector<std::string> names = file.groups();
    names.insert(names.begin(), "");
    std::vector<PartCube> cubes;  // closed here, with the lock, should something fail
    for (const std::string& name : names) {
      OpenedResult::Content content = file.read_group(name);
      for (Variable& cube : content.cubes) cubes.push_back(open_cube(file, name, std::move(cube)));
      groups_.push_back(std::move(content.group));
    }
    for (const Dimension& dimension : groups_.front().dimensions) {
      if (dimension.name == "scenario" && dimension.size != 1)
        throw Hdf5Failure("the file has " + std::to_string(dimension.size) + " scenarios, not one");
    }
    cubes_ = std::move(cubes);
  });
}

PartFile::~PartFile() {
  const Hdf5Lock lock;
  cubes_.clear();
}

}  // namespace secondcurve::detail
