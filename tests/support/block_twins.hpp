#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace secondcurve::test {

// Plain loops that say what the block operations compute, for tests to compare with.

/// Philox4x32-10 as its authors write it: counter and key in, four words out.
inline std::array<std::uint32_t, 4> philox_twin(std::array<std::uint32_t, 4> counter,
                                                std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t product1 = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key = {key[0] + 0x9E3779B9u, key[1] + 0xBB67AE85u};
  }
  return counter;
}

/// The four words of a quad of draws of a path.
inline std::array<std::uint32_t, 4> words_of(std::uint64_t key, std::uint64_t path, std::uint32_t quad) {
  return philox_twin({static_cast<std::uint32_t>(path), static_cast<std::uint32_t>(path >> 32), quad, 0},
                     {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)});
}

/// Two normals from two words, in extended precision.
inline std::pair<long double, long double> normals_of(std::uint32_t a, std::uint32_t b) {
  const long double pi = 3.14159265358979323846264338327950288L;
  const long double u = (static_cast<long double>(a) + 0.5L) * 0x1p-32L;
  const std::int64_t low = b & 0x3fffffffu;
  const long double x =
      (static_cast<long double>(low < 0x20000000 ? low : low - 0x40000000) + 0.5L) * 0x1p-30L;
  const long double r = std::sqrt(-2.0L * std::log(u));
  const long double c = ((b >> 30) & 1u) != 0 ? -r * std::cos(pi * x / 2) : r * std::cos(pi * x / 2);
  const long double s = r * std::sin(pi * x / 2);
  return (b >> 31) != 0 ? std::pair(s, c) : std::pair(c, s);
}

inline std::uint32_t reversed_bits(std::uint32_t x) {
  std::uint32_t y = 0;
  for (int bit = 0; bit < 32; ++bit) y |= (x >> bit & 1u) << (31 - bit);
  return y;
}

/// Point i of a Sobol sequence in one dimension: the direction numbers of i's bits, added without carry.
inline std::uint32_t sobol_word(const std::array<std::uint32_t, 32>& reversed_directions, std::uint32_t i) {
  std::uint32_t word = 0;
  for (std::size_t bit = 0; bit < 32; ++bit)
    if ((i >> bit & 1u) != 0) word ^= reversed_bits(reversed_directions[bit]);
  return word;
}

/// The scramble of a coordinate, as the header writes it.
inline std::uint32_t scrambled_word(std::uint32_t word, const std::array<std::uint32_t, 4>& key) {
  std::uint32_t x = reversed_bits(word);
  x = (key[0] | 1u) * x + key[1];
  x ^= 0x6c50b47cu * x;
  x ^= 0xb82f1e52u * x;
  x = (key[2] | 1u) * x + key[3];
  x ^= 0xc7afe638u * x;
  x ^= 0x8d22f6e6u * x;
  return reversed_bits(x);
}

/// Sums of (x - pivot)^k, k = 1..6: value i to lane i mod 16, lanes added in order, each step rounded.
inline std::array<double, 6> power_sums_of(const double* x, std::size_t n, double pivot) {
  std::array<std::array<double, 16>, 6> lanes{};
  for (std::size_t i = 0; i < n; ++i) {
    const double d = x[i] - pivot, d2 = d * d, d4 = d2 * d2;
    const std::array<double, 6> powers = {d, d2, d2 * d, d4, d4 * d, d4 * d2};
    for (std::size_t k = 0; k < 6; ++k) lanes[k][i % 16] += powers[k];
  }
  std::array<double, 6> sums{};
  for (std::size_t k = 0; k < 6; ++k) {
    for (const double lane : lanes[k]) sums[k] += lane;
  }
  return sums;
}

/// The same of floats in units of `unit`: lanes are added as doubles, i and i + 8 first, then 2 i and 2 i + 1
/// of these, then i and i + 2 of these, then the two that are left.
inline std::array<double, 6> power_sums_of(const float* x, std::size_t n, float pivot, float unit) {
  std::array<std::array<float, 16>, 6> lanes{};
  for (std::size_t i = 0; i < n; ++i) {
    const float d = (x[i] - pivot) * (1.0f / unit), d2 = d * d, d4 = d2 * d2;
    const std::array<float, 6> powers = {d, d2, d2 * d, d4, d4 * d, d4 * d2};
    for (std::size_t k = 0; k < 6; ++k) lanes[k][i % 16] += powers[k];
  }
  std::array<double, 6> sums{};
  for (std::size_t k = 0; k < 6; ++k) {
    std::array<double, 8> left{};
    for (std::size_t i = 0; i < 8; ++i) left[i] = static_cast<double>(lanes[k][i]) + lanes[k][i + 8];
    std::array<double, 4> pairs{};
    for (std::size_t i = 0; i < 4; ++i) pairs[i] = left[2 * i] + left[2 * i + 1];
    const double sum = (pairs[0] + pairs[2]) + (pairs[1] + pairs[3]);
    sums[k] = sum * std::pow(static_cast<double>(unit), static_cast<double>(k + 1));
  }
  return sums;
}

/// Sums of a^j b^k over all values a and their partners b, orders as PairPowerSums, lanes as above.
inline std::array<double, 6> pair_power_sums_of(const double* x, std::size_t n, double pivot) {
  std::array<std::array<double, 16>, 6> lanes{};
  for (std::size_t i = 0; i < n; ++i) {
    const double a = x[i] - pivot, b = x[i ^ 1u] - pivot, ab = a * b, a2b2 = ab * ab;
    const std::array<double, 6> products = {ab, ab * b, a2b2, ab * (b * b), a2b2 * b, a2b2 * ab};
    for (std::size_t k = 0; k < 6; ++k) lanes[k][i % 16] += products[k];
  }
  std::array<double, 6> sums{};
  for (std::size_t k = 0; k < 6; ++k) {
    for (const double lane : lanes[k]) sums[k] += lane;
  }
  return sums;
}

/// Histogram counts: below, bins, above.
inline std::vector<std::uint32_t> bins_of(const double* x, std::size_t n, double low, double per_unit,
                                          std::uint32_t n_bins) {
  std::vector<std::uint32_t> counts(n_bins + 2);
  for (std::size_t i = 0; i < n; ++i) {
    const double place = std::trunc((x[i] - low) * per_unit);
    if (place < 0.0) {
      ++counts[0];
    } else if (place < n_bins) {
      ++counts[static_cast<std::size_t>(place) + 1];
    } else {
      ++counts[n_bins + 1];
    }
  }
  return counts;
}

}  // namespace secondcurve::test
