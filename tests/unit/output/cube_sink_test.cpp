#include "engine/output/cube_sink.hpp"

#include <gtest/gtest.h>

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

}  // namespace secondcurve::detail::cube_sink_test
