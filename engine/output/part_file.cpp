#include "engine/output/part_file.hpp"

#include <algorithm>
#include <utility>

#include "engine/output/opened_result.hpp"

namespace secondcurve::detail {

namespace {

PartCube read_cube(const OpenedResult& file, const std::string& group, const std::string& name) {
  Handle dataset = open_dataset(file.id(), group.empty() ? name : group + '/' + name);
  PartCube cube{group, {}, layout_of(dataset.id()), Handle()};
  cube.variable.name = name;
  cube.variable.dimensions = dimension_names(dataset.id());
  cube.variable.attributes = read_attributes(dataset.id());
  const std::vector<std::uint64_t>& chunk = cube.layout.chunk;
  const std::size_t rank = chunk.size();
  const bool has_years = rank == 4 && chunk[2] == cube.layout.shape[2];
  if (cube.variable.dimensions.front() != "scenario" || cube.variable.dimensions.back() != "path" ||
      (rank != 3 && !has_years) || chunk[0] != 1 || chunk[1] != 1)
    throw Hdf5Failure("the cube '" + name + "' does not lie as cubes do");
  cube.dataset = std::move(dataset);
  return cube;
}

}  // namespace

PartFile::PartFile(const std::string& path) : path_(path) {
  in_hdf5(path, "read the scenario's result", [&] {
    const OpenedResult file(path);
    std::vector<std::string> names = file.groups();
    names.insert(names.begin(), "");
    std::vector<PartCube> cubes;  // closed here, with the lock, should something fail
    for (const std::string& name : names) {
      groups_.push_back(file.read_group(name));
      for (const std::string& cube : file.cubes(name)) cubes.push_back(read_cube(file, name, cube));
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

const Variable* find_variable(const Group& group, const std::string& name) {
  const auto found = std::find_if(group.variables.begin(), group.variables.end(),
                                  [&](const Variable& variable) { return variable.name == name; });
  return found == group.variables.end() ? nullptr : &*found;
}

}  // namespace secondcurve::detail
