#include "engine/output/part_check.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/labelled.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/shard_cubes.hpp"

namespace secondcurve {

using detail::CubeLayout;
using detail::Hdf5Id;
using detail::ShardCubes;

namespace {

/// Throws IoError where a cube lacks some of the paths.
void check_cube(const ShardCubes& cubes, std::size_t number, PathRange paths) {
  const CubeLayout& layout = cubes.layout(number);
  const std::uint64_t length = layout.chunk.back();
  if (layout.shape.size() < 3 || layout.shape.back() < paths.end)
    throw IoError(cubes.path(), "read its cubes", "they have fewer paths than they should have");
  std::vector<std::uint64_t> offset(layout.shape.size(), 0), lengths = layout.chunk;
  for (std::uint64_t row = 0; row < layout.shape[1]; ++row) {
    offset[1] = row;
    for (std::uint64_t first = paths.first - paths.first % length; first < paths.end; first += length) {
      offset.back() = first;
      lengths.back() = std::min(length, layout.shape.back() - first);
      const bool is_at_end = first <= paths.first || first + length >= paths.end;
      cubes.reading(number, [&](Hdf5Id dataset) {
        detail::require_chunk(dataset, offset);
        return is_at_end ? detail::read_box<double>(dataset, offset, lengths) : std::vector<double>();
      });
    }
  }
}

}  // namespace

std::string problem_of_part(const std::string& path, const std::string& fingerprint,
                            const std::vector<std::string>& cubes, PathRange paths) {
  try {
    const std::vector<Attribute> attributes = ResultFile(path, FileKind::shard).root().attributes;
    if (attribute_text(attributes, "run_fingerprint") != fingerprint)
      return fmt::format("{}: it is of another run", path);
    const ShardCubes opened(path, cubes);
    for (std::size_t cube = 0; cube < cubes.size(); ++cube) check_cube(opened, cube, paths);
    return "";
  } catch (const IoError& problem) {
    return problem.what();
  }
}

}  // namespace secondcurve
