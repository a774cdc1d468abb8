#include "engine/random/sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/block/ops.hpp"
#include "engine/core/error.hpp"
#include "engine/random/noise.hpp"
#include "engine/random/sobol.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::sampler_test {

constexpr std::uint64_t seed = 20260101;
constexpr std::size_t replicates = 3;

/// Four columns, as one call of fill makes them.
struct Quad {
  alignas(lane_alignment) std::array<double, 4 * lane_pitch> values{};
  double* data() { return values.data(); }
  double at(std::size_t draw, std::size_t path) const { return values[draw % 4 * lane_pitch + path]; }
};

Quad drawn(const Sampler& sampler, std::uint64_t block, std::size_t stream, std::size_t draw) {
  Sampler::Block draws(sampler);
  draws.start(block);
  Quad quad;
  draws.fill(stream, draw / 4, quad.data());
  return quad;
}

test::Lanes parameter(const Sampler& sampler, std::uint64_t block, std::size_t stream) {
  Sampler::Block draws(sampler);
  draws.start(block);
  test::Lanes u;
  draws.fill_parameter(stream, u.data());
  return u;
}

/// What the streams of most tests are: a parameter, a component, and noises of five steps.
struct Sample {
  Streams streams;
  std::size_t component = streams.add("sectors.a/component", DrawKind::uniform);
  std::size_t output = streams.add("sectors.a/output", DrawKind::normal, 5);
  std::size_t regime = streams.add("sectors.a/regime", DrawKind::uniform, 5);
  std::size_t growth = streams.add("parameters/growth", DrawKind::parameter);
  std::size_t other = streams.add("sectors.b/output", DrawKind::normal, 5);

  Sampler sampler(Sampling sampling) const { return {sampling, seed, replicates, streams}; }
};

StreamKey key_of(const std::string& name) { return Noise(seed).stream(name); }

TEST(PseudoSampling, IsPhiloxByNamePathAndDraw) {
  const Sample sample;
  const Sampler sampler = sample.sampler(Sampling::pseudo);
  Quad normals, uniforms;
  test::Lanes u;

  fill_normals(key_of("sectors.a/output"), 7 * block_paths, 1, normals.data());
  fill_uniforms(key_of("sectors.a/regime"), 7 * block_paths, 1, uniforms.data());
  fill_uniforms_52(key_of("parameters/growth"), 7 * block_paths, u.data());

  EXPECT_EQ(drawn(sampler, 7, sample.output, 4).values, normals.values);
  EXPECT_EQ(drawn(sampler, 7, sample.regime, 4).values, uniforms.values);
  EXPECT_EQ(parameter(sampler, 7, sample.growth).values, u.values);
}

TEST(Sampler, GivesTheSameNormalsAsFloats) {
  Streams streams;
  const std::size_t once = streams.add_once("sectors.a/start", DrawKind::normal);
  const std::size_t output = streams.add("sectors.a/output", DrawKind::normal, 5);
  const std::size_t regime = streams.add("sectors.a/regime", DrawKind::uniform, 5);
  for (const Sampling sampling : {Sampling::pseudo, Sampling::antithetic, Sampling::sobol})
    for (const std::size_t inner : {1u, 16u}) {
      if (inner > 1 && sampling != Sampling::pseudo) continue;
      const Sampler exact(sampling, seed, replicates, streams, inner);
      const Sampler single(sampling, seed, replicates, streams, inner, Arithmetic::single_precision);
      for (const std::uint64_t block : {0u, 1u, 5u})
        for (const std::size_t stream : {once, output}) {
          Quad room = drawn(single, block, stream, 0);
          const Quad expected = drawn(exact, block, stream, 0);
          const ColumnPlace x(room.data(), single.precision(stream));
          ASSERT_TRUE(x.is_single());
          for (std::size_t path = 0; path < block_paths; ++path)
            ASSERT_NEAR(x[path], expected.at(0, path), 2e-6) << path;
          if (sampling == Sampling::antithetic) {
            EXPECT_EQ(x[6], -x[7]);
          }
        }
      EXPECT_EQ(drawn(single, 3, regime, 4).values, drawn(exact, 3, regime, 4).values)
          << "uniforms stay doubles";
    }
}

