#include "engine/stats/bins.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/special_numbers.hpp"
#include "tests/support/plain_statistics.hpp"

namespace secondcurve::bins_test {

constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

std::vector<BinScale> awkward_scales() {
  return {{0.0, 1.0, 10},
          {0.1, 1.0 / 3.0, 7},
          {-1e-300, 1e305, 100},
          {1e15, 3.7, 50},
          {-largest / 4, 1e-304, 64},
          {4070.0, infinity, 1},
          {0.0, infinity, 1},
          {-2.5, 0.7e-3, 2048},
          {1.0, 0x1p60, 5},
          {-4.5, 2048.0 / 9.1, 2048}};
}

TEST(OrderedKey, RisesWithTheValue) {
  const std::vector<double> rising{-infinity, -largest, -1.0, -smallest, 0.0,
                                   smallest,  1.0,      1.5,  largest,   infinity};

  for (std::size_t i = 1; i < rising.size(); ++i) {
    EXPECT_LT(ordered_key(rising[i - 1]), ordered_key(rising[i])) << rising[i];
  }
}

TEST(OrderedKey, IsUndoneByKeyedValue) {
  plain::Draws draws(2);
  for (int i = 0; i < 10000; ++i) {
    const double x = draws.normal() * std::exp(100.0 * draws.normal());

    EXPECT_EQ(keyed_value(ordered_key(x)), x);
  }
  EXPECT_EQ(ordered_key(-0.0), ordered_key(0.0));
}

TEST(BinOf, NeverFallsAsTheValueRises) {
  plain::Draws draws(3);
  for (const BinScale& scale : awkward_scales()) {
    for (int i = 0; i < 2000; ++i) {
      const double x = scale.low + 2.0 * draws.normal() * scale.n_bins / std::min(scale.bins_per_unit, 1e300);
      if (!std::isfinite(x)) continue;

      EXPECT_LE(bin_of(scale, x), bin_of(scale, std::nextafter(x, infinity))) << scale.low << ' ' << x;
    }
  }
}

TEST(FirstKeyOfBin, SplitsTheDoublesJustWhereTheBinChanges) {
  for (const BinScale& scale : awkward_scales()) {
    for (std::uint32_t bin = 1; bin <= scale.n_bins + 1; ++bin) {
      const std::uint64_t key = first_key_of_bin(scale, bin);
      const double first = keyed_value(key);

      EXPECT_GE(bin_of(scale, first), bin) << scale.low;
      EXPECT_LT(bin_of(scale, std::nextafter(first, -infinity)), bin) << scale.low;
    }
    EXPECT_EQ(first_key_of_bin(scale, 0), ordered_key(-infinity));
    EXPECT_EQ(first_key_of_bin(scale, scale.n_bins + 2), ordered_key(infinity));
  }
}

TEST(CountInBins, AgreesWithBinOfAtEveryEdge) {
  for (const BinScale& scale : awkward_scales()) {
    std::vector<double> x{-largest, largest, 0.0, -0.0, smallest, -smallest, scale.low};
    for (std::uint32_t bin = 1; bin <= scale.n_bins + 1; ++bin) {
      const double edge = keyed_value(first_key_of_bin(scale, bin));
      if (std::isfinite(edge)) x.insert(x.end(), {std::nextafter(edge, -largest), edge});
    }
    std::vector<std::uint32_t> expected(scale.n_counts()), counts(scale.n_counts());
    for (double value : x) ++expected[bin_of(scale, value)];

    count_in_bins(scale, x.data(), x.size(), counts.data());

    EXPECT_EQ(counts, expected) << scale.low;
  }
}

std::vector<BinScale> awkward_single_scales() {
  std::vector<BinScale> scales{{0.0, 1.0, 10},           {0.1f, 1.0f / 3.0f, 7},       {-1e-30f, 1e35f, 100},
                               {1e15f, 3.7f, 50},        {-3e37f, 1e-35f, 64},         {-2.5, 0.7e-3f, 2048},
                               {4070.06f, 5.3e3f, 2048}, {-4.5f, 2048.0f / 9.1f, 2048}};
  for (BinScale& scale : scales) scale.precision = Arithmetic::single_precision;
  return scales;
}

TEST(FirstKeyOfBin, SplitsTheFloatsJustWhereTheBinChanges) {
  constexpr float end = std::numeric_limits<float>::infinity();
  for (const BinScale& scale : awkward_single_scales()) {
    for (std::uint32_t bin = 1; bin <= scale.n_bins + 1; ++bin) {
      const double key = keyed_value(first_key_of_bin(scale, bin));
      const auto first = static_cast<float>(key);

      EXPECT_EQ(static_cast<double>(first), key) << scale.low;
      EXPECT_GE(bin_of(scale, first), bin) << scale.low;
      EXPECT_LT(bin_of(scale, std::nextafter(first, -end)), bin) << scale.low;
    }
    EXPECT_EQ(first_key_of_bin(scale, 0), ordered_key(-infinity));
    EXPECT_EQ(first_key_of_bin(scale, scale.n_bins + 2), ordered_key(infinity));
  }
}

TEST(FirstKeyOfBin, LeavesOneKeyToAnAtomOfFloats) {
  const BinScale scale = bin_scale(std::array{4070.0, 4070.0}, 64, Arithmetic::single_precision);

  EXPECT_EQ(first_key_of_bin(scale, 1), ordered_key(4070.0));
  EXPECT_EQ(first_key_of_bin(scale, 2), ordered_key(4070.0) + 1);
}

TEST(CountInBins, AgreesWithBinOfAtEveryEdgeOfFloats) {
  constexpr float most = std::numeric_limits<float>::max();
  for (const BinScale& scale : awkward_single_scales()) {
    std::vector<float> x{-most, most, 0.0f, -0.0f, 1e-38f, -1e-38f, static_cast<float>(scale.low)};
    for (std::uint32_t bin = 1; bin <= scale.n_bins + 1; ++bin) {
      const auto edge = static_cast<float>(keyed_value(first_key_of_bin(scale, bin)));
      if (std::isfinite(edge)) x.insert(x.end(), {std::nextafter(edge, -most), edge});
    }
    std::vector<std::uint32_t> expected(scale.n_counts()), counts(scale.n_counts());
    for (const float value : x) ++expected[bin_of(scale, value)];

    count_in_bins(scale, x.data(), x.size(), counts.data());

    EXPECT_EQ(counts, expected) << scale.low;
  }
}

TEST(BinScale, OfFloatsIsOfFloats) {
  const BinScale scale = bin_scale(std::array{0.1, 0.2, 0.7}, 64, Arithmetic::single_precision);

  EXPECT_TRUE(scale.is_single());
  EXPECT_TRUE(bin_scale({}, 64, Arithmetic::single_precision).is_single()) << "of no values";
  EXPECT_EQ(scale.low, static_cast<double>(static_cast<float>(scale.low)));
  EXPECT_EQ(scale.bins_per_unit, static_cast<double>(static_cast<float>(scale.bins_per_unit)));
  EXPECT_NEAR(scale.bins_per_unit, bin_scale(std::array{0.1, 0.2, 0.7}, 64).bins_per_unit, 1e-4);
}

TEST(CountInBins, LosesNoValue) {
  plain::Draws draws(4);
  std::vector<double> x(10000);
  for (double& value : x) value = std::exp(3.0 * draws.normal());
  const BinScale scale = bin_scale(std::span(x).first(100), 64);
  std::vector<std::uint32_t> counts(scale.n_counts());

  count_in_bins(scale, x.data(), x.size(), counts.data());

  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0u), x.size());
}

