#include "engine/output/result_check.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <variant>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/output/part_file.hpp"

namespace secondcurve {

using detail::PartCube;
using detail::PartFile;

namespace {

/// Reads every chunk of a cube, which checks that it is there and, if it is compressed, its checksum.
void read_chunks(const PartFile& file, const PartCube& cube) {
  const std::vector<std::uint64_t>& shape = cube.layout.shape;
  std::vector<std::uint64_t> offset(shape.size(), 0);
  std::vector<std::uint64_t> lengths = cube.layout.chunk;
  for (std::uint64_t row = 0; row < shape[1]; ++row) {
    offset[1] = row;
    for (std::uint64_t first = 0; first < shape.back(); first += cube.layout.chunk.back()) {
      offset.back() = first;
      lengths.back() = std::min(cube.layout.chunk.back(), shape.back() - first);
      file.reading(cube, [&](detail::Hdf5Id dataset) {
        detail::require_chunk(dataset, offset);
        return detail::read_box<double>(dataset, offset, lengths);
      });
    }
  }
}

}  // namespace

ResultCheck check_result(const std::string& path, const std::string& attribute, const std::string& value) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error)
    return {ResultCheck::State::missing, "there is no file"};
  try {
    const PartFile file(path);
    for (const PartCube& cube : file.cubes()) read_chunks(file, cube);
    if (attribute_text(file.groups().front().attributes, attribute) != value)
      return {ResultCheck::State::other, path + ": its " + attribute + " is not " + value};
    return {ResultCheck::State::whole, ""};
  } catch (const IoError& damage) {
    return {ResultCheck::State::damaged, damage.what()};
  }
}

}  // namespace secondcurve
