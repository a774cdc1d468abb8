// The functions of engine/block/ops.hpp: accuracy over their whole range against the C library in extended
// precision, special values, and equal bits for lanes, single values and instruction sets.

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/math/special_functions/erf.hpp>

#include "engine/block/ops.hpp"
#include "engine/core/special_numbers.hpp"
#include "tests/support/block_columns.hpp"

namespace secondcurve::functions_test {
using test::bits_of;
using test::for_each_target;
using test::has_fma;
using test::Lanes;
using test::random_lanes;
using test::ulps;

constexpr double smallest_normal = std::numeric_limits<double>::min();
constexpr double largest = std::numeric_limits<double>::max();

using Block = void (*)(ColumnPlace, Operand);
using Scalar = double (*)(double);
using Exact = long double (*)(long double);

long double exact_normal_quantile(long double p) {
  return -std::sqrt(2.0L) * boost::math::erfc_inv(2.0L * p);
}

/// A range of arguments: sign * e^t or plain t, with t uniform between two bounds.
struct Range {
  double low;
  double high;
  double sign_of_exponential = 0.0;
};

/// Largest error over a range [ulp], 200 columns.
double largest_error(Block block, Exact exact, const Range& range) {
  double error = 0.0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Lanes x = random_lanes(range.low, range.high, seed), y;
    if (range.sign_of_exponential != 0.0) {
      for (double& v : x.values) v = range.sign_of_exponential * std::exp(v);
    }
    block(y.data(), x.data());
    for (std::size_t i = 0; i < block_paths; ++i) {
      const double here = ulps(y[i], exact(x[i]));
      EXPECT_LT(here, 1e6) << "x = " << x[i];
      error = std::max(error, here);
    }
  }
  return error;
}

void expect_accurate(Block block, Exact exact, const std::vector<Range>& ranges, double tolerance) {
  for_each_target([&] {
    for (const Range& range : ranges) {
      EXPECT_LE(largest_error(block, exact, range), tolerance) << range.low << " to " << range.high;
    }
  });
}

TEST(BlockExponential, IsWithinItsStatedErrorOverTheWholeRange) {
  expect_accurate(
      exponential, [](long double x) { return std::exp(x); },
      {{-708.3, 709.7}, {-1.0, 1.0}, {-40.0, 0.0, 1.0}, {-40.0, 0.0, -1.0}}, 1.1);
}

TEST(BlockExponential, FailsATighterBound) {
  EXPECT_GT(largest_error(exponential, [](long double x) { return std::exp(x); }, {-1.0, 1.0}), 0.5);
}

TEST(BlockLogarithm, IsWithinItsStatedErrorOverTheWholeRange) {
  expect_accurate(
      logarithm, [](long double x) { return std::log(x); },
      {{-744.0, 709.0, 1.0}, {0.5, 2.0}, {0.99, 1.01}, {0.0, 20.0}}, 1.5);
}

TEST(BlockExponentialMinusOne, IsWithinItsStatedErrorOverTheWholeRange) {
  expect_accurate(
      exponential_minus_one, [](long double x) { return std::expm1(x); },
      {{-50.0, 50.0}, {-1.0, 1.0}, {-40.0, 0.0, 1.0}, {-40.0, 0.0, -1.0}, {-800.0, 709.7}}, 2.5);
}

TEST(BlockLogarithmOnePlus, IsWithinItsStatedErrorOverTheWholeRange) {
  expect_accurate(
      logarithm_one_plus, [](long double x) { return std::log1p(x); },
      {{-0.999, 1.0}, {-40.0, 700.0, 1.0}, {-40.0, -1e-4, -1.0}}, 2.0);
}

// 9 ulp are at most 9 * 2^-52 = 2e-15 of the value, here and for the share below.
TEST(BlockNormalQuantile, AgreesWithBoostInAllItsBranches) {
  expect_accurate(normal_quantile, exact_normal_quantile,
                  {{0.0, 1.0}, {0.49, 0.51}, {-4.0, -0.7, 1.0}, {-26.0, -2.0, 1.0}, {-700.0, -20.0, 1.0}},
                  9.0);
}

