#include "engine/block/sobol.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/block_twins.hpp"
#include "tests/support/contracts.hpp"

namespace secondcurve::sobol_test {

/// Direction numbers as they could be: bit 31 - k is set in number k, those before it at random.
ReversedDirections some_directions(std::uint32_t seed) {
  std::mt19937 engine(seed);
  ReversedDirections v{};
  for (std::size_t k = 0; k < v.size(); ++k) {
    const std::uint32_t below = k == 31 ? ~0u : (1u << (k + 1)) - 1u;
    v[k] = (static_cast<std::uint32_t>(engine()) & below) | (1u << k);
  }
  return v;
}

std::vector<ScrambleKey> some_keys(std::size_t n, std::uint32_t seed) {
  std::mt19937 engine(seed);
  std::vector<ScrambleKey> keys(n);
  for (ScrambleKey& key : keys)
    for (std::uint32_t& word : key) word = static_cast<std::uint32_t>(engine());
  return keys;
}

TEST(ScrambledSobol, EqualsItsTwinBitForBitOnEveryInstructionSet) {
  const ReversedDirections v = some_directions(1);
  const ScrambleKey key = some_keys(1, 2).front();
  test::for_each_target([&] {
    for (const std::uint32_t first : {0u, 256u, 0x00abcd00u, 0xffffff00u}) {
      test::Lanes u;
      fill_scrambled_sobol(v, key, first, u.data());
      for (std::uint32_t i = 0; i < block_paths; ++i) {
        const std::uint32_t word = test::scrambled_word(test::sobol_word(v, first + i), key);
        ASSERT_EQ(u[i], (word + 0.5) * 0x1p-32) << first << ' ' << i;
      }
    }
  });
}

TEST(ScrambledSobol, RefusesAPointInsideABlock) {
  SC_NEEDS_CONTRACTS();
  test::Lanes u;

  EXPECT_THROW(fill_scrambled_sobol(some_directions(1), {}, 128, u.data()), ContractViolation);
}

// What makes it a scramble of a net: words that agree in their first k digits, and not in the next, still do.
TEST(Scramble, KeepsHowManyLeadingDigitsTwoWordsShare) {
  std::mt19937 engine(3);
  for (const ScrambleKey& key : some_keys(2000, 4)) {
    const auto word = static_cast<std::uint32_t>(engine());
    for (int digit = 0; digit < 32; ++digit) {
      const std::uint32_t first_other = 0x80000000u >> digit;
      const auto below = static_cast<std::uint32_t>(engine()) & (first_other - 1u);
      const std::uint32_t other = (word ^ first_other) ^ below;

      const std::uint32_t difference = test::scrambled_word(word, key) ^ test::scrambled_word(other, key);

      ASSERT_GE(difference, first_other);
      ASSERT_LT(difference >> 1, first_other);
    }
  }
}

// Over the keys, a word is uniform, and where two words share k digits, what follows the next digit is
// uniform too and independent of the first word. 2^18 keys; the next three digits of one word and of the
// other after the digit that differs make 64 cells with 4096 counts each. Chi-square of 63 degrees: mean 63,
// sd 11.2; 130 is passed with chance 1e-6 each for nine pairs.
TEST(Scramble, MakesPairsOfWordsAsIndependentAsOwensScrambling) {
  const std::vector<ScrambleKey> keys = some_keys(std::size_t{1} << 18, 5);
  for (const std::uint32_t word : {0u, 0x9e3779b9u, 0xffffffffu}) {
    for (const int shared : {0, 3, 9}) {
      std::array<std::uint32_t, 64> counts{};
      for (const ScrambleKey& key : keys) {
        const std::uint32_t a = test::scrambled_word(word, key) << (shared + 1);
        const std::uint32_t b = test::scrambled_word(word ^ (0x80000000u >> shared), key) << (shared + 1);
        ++counts[(a >> 29) * 8 + (b >> 29)];
      }

      const double expected = static_cast<double>(keys.size()) / 64.0;
      double chi_square = 0.0;
      for (const std::uint32_t count : counts) {
        const double deviation = count - expected;
        chi_square += deviation * deviation / expected;
      }
      EXPECT_LT(chi_square, 137.0) << word << ' ' << shared;
    }
  }
}

/// Variance over keys of the mean of block_paths points of van der Corput's sequence.
template <class Scramble>
double variance_of_means(const std::vector<ScrambleKey>& keys, const Scramble& scrambled) {
  double squares = 0.0;
  for (const ScrambleKey& key : keys) {
    double sum = 0.0;
    for (std::uint32_t i = 0; i < block_paths; ++i)
      sum += (scrambled(test::reversed_bits(i), key) + 0.5) * 0x1p-32;
    const double error = sum / block_paths - 0.5;
    squares += error * error;
  }
  return squares / static_cast<double>(keys.size());
}

// n points, one in each interval of length 1/n and uniform there: the variance of their mean is 1/(12 n^3).
// 4096 keys: a variance of nearly normal errors has a relative standard error of sqrt(2/4096) = 2.2%; 12% is
// passed with chance 1e-7. Shifted digits alone, which leave the points of all intervals alike, give n times
// it.
TEST(Scramble, GivesMeansTheVarianceOfOwensScrambling) {
  const std::vector<ScrambleKey> keys = some_keys(4096, 6);
  const double n = block_paths, expected = 1.0 / (12.0 * n * n * n);

  const double variance = variance_of_means(keys, test::scrambled_word);
  const double shifted =
      variance_of_means(keys, [](std::uint32_t word, const ScrambleKey& key) { return word ^ key[0]; });

  EXPECT_NEAR(variance / expected, 1.0, 0.12);
  EXPECT_GT(shifted / expected, 100.0);
}

}  // namespace secondcurve::sobol_test
