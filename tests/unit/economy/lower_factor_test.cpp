#include "models/economy/lower_factor.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace secondcurve::lower_factor_test {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

TEST(LowerFactor, IsTheRootOfAMatrixByHand) {
  const std::vector<double> matrix = {1, 0.5, 0.3, 0.5, 1, -0.2, 0.3, -0.2, 1};
  const std::vector<std::size_t> all = {0, 1, 2};
  const double l22 = std::sqrt(0.75), l32 = (-0.2 - 0.15) / l22;

  const auto lower = lower_factor(matrix, 3, all);

  EXPECT_THAT(lower[0], ElementsAre(1.0));
  EXPECT_THAT(lower[1], ElementsAre(0.5, DoubleNear(l22, 1e-15)));
  EXPECT_THAT(lower[2],
              ElementsAre(0.3, DoubleNear(l32, 1e-15), DoubleNear(std::sqrt(0.91 - l32 * l32), 1e-15)));
}

TEST(LowerFactor, TakesSomeRowsInTheirOrder) {
  const std::vector<double> matrix = {1, 0.5, 0.3, 0.5, 1, -0.2, 0.3, -0.2, 1};
  const std::vector<std::size_t> some = {2, 0};

  const auto lower = lower_factor(matrix, 3, some);

  EXPECT_THAT(lower[1], ElementsAre(0.3, DoubleNear(std::sqrt(0.91), 1e-15)));
}

TEST(LowerFactor, OfARowThatFollowsFromAnotherLoadsOnThatAlone) {
  const std::vector<double> matrix = {1, 1, 0.5, 1, 1, 0.5, 0.5, 0.5, 1};
  const std::vector<std::size_t> all = {0, 1, 2};

  const auto lower = lower_factor(matrix, 3, all);

  EXPECT_THAT(lower[1], ElementsAre(1.0, 0.0));
  EXPECT_THAT(lower[2], ElementsAre(0.5, 0.0, DoubleNear(std::sqrt(0.75), 1e-15)));
}

}  // namespace secondcurve::lower_factor_test