TEST(BlockNormalQuantile, IsOddAboutOneHalf) {
  const Lanes p = random_lanes(0.0, 1.0, 5);
  for_each_target([&] {
    Lanes complement, lower, upper;
    for (std::size_t i = 0; i < block_paths; ++i) complement[i] = 1.0 - p[i];

    normal_quantile(lower.data(), p.data());
    normal_quantile(upper.data(), complement.data());

    for (std::size_t i = 0; i < block_paths; ++i) ASSERT_NEAR(lower[i], -upper[i], 1e-12);
  });
}

long double exact_normal_cdf(long double x) { return 0.5L * std::erfc(-x / std::sqrt(2.0L)); }

TEST(BlockNormalCdf, IsWithinItsStatedErrorOverTheWholeRange) {
  expect_accurate(normal_cdf, exact_normal_cdf,
                  {{-37.5, 10.0}, {-1.0, 1.0}, {-8.5, 8.5}, {-40.0, 0.0, -1.0}, {-40.0, 2.0, 1.0}}, 9.0);
}

TEST(BlockNormalCdf, FailsATighterBound) {
  EXPECT_GT(largest_error(normal_cdf, exact_normal_cdf, {-37.5, 0.0}), 0.5);
}

TEST(BlockNormalCdf, UndoesTheQuantile) {
  const Lanes p = random_lanes(0.0, 1.0, 6);
  for_each_target([&] {
    Lanes z, back;
    normal_quantile(z.data(), p.data());

    normal_cdf(back.data(), z.data());

    for (std::size_t i = 0; i < block_paths; ++i) ASSERT_NEAR(back[i], p[i], 1e-14 * p[i]) << p[i];
  });
}

struct SpecialValue {
  Scalar function;
  double x;
  double expected;
};

TEST(BlockFunctions, HaveTheLimitsTheyPromise) {
  const double underflow = -708.39641853226410622, overflow = 709.782712893384;
  const std::vector<SpecialValue> cases = {
      {exponential, not_a_number, not_a_number},
      {exponential, infinity, infinity},
      {exponential, std::nextafter(overflow, infinity), infinity},
      {exponential, 1e300, infinity},
      {exponential, -infinity, 0.0},
      {exponential, underflow - 1e-9, 0.0},
      {exponential, -1e300, 0.0},
      {exponential, 0.0, 1.0},
      {exponential, -0.0, 1.0},
      {logarithm, not_a_number, not_a_number},
      {logarithm, infinity, infinity},
      {logarithm, 0.0, -infinity},
      {logarithm, -0.0, -infinity},
      {logarithm, -1.0, not_a_number},
      {logarithm, -infinity, not_a_number},
      {logarithm, -1e-310, not_a_number},
      {logarithm, 1.0, 0.0},
      {exponential_minus_one, not_a_number, not_a_number},
      {exponential_minus_one, infinity, infinity},
      {exponential_minus_one, -infinity, -1.0},
      {exponential_minus_one, -50.0, -1.0},
      {exponential_minus_one, 0.0, 0.0},
      {exponential_minus_one, 1e-300, 1e-300},
      {logarithm_one_plus, not_a_number, not_a_number},
      {logarithm_one_plus, infinity, infinity},
      {logarithm_one_plus, -1.0, -infinity},
      {logarithm_one_plus, -1.5, not_a_number},
      {logarithm_one_plus, 0.0, 0.0},
      {logarithm_one_plus, 1e-300, 1e-300},
      {normal_quantile, not_a_number, not_a_number},
      {normal_quantile, 0.0, -infinity},
      {normal_quantile, 1.0, infinity},
      {normal_quantile, 0.5, 0.0},
      {normal_quantile, -0.1, not_a_number},
      {normal_quantile, 1.1, not_a_number},
      {normal_cdf, not_a_number, not_a_number},
      {normal_cdf, -infinity, 0.0},
      {normal_cdf, infinity, 1.0},
      {normal_cdf, -37.7, 0.0},
      {normal_cdf, -1e300, 0.0},
      {normal_cdf, 9.0, 1.0},
      {normal_cdf, 0.0, 0.5},
      {normal_cdf, -0.0, 0.5},
  };

  for_each_target([&] {
    for (std::size_t k = 0; k < cases.size(); ++k) {
      EXPECT_EQ(bits_of(cases[k].function(cases[k].x)), bits_of(cases[k].expected))
          << "case " << k << ", x = " << cases[k].x << ": " << cases[k].function(cases[k].x);
    }
  });
}

