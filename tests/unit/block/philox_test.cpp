#include "engine/block/philox.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <Random123/philox.h>

#include "engine/core/error.hpp"
#include "tests/support/block_columns.hpp"
#include "tests/support/block_twins.hpp"
#include "tests/support/contracts.hpp"

namespace secondcurve::philox_test {
using test::bits_of;
using test::for_each_target;
using test::has_fma;

/// Room for four columns.
template <class T>
struct Four {
  alignas(lane_alignment) std::array<T, 4 * lane_pitch> values{};
  T* data() { return values.data(); }
  T at(std::size_t draw, std::size_t path) const { return values[draw * lane_pitch + path]; }
};

struct Address {
  std::uint64_t key;
  std::uint64_t first_path;
  std::uint32_t quad;
};
const std::vector<Address> addresses = {{0, 0, 0},
                                        {0x4e21419268d91d37u, 0, 0},
                                        {0x4e21419268d91d37u, 256, 7},
                                        {0xffffffffffffffffu, 0xffffff00u, 0xffffffffu},
                                        {20111115, std::uint64_t{1} << 32, 1},
                                        {0x0123456789abcdefu, 0xffffffffffffff00u, 12}};

TEST(PhiloxWords, EqualRandom123WordForWord) {
  for_each_target([] {
    for (const Address& a : addresses) {
      Four<std::uint32_t> words;
      fill_words(StreamKey(a.key), a.first_path, a.quad, words.data());
      for (std::size_t i = 0; i < block_paths; ++i) {
        const std::uint64_t path = a.first_path + i;
        const r123::Philox4x32::ctr_type counter = {
            {static_cast<std::uint32_t>(path), static_cast<std::uint32_t>(path >> 32), a.quad, 0}};
        const r123::Philox4x32::key_type key = {
            {static_cast<std::uint32_t>(a.key), static_cast<std::uint32_t>(a.key >> 32)}};
        const auto expected = r123::Philox4x32()(counter, key);
        for (std::size_t j = 0; j < 4; ++j) ASSERT_EQ(words.at(j, i), expected[j]) << i << ' ' << j;
      }
    }
  });
}

// [rand.predef] of C++26: the 10000th value of a default-made philox4x32 (seed 20111115) is 1955073260. It
// is the last word of the counter 2499.
TEST(PhiloxWords, HaveTheCheckValueOfTheStandard) {
  for_each_target([] {
    Four<std::uint32_t> words;

    fill_words(StreamKey(20111115), 2499 / block_paths * block_paths, 0, words.data());

    EXPECT_EQ(words.at(3, 2499 % block_paths), 1955073260u);
  });
}

TEST(PhiloxTwin, AgreesWithRandom123ForAnyCounter) {
  const r123::Philox4x32::ctr_type counter = {{1, 2, 3, 0xdeadbeef}};
  const r123::Philox4x32::key_type key = {{4, 5}};

  const auto expected = r123::Philox4x32()(counter, key);

  const auto actual = test::philox_twin({1, 2, 3, 0xdeadbeef}, {4, 5});
  for (std::size_t j = 0; j < 4; ++j) EXPECT_EQ(actual[j], expected[j]);
}

TEST(PhiloxUniforms, AreTheWordsScaledExactly) {
  for_each_target([] {
    for (const Address& a : addresses) {
      Four<double> u;
      fill_uniforms(StreamKey(a.key), a.first_path, a.quad, u.data());
      for (std::size_t i = 0; i < block_paths; ++i) {
        const auto words = test::words_of(a.key, a.first_path + i, a.quad);
        for (std::size_t j = 0; j < 4; ++j) ASSERT_EQ(u.at(j, i), (words[j] + 0.5) * 0x1p-32);
      }
    }
  });
}

TEST(PhiloxUniforms52, TakeTheTopBitsOfTheFirstTwoWords) {
  for_each_target([] {
    for (const Address& a : addresses) {
      test::Lanes u;
      fill_uniforms_52(StreamKey(a.key), a.first_path, u.data());
      for (std::size_t i = 0; i < block_paths; ++i) {
        const auto words = test::words_of(a.key, a.first_path + i, 0);
        const std::uint64_t top = ((std::uint64_t{words[0]} << 32) | words[1]) >> 12;
        ASSERT_EQ(u[i], (static_cast<double>(top) + 0.5) * 0x1p-52);
      }
    }
  });
}

// The twin computes in extended precision; a normal is off by less than 2e-15, the error the header states
// (1e-15) with room for the rounding of r near 6.
TEST(PhiloxNormals, AreBoxMullerOfTheWords) {
  double worst = 0.0;
  for_each_target([&] {
    for (std::uint64_t block = 0; block < 100; ++block) {
      Four<double> z;
      fill_normals(StreamKey(77), block * block_paths, 5, z.data());
      for (std::size_t i = 0; i < block_paths; ++i) {
        const auto words = test::words_of(77, block * block_paths + i, 5);
        for (std::size_t pair = 0; pair < 2; ++pair) {
          const auto [first, second] = test::normals_of(words[2 * pair], words[2 * pair + 1]);
          worst = std::max(worst, static_cast<double>(std::fabs(z.at(2 * pair, i) - first)));
          worst = std::max(worst, static_cast<double>(std::fabs(z.at(2 * pair + 1, i) - second)));
        }
      }
    }
  });
  EXPECT_LT(worst, 2e-15);
}

// A million draws. Near 0 the logarithm of a uniform is small, too: 1e-6 is absolute.
TEST(PhiloxSingleNormals, AreTheOthersWithinAMillionth) {
  for_each_target([&] {
    double worst = 0.0;
    for (std::uint64_t block = 0; block < 1000; ++block) {
      Four<double> z, room;
      fill_normals(StreamKey(78), block * block_paths, 3, z.data());
      const auto* single = reinterpret_cast<float*>(room.data());
      fill_single_normals(StreamKey(78), block * block_paths, 3, reinterpret_cast<float*>(room.data()));
      for (std::size_t i = 0; i < block_paths; ++i)
        for (std::size_t j = 0; j < 4; ++j)
          worst = std::max(worst, std::fabs(static_cast<double>(single[j * single_pitch + i]) - z.at(j, i)));
    }
    EXPECT_LT(worst, 1e-6);
    EXPECT_GT(worst, 1e-8) << "they are in double precision";
  });
}

/// Normals in single precision, widened.
void fill_widened_normals(const StreamKey& stream, std::uint64_t first_path, std::uint32_t quad,
                          double* out) {
  Four<double> room;
  auto* const single = reinterpret_cast<float*>(room.data());
  fill_single_normals(stream, first_path, quad, single);
  for (std::size_t j = 0; j < 4; ++j)
    std::copy_n(single + j * single_pitch, block_paths, out + j * lane_pitch);
}

/// @param tolerance without FMA, of a draw of size x: tolerance times x, and at_zero more.
void expect_same_bits(decltype(fill_normals) fill, double tolerance, double at_zero) {
  for (const Address& a : addresses) {
    Four<double> best;
    fill(StreamKey(a.key), a.first_path, a.quad, best.data());
    const bool best_has_fma = has_fma();
    for_each_target([&] {
      Four<double> z;
      fill(StreamKey(a.key), a.first_path, a.quad, z.data());
      for (std::size_t i = 0; i < block_paths; ++i) {
        for (std::size_t j = 0; j < 4; ++j) {
          if (has_fma() == best_has_fma) {
            ASSERT_EQ(bits_of(z.at(j, i)), bits_of(best.at(j, i)));
          } else {
            ASSERT_NEAR(z.at(j, i), best.at(j, i), tolerance * std::fabs(best.at(j, i)) + at_zero);
          }
        }
      }
    });
  }
}

TEST(PhiloxNormals, HaveTheSameBitsOnEveryInstructionSetWithFma) {
  expect_same_bits(fill_normals, 1e-12, 0.0);
}
TEST(PhiloxSingleNormals, HaveTheSameBitsOnEveryInstructionSetWithFma) {
  expect_same_bits(fill_widened_normals, 0.0, 2e-6);
}

TEST(Philox, WritesNothingBeyondTheColumns) {
  for_each_target([] {
    Four<double> z;
    Four<std::uint32_t> words;

    fill_normals(StreamKey(1), 0, 0, z.data());
    fill_words(StreamKey(1), 0, 0, words.data());

    for (std::size_t j = 0; j < 4; ++j) {
      for (std::size_t i = block_paths; i < lane_pitch; ++i) {
        EXPECT_EQ(z.at(j, i), 0.0);
        EXPECT_EQ(words.at(j, i), 0u);
      }
    }
  });
}

TEST(Philox, RefusesAPathInsideABlock) {
  SC_NEEDS_CONTRACTS();
  Four<double> z;

  EXPECT_THROW(fill_normals(StreamKey(1), 128, 0, z.data()), ContractViolation);
}

}  // namespace secondcurve::philox_test
