#include "engine/block/odd_map.hpp"

#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/contracts.hpp"

namespace secondcurve::odd_map_test {

using test::bits_of;
using test::for_each_target;
using test::has_fma;
using test::Lanes;
using test::random_lanes;

/// Nodes at equal distances of a function that is given with its slope.
std::vector<OddMap::Node> nodes_of(const std::function<double(double)>& value,
                                   const std::function<double(double)>& slope, double end, int n) {
  std::vector<OddMap::Node> nodes;
  for (int i = 0; i <= n; ++i) nodes.push_back({value(end * i / n), slope(end * i / n)});
  return nodes;
}

/// s + s^3 / 10, which a cubic has exactly, from s = asinh(x / 2) to y = 3 sinh.
OddMap cubic() {
  return OddMap(2.0, 3.0, 4.0,
                nodes_of([](double s) { return s + 0.1 * s * s * s; },
                         [](double s) { return 1.0 + 0.3 * s * s; }, 4.0, 7));
}
double exact_cubic(double x) {
  const double s = std::asinh(x / 2.0);
  return 3.0 * std::sinh(s + 0.1 * s * s * s);
}

TEST(OddMap, HasTheCubicBetweenItsNodes) {
  const Lanes x = random_lanes(-50.0, 50.0, 4);  // the table ends at 2 sinh(4) = 54.6
  for_each_target([&] {
    Lanes y;
    apply(y.data(), x.data(), cubic());
    for (std::size_t i = 0; i < block_paths; ++i) EXPECT_NEAR(y[i] / exact_cubic(x[i]), 1.0, 1e-13) << x[i];
  });
}

TEST(OddMap, TakesAValueAsItIsOnTheStraightScale) {
  const OddMap square_plus =
      OddMap(0.0, 0.0, 2.0,
             nodes_of([](double s) { return s + s * s; }, [](double s) { return 1.0 + 2.0 * s; }, 2.0, 4));
  const Lanes x = random_lanes(-2.0, 2.0, 5);
  Lanes y;

  apply(y.data(), x.data(), square_plus);

  for (std::size_t i = 0; i < block_paths; ++i)
    EXPECT_NEAR(y[i], std::copysign(std::abs(x[i]) + x[i] * x[i], x[i]), 1e-15);
}

TEST(OddMap, GoesOnInAStraightLineOfItsScalesBeyondItsEnd) {
  const Lanes x = random_lanes(1e3, 1e6, 6);
  Lanes y;

  apply(y.data(), x.data(), cubic());

  for (std::size_t i = 0; i < block_paths; ++i) {
    const double s = 4.0 + 0.1 * 64.0 + (1.0 + 0.3 * 16.0) * (std::asinh(x[i] / 2.0) - 4.0);
    EXPECT_NEAR(y[i] / (3.0 * std::sinh(s)), 1.0, 1e-12);
  }
}

TEST(OddMap, IsOddAndLeavesNothingFiniteThatWasNot) {
  Lanes x = random_lanes(-100.0, 100.0, 7), minus = x;
  for (double& v : minus.values) v = -v;
  x[0] = 0.0, minus[0] = -0.0;
  x[1] = infinity, minus[1] = -infinity;
  x[2] = minus[2] = not_a_number;
  for_each_target([&] {
    Lanes y, mirrored;
    apply(y.data(), x.data(), cubic());
    apply(mirrored.data(), minus.data(), cubic());
    for (std::size_t i = 0; i < block_paths; ++i) EXPECT_EQ(bits_of(mirrored[i]), bits_of(-y[i])) << x[i];
    EXPECT_EQ(y[0], 0.0);
    EXPECT_FALSE(std::isfinite(y[1]));
    EXPECT_TRUE(std::isnan(y[2]));
  });
}

TEST(OddMap, MayBeWrittenOverItsArgument) {
  const Lanes x = random_lanes(-50.0, 50.0, 8);
  Lanes apart, in_place = x;

  apply(apart.data(), x.data(), cubic());
  apply(in_place.data(), in_place.data(), cubic());

  EXPECT_EQ(in_place.values, apart.values);
}

TEST(OddMap, HasTheSameBitsOnEveryInstructionSetWithFma) {
  const Lanes x = random_lanes(-80.0, 80.0, 9);
  Lanes best;
  apply(best.data(), x.data(), cubic());
  for_each_target([&] {
    Lanes y;
    apply(y.data(), x.data(), cubic());
    for (std::size_t i = 0; i < block_paths; ++i) {
      if (has_fma())
        EXPECT_EQ(bits_of(y[i]), bits_of(best[i]));
      else
        EXPECT_NEAR(y[i] / best[i], 1.0, 1e-13);
    }
  });
}

TEST(OddMap, BeginsAtZero) {
  SC_NEEDS_CONTRACTS();
  const std::vector<OddMap::Node> wrong{{0.1, 1.0}, {1.0, 1.0}};

  EXPECT_THROW(OddMap(0.0, 0.0, 1.0, wrong), ContractViolation);
}

}  // namespace secondcurve::odd_map_test