TEST(BlockExponential, IsAccurateRightUpToItsLimits) {
  for_each_target([] {
    for (const double x : {-0x1.6232bdd7abcd2p+9, -0x1.6232bdd7abcd1p+9, 0x1.62e42fefa39efp+9}) {
      EXPECT_LE(ulps(exponential(x), std::exp(static_cast<long double>(x))), 1.1) << x;
    }
  });
}

TEST(BlockLogarithm, IsAccurateForSubnormalAndExtremeNumbers) {
  for_each_target([] {
    for (const double x : {5e-324, 1e-310, smallest_normal, largest}) {
      EXPECT_LE(ulps(logarithm(x), std::log(static_cast<long double>(x))), 1.5) << x;
    }
  });
}

const std::vector<std::pair<Block, Scalar>> both_forms = {{exponential, exponential},
                                                          {logarithm, logarithm},
                                                          {exponential_minus_one, exponential_minus_one},
                                                          {logarithm_one_plus, logarithm_one_plus},
                                                          {normal_quantile, normal_quantile},
                                                          {normal_cdf, normal_cdf}};

/// Arguments of every kind in one column: ordinary, tiny, special, out of range.
Lanes mixed_arguments(std::uint64_t seed) {
  Lanes x = random_lanes(0.0, 1.0, seed);
  for (std::size_t i = 0; i < block_paths; i += 2) x[i] = std::exp(700.0 * (2.0 * x[i] - 1.0));
  for (std::size_t i = 0; i < block_paths; i += 5) x[i] = -x[i];
  const std::array<double, 6> special = {not_a_number, infinity, -infinity, 0.0, 1.0, 1e-310};
  for (std::size_t i = 0; i < special.size(); ++i) x[37 * i + 3] = special[i];
  return x;
}

TEST(BlockFunctions, GiveALaneTheBitsOfTheSingleValueWhateverItsNeighbours) {
  for_each_target([] {
    for (const auto& [block, scalar] : both_forms) {
      const Lanes x = mixed_arguments(11);
      Lanes y, one;
      block(y.data(), x.data());
      block(one.data(), x[5]);
      for (std::size_t i = 0; i < block_paths; ++i) {
        ASSERT_EQ(bits_of(y[i]), bits_of(scalar(x[i]))) << "x = " << x[i];
        ASSERT_EQ(bits_of(one[i]), bits_of(scalar(x[5])));
      }
    }
  });
}

TEST(BlockFunctions, HaveTheSameBitsOnEveryInstructionSetWithFma) {
  for (const auto& forms : both_forms) {
    const Block block = forms.first;
    const Lanes x = mixed_arguments(12);
    Lanes best;
    block(best.data(), x.data());
    const bool best_has_fma = has_fma();
    for_each_target([&] {
      Lanes y;
      block(y.data(), x.data());
      for (std::size_t i = 0; i < block_paths; ++i) {
        if (has_fma() == best_has_fma) {
          ASSERT_EQ(bits_of(y[i]), bits_of(best[i])) << "x = " << x[i];
        } else if (std::isfinite(best[i])) {
          ASSERT_NEAR(y[i], best[i], 1e-12 * std::fabs(best[i])) << "x = " << x[i];
        } else {
          ASSERT_EQ(bits_of(y[i]), bits_of(best[i])) << "x = " << x[i];
        }
      }
    });
  }
}

}  // namespace secondcurve::functions_test
