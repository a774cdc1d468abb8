#include "engine/core/block.hpp"

#include <cstdint>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace secondcurve::block_test {

constexpr std::size_t n_series = 2;
constexpr std::size_t n_years = 3;
constexpr std::size_t n_parameters = 4;

/// A block whose value at place k of its memory is k, and whose path 1 failed.
struct NumberedBlock {
  std::vector<double> outputs = std::vector<double>(n_series * n_years * lane_pitch);
  std::vector<double> parameters = std::vector<double>(n_parameters * lane_pitch);
  std::vector<std::uint8_t> failed = std::vector<std::uint8_t>(block_paths, 0);

  NumberedBlock() {
    std::iota(outputs.begin(), outputs.end(), 0.0);
    std::iota(parameters.begin(), parameters.end(), 0.0);
    failed[1] = 1;
  }
  BlockView view(std::uint64_t block = 2, std::size_t n_paths = 100) const {
    return {block, n_paths, n_years, outputs, parameters, failed.data(), 1};
  }
};

TEST(BlockView, CountsWhatItHolds) {
  const NumberedBlock block;
  const BlockView view = block.view();

  EXPECT_EQ(view.n_series(), n_series);
  EXPECT_EQ(view.n_years(), n_years);
  EXPECT_EQ(view.n_parameters(), n_parameters);
  EXPECT_EQ(view.n_paths(), 100u);
  EXPECT_EQ(view.n_failed(), 1u);
}

TEST(BlockView, NumbersItsPathsThroughTheWholeRun) {
  const NumberedBlock block;

  EXPECT_EQ(block.view(0).first_path(), 0u);
  EXPECT_EQ(block.view(2).first_path(), 512u);
  EXPECT_EQ(block.view(40'000'000).first_path(), std::uint64_t{40'000'000} * 256);
}

TEST(BlockView, FindsEachYearOfASeriesOnePitchApart) {
  const NumberedBlock block;
  const BlockView view = block.view();

  EXPECT_EQ(view.output(0, 0)[0], 0.0);
  EXPECT_EQ(view.output(0, 2)[5], 2.0 * lane_pitch + 5.0);
  EXPECT_EQ(view.output(1, 0)[0], 3.0 * lane_pitch);
  EXPECT_EQ(view.output(1, 2)[block_paths - 1], 5.0 * lane_pitch + block_paths - 1.0);
}

TEST(BlockView, FindsEachParameterOnePitchApart) {
  const NumberedBlock block;

  EXPECT_EQ(block.view().parameter(3)[7], 3.0 * lane_pitch + 7.0);
}

TEST(BlockView, MarksTheFailedPathsOnly) {
  const NumberedBlock block;
  const BlockView view = block.view();

  EXPECT_FALSE(view.failed(0));
  EXPECT_TRUE(view.failed(1));
  EXPECT_FALSE(view.failed(2));
}

}  // namespace secondcurve::block_test
