#include "models/growth/draw_category.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "tests/support/block_columns.hpp"

namespace secondcurve::draw_category_test {

using test::Lanes;
using test::random_lanes;

TEST(DrawCategory, TakesTheFirstWhoseCumulatedProbabilityLiesAboveTheDraw) {
  Lanes u = random_lanes(0.0, 1.0, 5);
  u[0] = 0.25;  // on the edge: no longer the first

  const Column drawn = draw_category({0.25, 0.0, 0.5, 0.25}, u.data());

  EXPECT_EQ(drawn.at(0), 2.0);
  for (std::size_t path = 0; path < block_paths; ++path)
    ASSERT_EQ(drawn.at(path), u[path] < 0.25 ? 0.0 : u[path] < 0.75 ? 2.0 : 3.0) << "path " << path;
}

TEST(DrawCategory, GivesWhatRoundingLeavesToTheLastThatIsPossible) {
  Lanes u;
  u.values.fill(1.0 - 0x1p-53);

  const Column drawn = draw_category({0.5, 0.5 - 0x1p-40, 0.0}, u.data());

  for (std::size_t path = 0; path < block_paths; ++path) ASSERT_EQ(drawn.at(path), 1.0);
}

}  // namespace secondcurve::draw_category_test