TEST(AntitheticSampling, GivesPairsTheDrawsOfOnePathAndTheirMirrorImages) {
  const Sample sample;
  const Sampler sampler = sample.sampler(Sampling::antithetic);
  const Sampler pseudo = sample.sampler(Sampling::pseudo);
  constexpr std::uint64_t source = (std::uint64_t{1} << 24) + 3;  // paths beyond 2^32
  for (std::uint64_t half = 0; half < 2; ++half) {
    const auto own = [half](std::size_t path) { return half * block_paths / 2 + path / 2; };
    const Quad z = drawn(sampler, 2 * source + half, sample.output, 1);
    const Quad u = drawn(sampler, 2 * source + half, sample.regime, 1);
    const test::Lanes p = parameter(sampler, 2 * source + half, sample.growth);
    const Quad own_z = drawn(pseudo, source, sample.output, 1);
    const Quad own_u = drawn(pseudo, source, sample.regime, 1);
    const test::Lanes own_p = parameter(pseudo, source, sample.growth);
    for (std::size_t i = 0; i < block_paths; ++i) {
      const bool mirrored = i % 2 == 1;
      for (std::size_t d = 0; d < 4; ++d) {
        ASSERT_EQ(z.at(d, i), mirrored ? -own_z.at(d, own(i)) : own_z.at(d, own(i)));
        ASSERT_EQ(u.at(d, i), mirrored ? 1.0 - own_u.at(d, own(i)) : own_u.at(d, own(i)));
      }
      ASSERT_EQ(p[i], mirrored ? 1.0 - own_p[own(i)] : own_p[own(i)]);
    }
  }
}

/// A dimension of the sequence in a block, worked out anew.
test::Lanes coordinate(std::size_t dimension, std::uint64_t block) {
  alignas(lane_alignment) std::array<std::uint32_t, 4 * lane_pitch> words{};
  fill_words(key_of("simulation/scramble"), 0, static_cast<std::uint32_t>(dimension), words.data());
  const std::size_t r = block % replicates;
  test::Lanes u;
  fill_scrambled_sobol(
      sobol_directions(dimension),
      {words[r], words[lane_pitch + r], words[2 * lane_pitch + r], words[3 * lane_pitch + r]},
      static_cast<std::uint32_t>(block / replicates * block_paths), u.data());
  return u;
}

test::Lanes normal_coordinate(std::size_t dimension, std::uint64_t block) {
  test::Lanes z = coordinate(dimension, block);
  normal_quantile(z.data(), z.data());
  return z;
}

// Dimensions: 0 the parameter, 1 the component, 2 and 3 the ends of both walks, then, by level of the bridge
// over five steps, 4 and 5 (point 2), 6 to 9 (points 1 and 3 of either walk), 10 and 11 (point 4), and 12 to
// 16 the steps of the regime.
TEST(SobolSampling, DealsDimensionsByImportance) {
  const Sample sample;
  const Sampler sampler = sample.sampler(Sampling::sobol);
  for (const std::uint64_t block : {0u, 1u, 17u}) {
    EXPECT_EQ(parameter(sampler, block, sample.growth).values, coordinate(0, block).values);
    const Quad component = drawn(sampler, block, sample.component, 0);
    const Quad last = drawn(sampler, block, sample.regime, 4);
    const test::Lanes end = normal_coordinate(3, block), middle = normal_coordinate(5, block);
    const Quad first_steps = drawn(sampler, block, sample.other, 0);
    const Quad last_step = drawn(sampler, block, sample.other, 4);
    for (std::size_t i = 0; i < block_paths; ++i) {
      ASSERT_EQ(component.at(0, i), coordinate(1, block)[i]);
      ASSERT_EQ(last.at(4, i), coordinate(16, block)[i]);
      const double two = first_steps.at(0, i) + first_steps.at(1, i);
      const double five = two + first_steps.at(2, i) + first_steps.at(3, i) + last_step.at(4, i);
      ASSERT_NEAR(five, std::sqrt(5.0) * end[i], 1e-14);
      ASSERT_NEAR(two, 0.4 * std::sqrt(5.0) * end[i] + std::sqrt(1.2) * middle[i], 1e-14);
    }
  }
}