TEST(BinScale, ResolvesTheBulkOfANormalColumnInside) {
  plain::Draws draws(5);
  std::vector<double> pilot(4096);
  for (double& value : pilot) value = 100.0 + draws.normal();

  const BinScale scale = bin_scale(pilot, 2048);

  EXPECT_EQ(scale.n_bins, 2048u);
  EXPECT_GT(bin_of(scale, *std::min_element(pilot.begin(), pilot.end())), 0u);
  EXPECT_LE(bin_of(scale, *std::max_element(pilot.begin(), pilot.end())), scale.n_bins);
  EXPECT_NEAR(scale.n_bins / scale.bins_per_unit, 7.5, 1.5);  // the range of 4096 normals, sd 0.4
}

TEST(BinScale, CutsAFarTail) {
  std::vector<double> pilot(1000);
  std::iota(pilot.begin(), pilot.end(), 0.0);
  pilot[999] = 1e9;

  const BinScale scale = bin_scale(pilot, 1000);

  EXPECT_EQ(bin_of(scale, 1e9), scale.n_bins + 1);
  EXPECT_LT(scale.n_bins / scale.bins_per_unit, 10000.0);
}

TEST(BinScale, GivesAColumnWithoutSpreadABinOfOneValue) {
  for (double value : {0.0, -0.0, 4070.0, -1e-310, 1e300}) {
    const BinScale scale = bin_scale(std::vector<double>(20, value), 2048);

    EXPECT_TRUE(scale.is_atom());
    EXPECT_EQ(first_key_of_bin(scale, 2) - first_key_of_bin(scale, 1), 1u) << value;
    EXPECT_EQ(keyed_value(first_key_of_bin(scale, 1)), value);
  }
}

TEST(BinScale, StandsExtremePilots) {
  for (const std::vector<double>& pilot : {std::vector<double>{},
                                           {-largest, largest},
                                           {smallest, 2 * smallest},
                                           {1.0, std::nextafter(1.0, 2.0)},
                                           {largest, std::nextafter(largest, 0.0)},
                                           {0.0, smallest},
                                           {-1.0, 0.0, 0.0, 0.0, 0.0, 0.0, largest}}) {
    const BinScale scale = bin_scale(pilot, 2048);

    EXPECT_GT(scale.bins_per_unit, 0.0);
    EXPECT_TRUE(std::isfinite(scale.low));
    EXPECT_EQ(bin_of(scale, -infinity), 0u);
    EXPECT_EQ(bin_of(scale, infinity), scale.n_bins + 1);
  }
}

TEST(EvenBins, BeginAtTheLowEndAndReachTheHighOne) {
  for (const Arithmetic precision : {Arithmetic::double_precision, Arithmetic::single_precision}) {
    const BinScale bins = even_bins(-2.0, 6.0, 16, precision);
    EXPECT_EQ(bins, (BinScale{-2.0, 2.0, 16, precision}));
    EXPECT_EQ(bin_of(bins, -2.0), 1u);
    EXPECT_EQ(bin_of(bins, 5.7), 16u);
    EXPECT_EQ(bin_of(bins, 6.0), 17u);
    // An interval too narrow for so many bins.
    const double least = precision == Arithmetic::single_precision ? 0x1p-149 : 0x1p-1074;
    EXPECT_TRUE(std::isfinite(even_bins(0.0, least, 256, precision).bins_per_unit));
  }
}

TEST(SuitableBins, GrowsWithTheRootOfTheValues) {
  EXPECT_EQ(suitable_bins(1), 256u);
  EXPECT_EQ(suitable_bins(100'000), 1024u);
  EXPECT_EQ(suitable_bins(1'000'000), 2048u);
  EXPECT_EQ(suitable_bins(100'000'000), 32768u);
  EXPECT_EQ(suitable_bins(1'000'000'000'000), 32768u);
}

}  // namespace secondcurve::bins_test
