#include <array>
#include <cstdint>

#include <gtest/gtest.h>

#include "engine/random/sampler.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::grouped_sampling_test {

constexpr std::uint64_t seed = 20260101;

/// Streams of a run of a single step: of two normal ones with one draw each, only one is drawn once.
struct Sample {
  Streams streams;
  std::size_t growth = streams.add("parameters/growth", DrawKind::parameter);
  std::size_t regime = streams.add_once("chains.c/initial_regime", DrawKind::uniform);
  std::size_t output = streams.add("sectors.a/output", DrawKind::normal, 1);

  Sampler sampler(std::size_t inner) const { return {Sampling::pseudo, seed, 8, streams, inner}; }
};

test::Lanes parameter(const Sampler& sampler, std::uint64_t block, std::size_t stream) {
  Sampler::Block draws(sampler);
  draws.start(block);
  test::Lanes u;
  draws.fill_parameter(stream, u.data());
  return u;
}

/// The first draw of a stream by path.
std::array<double, block_paths> first_draw(const Sampler& sampler, std::uint64_t block, std::size_t stream) {
  Sampler::Block draws(sampler);
  draws.start(block);
  alignas(lane_alignment) std::array<double, 4 * lane_pitch> quad;
  draws.fill(stream, 0, quad.data());
  std::array<double, block_paths> draw;
  for (std::size_t path = 0; path < block_paths; ++path) draw[path] = quad[path];
  return draw;
}

TEST(GroupedSampling, StartsEachPathWithTheDrawsOfItsGroup) {
  const Sample sample;
  const Sampler alone = sample.sampler(1);
  constexpr std::uint64_t far = std::uint64_t{1} << 25;  // paths beyond 2^32
  for (const std::size_t inner : {2u, 16u, 256u}) {
    const Sampler grouped = sample.sampler(inner);
    for (const std::uint64_t block : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{37}, far + 5})
      for (std::size_t path = 0; path < block_paths; path += 13) {
        const std::uint64_t group = (block * block_paths + path) / inner;
        const auto place = static_cast<std::size_t>(group % block_paths);

        EXPECT_EQ(parameter(grouped, block, sample.growth).values[path],
                  parameter(alone, group / block_paths, sample.growth).values[place]);
        EXPECT_EQ(first_draw(grouped, block, sample.regime)[path],
                  first_draw(alone, group / block_paths, sample.regime)[place]);
      }
  }
}

TEST(GroupedSampling, LeavesLaterDrawsToEachPath) {
  const Sample sample;

  EXPECT_EQ(first_draw(sample.sampler(64), 9, sample.output),
            first_draw(sample.sampler(1), 9, sample.output));
}

TEST(Streams, KnowWhetherAPathStartsWithADraw) {
  Streams later, parameter, once;
  later.add("sectors.a/output", DrawKind::normal, 1);
  parameter.add("parameters/growth", DrawKind::parameter);
  once.add_once("chains.c/initial_regime", DrawKind::uniform);

  EXPECT_FALSE(later.any_once());
  EXPECT_TRUE(parameter.any_once());
  EXPECT_TRUE(once.any_once());
}

}  // namespace secondcurve::grouped_sampling_test
