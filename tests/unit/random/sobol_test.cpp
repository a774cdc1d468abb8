#include "engine/random/sobol.hpp"

#include <array>
#include <bit>
#include <vector>

#include <gtest/gtest.h>

#include <boost/random/sobol.hpp>

#include "tests/support/block_columns.hpp"
#include "tests/support/block_twins.hpp"

namespace secondcurve::sobol_test {

// The first points as Joe and Kuo print them for their numbers (in the order of Gray's code).
TEST(SobolDirections, GiveThePublishedFirstPoints) {
  const std::vector<std::array<double, 3>> published = {
      {0.0, 0.0, 0.0},       {0.5, 0.5, 0.5},       {0.75, 0.25, 0.25},    {0.25, 0.75, 0.75},
      {0.375, 0.375, 0.625}, {0.875, 0.875, 0.125}, {0.625, 0.125, 0.875}, {0.125, 0.625, 0.375}};
  for (std::uint32_t i = 0; i < published.size(); ++i)
    for (std::size_t dimension = 0; dimension < 3; ++dimension)
      EXPECT_EQ(test::sobol_word(sobol_directions(dimension), i ^ (i >> 1)) * 0x1p-32,
                published[i][dimension]);
}

// Boost's own generator works out its direction numbers another way. It leaves out point 0.
TEST(SobolDirections, EqualThoseOfBoostInEveryDimension) {
  boost::random::sobol_engine<std::uint32_t, 32> engine(n_sobol_dimensions);
  std::vector<ReversedDirections> directions;
  for (std::size_t d = 0; d < n_sobol_dimensions; ++d) directions.push_back(sobol_directions(d));
  const std::uint32_t last = 300;
  for (std::uint32_t i = 1; i <= last; ++i)
    for (std::size_t d = 0; d < n_sobol_dimensions; ++d)
      ASSERT_EQ(engine(), test::sobol_word(directions[d], i ^ (i >> 1))) << i << ' ' << d;
  EXPECT_EQ(sobol_directions(n_sobol_dimensions - 1)[31] >> 31, 1u);  // the last numbers are there, too
}

ScrambleKey key_of(std::size_t dimension) {
  const auto words = test::words_of(99, dimension, 0);
  return {words[0], words[1], words[2], words[3]};
}

/// Scrambled points first .. first + n - 1 of a dimension as words.
std::vector<std::uint32_t> points(std::size_t dimension, std::uint32_t first, std::uint32_t n) {
  std::vector<std::uint32_t> words;
  for (std::uint32_t i = first; i < first + n; i += block_paths) {
    test::Lanes u;
    fill_scrambled_sobol(sobol_directions(dimension), key_of(dimension), i, u.data());
    for (const double each : u.values) words.push_back(static_cast<std::uint32_t>(each * 0x1p32));
  }
  return words;
}

TEST(ScrambledSobolPoints, FallOnceInEachIntervalOfEveryDimension) {
  constexpr int m = 8;
  for (std::size_t dimension = 0; dimension < n_sobol_dimensions; ++dimension) {
    std::array<int, 1u << m> counts{};
    for (const std::uint32_t word : points(dimension, 0x12300, 1u << m)) ++counts[word >> (32 - m)];
    for (const int count : counts) ASSERT_EQ(count, 1) << dimension;
  }
}

/// How often points fall in the elementary intervals of sides 2^-a and 2^-b; all counts must be equal.
void expect_equal_counts(const std::vector<std::uint32_t>& x, const std::vector<std::uint32_t>& y, int a,
                         int b) {
  std::vector<std::size_t> counts(std::size_t{1} << (a + b));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint64_t column = std::uint64_t{x[i]} >> (32 - a), row = std::uint64_t{y[i]} >> (32 - b);
    ++counts[(column << b) + row];
  }
  for (const std::size_t count : counts) ASSERT_EQ(count, x.size() >> (a + b)) << a << ' ' << b;
}

/// Degree of the primitive polynomial of a dimension: the first dimension counts as 1, Joe and Kuo's order.
int degree(std::size_t dimension) {
  constexpr std::array<int, 12> degrees = {1, 1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 5};
  return degrees[dimension];
}

// I. M. Sobol, USSR Comput. Math. Math. Phys. 7 (1967) 86: 2^m points of two dimensions are a (t, m, 2)-net
// with t = sum of (degree - 1): every elementary interval of volume 2^(t - m) holds 2^t of them. So is every
// aligned run of 2^m points, and scrambling keeps it.
TEST(ScrambledSobolPoints, AreADigitalNetInEveryPairOfDimensions) {
  constexpr int m = 12;
  for (const std::uint32_t first : {0u, 5u << m}) {
    for (std::size_t i = 0; i < 12; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        SCOPED_TRACE(testing::Message() << "dimensions " << i << ", " << j);
        const auto x = points(i, first, 1u << m), y = points(j, first, 1u << m);
        const int t = degree(i) - 1 + degree(j) - 1;
        for (int a = 1; a < m - t; ++a) expect_equal_counts(x, y, a, m - t - a);
      }
  }
}

}  // namespace secondcurve::sobol_test
