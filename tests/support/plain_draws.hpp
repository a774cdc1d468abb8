#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/block/philox.hpp"
#include "engine/core/column.hpp"
#include "engine/random/noise.hpp"

namespace secondcurve::test {

/// Normals of a stream, by name: draw `step` of the first block's paths [path].
inline std::vector<double> normals_of_stream(std::uint64_t seed, const std::string& name, std::size_t step) {
  alignas(lane_alignment) std::array<double, 4 * lane_pitch> drawn;
  fill_normals(Noise(seed).stream(name), 0, static_cast<std::uint32_t>(step / 4), drawn.data());
  const double* first = drawn.data() + step % 4 * lane_pitch;
  return {first, first + block_paths};
}

/// Uniforms of a stream, by name: draw `step` of the first block's paths [path].
inline std::vector<double> step_uniforms_of_stream(std::uint64_t seed, const std::string& name,
                                                   std::size_t step) {
  alignas(lane_alignment) std::array<double, 4 * lane_pitch> drawn;
  fill_uniforms(Noise(seed).stream(name), 0, static_cast<std::uint32_t>(step / 4), drawn.data());
  const double* first = drawn.data() + step % 4 * lane_pitch;
  return {first, first + block_paths};
}

/// Uniforms of what is drawn once per path, by name: the first block's paths [path].
inline std::vector<double> uniforms_of_stream(std::uint64_t seed, const std::string& name) {
  alignas(lane_alignment) std::array<double, block_paths> drawn;
  fill_uniforms_52(Noise(seed).stream(name), 0, drawn.data());
  return {drawn.begin(), drawn.end()};
}

}  // namespace secondcurve::test