TEST(SobolSampling, DrawsTheRestByPhiloxPastTheLastDimension) {
  Streams streams;
  const std::size_t walk = streams.add("sectors.a/output", DrawKind::normal, 6);
  const std::size_t uniforms = streams.add("sectors.a/regime", DrawKind::uniform, n_sobol_dimensions + 2);
  const std::size_t late = streams.add("sectors.b/regime", DrawKind::uniform, n_sobol_dimensions + 2);
  const Sampler sampler(Sampling::sobol, seed, replicates, streams);
  Quad philox;

  // 6 dimensions to the walk, then one to either stream in turn: of each 1830, and one more to the first.
  const std::size_t last = 1830;
  fill_uniforms(key_of("sectors.a/regime"), 2 * block_paths, (last + 1) / 4, philox.data());

  const Quad of_first = drawn(sampler, 2, uniforms, last), after = drawn(sampler, 2, uniforms, last + 1);
  for (std::size_t i = 0; i < block_paths; ++i) {
    ASSERT_EQ(of_first.at(last, i), coordinate(n_sobol_dimensions - 1, 2)[i]);
    ASSERT_EQ(after.at(last + 1, i), philox.at(last + 1, i));
  }
  fill_uniforms(key_of("sectors.b/regime"), 2 * block_paths, last / 4, philox.data());
  const Quad of_late = drawn(sampler, 2, late, last);
  for (std::size_t i = 0; i < block_paths; ++i) ASSERT_EQ(of_late.at(last, i), philox.at(last, i));
  EXPECT_NE(drawn(sampler, 2, walk, 0).at(0, 0), 0.0);
  EXPECT_EQ(sampler.n_draws_past_sobol(), 6 + 2 * (n_sobol_dimensions + 2) - n_sobol_dimensions);
}

// Every draw of a walk past the table enters the bridge: the steps of such a walk are again independent unit
// normals. 4000 steps, 256 paths: the mean square of 1024000 normals has a standard error of 0.0014; 0.01 is
// passed with chance 1e-12.
TEST(SobolSampling, KeepsUnitStepsWhereAWalkIsLongerThanTheTable) {
  Streams streams;
  const std::size_t walk = streams.add("sectors.a/output", DrawKind::normal, 4000);
  const Sampler sampler(Sampling::sobol, seed, replicates, streams);
  Sampler::Block draws(sampler);
  draws.start(0);

  double squares = 0.0;
  for (std::size_t quad = 0; quad < 1000; ++quad) {
    Quad z;
    draws.fill(walk, quad, z.data());
    for (std::size_t d = 0; d < 4; ++d)
      for (std::size_t i = 0; i < block_paths; ++i) squares += z.at(d, i) * z.at(d, i);
  }

  EXPECT_NEAR(squares / (4000.0 * block_paths), 1.0, 0.01);
}

TEST(Sampler, GivesABlockTheSameDrawsInAnyOrderOfBlocks) {
  const Sample sample;
  for (const Sampling sampling : {Sampling::pseudo, Sampling::antithetic, Sampling::sobol}) {
    const Sampler sampler = sample.sampler(sampling);
    Sampler::Block draws(sampler);
    for (const std::uint64_t block : {5u, 0u, 4u}) {
      draws.start(block);
      Quad quad;
      draws.fill(sample.output, 0, quad.data());
      EXPECT_EQ(quad.values, drawn(sampler, block, sample.output, 0).values);
    }
  }
}

TEST(Sampler, MakesItsReplicatesDifferent) {
  const Sample sample;
  const Sampler sampler = sample.sampler(Sampling::sobol);

  EXPECT_NE(parameter(sampler, 0, sample.growth).values, parameter(sampler, 1, sample.growth).values);
}

TEST(Sampler, RefusesTwoStreamsOfOneName) {
  Streams streams;
  streams.add("sectors.a/output", DrawKind::normal, 5);
  streams.add("sectors.a/output", DrawKind::normal, 5);

  EXPECT_THROW(Sampler(Sampling::pseudo, seed, 1, streams), ConfigError);
}

}  // namespace secondcurve::sampler_test
