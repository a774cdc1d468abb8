#include "engine/output/cube_sink.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

#include "engine/core/column_buffer.hpp"
#include "engine/output/deflate.hpp"

namespace secondcurve::detail::cube_sink_test {

CubeShape shape(std::size_t n_years, std::uint64_t n_paths, Element element = Element::float32) {
  return {CubeShape::Source::output, element, 16, n_years, n_paths};
}

TEST(CubeShape, ChoosesChunksOfAFewHundredKilobytes) {
  EXPECT_EQ(shape(6, 1000000).slab_paths(), 16384U);                    // 384 KiB
  EXPECT_EQ(shape(40, 1000000).slab_paths(), 4096U);                    // 640 KiB
  EXPECT_EQ(shape(2, 1000000).slab_paths(), 65536U);                    // 512 KiB
  EXPECT_EQ(shape(500, 1000000).slab_paths(), 256U);                    // 500 KiB
  EXPECT_EQ(shape(1, 1000000, Element::float64).slab_paths(), 65536U);  // 512 KiB
}

TEST(CubeShape, KeepsChunksToWholeBlocksAtTheEndsOfTheRange) {
  EXPECT_EQ(shape(1, 1000000).slab_paths(), 65536U);
  EXPECT_EQ(shape(100000, 1000000).slab_paths(), 256U);
}

TEST(CubeShape, HasSmallerChunksInAShortPart) {
  const auto of_part = [](std::uint64_t n_paths, std::uint64_t first, std::uint64_t end) {
    CubeShape part = shape(6, n_paths);
    part.first_path = first;
    part.end_path = end;
    return part.slab_paths();
  };
  EXPECT_EQ(of_part(1000000, 0, 1000000), 16384U);
  EXPECT_EQ(of_part(1000000, 256, 256 + 8 * 16384), 16384U);
  EXPECT_EQ(of_part(1000000, 256, 8 * 16384), 8192U);
  EXPECT_EQ(of_part(1000000, 256, 16640), 2048U);
  EXPECT_EQ(of_part(1000000, 256, 512), 256U);
  EXPECT_EQ(of_part(1000, 256, 512), 256U);
}

TEST(CubeShape, TakesFewPathsInOneChunk) {
  EXPECT_EQ(shape(6, 1000).slab_paths(), 1000U);
  EXPECT_EQ(shape(6, 1).slab_paths(), 1U);
  EXPECT_EQ(shape(6, 16384).slab_paths(), 16384U);
  EXPECT_EQ(shape(6, 16385).slab_paths(), 16384U);
}

/// The chunks of a cube of one block, by row, as they would be stored.
std::vector<std::vector<std::byte>> chunks_of(const BlockView& block, Element element) {
  std::vector<std::vector<std::byte>> chunks;
  SlabStore store;
  CubeShape cube{CubeShape::Source::output, element, block.n_series(), block.n_years(), block.n_paths()};
  cube.end_path = cube.n_paths;
  CubeSink sink(store, cube, Filters::shuffle_deflate, [&](const Slab& slab) {
    for (const auto& chunk : slab.chunks) chunks.emplace_back(chunk.begin(), chunk.end());
  });
  sink.take(block);
  store.finish();
  return chunks;
}

/// Values of which no byte can be told from the others, and that are numbers in either size.
ColumnBuffer incompressible(std::size_t n_columns, Element element) {
  std::mt19937_64 random(7);
  ColumnBuffer values(n_columns);
  for (std::size_t i = 0; i < n_columns * lane_pitch; ++i) {
    const std::uint64_t bits = random();
    if (element == Element::float64)
      values.data()[i] = std::bit_cast<double>(bits & ~(std::uint64_t{1} << 52));
    else
      values.data()[i] = std::bit_cast<float>(static_cast<std::uint32_t>(bits) & ~(std::uint32_t{1} << 23));
  }
  return values;
}

TEST(CubeSink, KeepsEachRowApartWhereCompressingMakesItLonger) {
  constexpr std::size_t n_series = 3, n_years = 5, n_paths = 251;
  const std::array<std::uint8_t, block_paths> failed{};
  for (const Element element : {Element::float32, Element::float64}) {
    const ColumnBuffer values = incompressible(n_series * n_years, element);
    const BlockView block(0, n_paths, n_years, values.span(), {}, failed.data(), 0);

    const auto chunks = chunks_of(block, element);

    ASSERT_EQ(chunks.size(), n_series);
    const std::size_t n_values = n_years * n_paths, n_bytes = n_values * size_of(element);
    for (std::size_t series = 0; series < n_series; ++series) {
      EXPECT_GT(chunks[series].size(), n_bytes) << "it has become shorter, and so is no test";
      std::vector<std::byte> planes(n_bytes);
      uLongf size = n_bytes;
      ASSERT_EQ(uncompress(reinterpret_cast<Bytef*>(planes.data()), &size,
                           reinterpret_cast<const Bytef*>(chunks[series].data()), chunks[series].size()),
                Z_OK);
      for (std::size_t i = 0; i < n_values; ++i) {
        const double value = block.output(series, i / n_paths)[i % n_paths];
        const std::uint64_t expected = element == Element::float64
                                           ? std::bit_cast<std::uint64_t>(value)
                                           : std::bit_cast<std::uint32_t>(static_cast<float>(value));
        std::uint64_t found = 0;
        for (std::size_t byte = 0; byte < size_of(element); ++byte)
          found |= std::to_integer<std::uint64_t>(planes[byte * n_values + i]) << (8 * byte);
        ASSERT_EQ(found, expected) << "series " << series << ", value " << i;
      }
    }
  }
}

}  // namespace secondcurve::detail::cube_sink_test
