#include "engine/stats/accumulator.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/saved.hpp"

namespace secondcurve::accumulator_test {

/// Columns of unlike laws: normal, lognormal, constant, and one of few values [cell][value].
std::vector<std::vector<double>> columns(std::size_t n) {
  plain::Draws draws(31);
  std::vector<std::vector<double>> x(4, std::vector<double>(n, 4070.0));
  for (std::size_t i = 0; i < n; ++i) {
    x[0][i] = draws.normal();
    x[1][i] = 300.0 * std::exp(0.3 * draws.normal());
    x[3][i] = static_cast<double>(draws.below(5));
  }
  return x;
}

std::vector<CellScale> scales_of(const std::vector<std::vector<double>>& x, std::size_t n_pilot) {
  std::vector<CellScale> scales;
  for (const auto& column : x) {
    scales.push_back(scale_from_pilot(std::span(column).first(n_pilot), column.size()));
  }
  return scales;
}

TEST(Accumulator, CountsEveryValueOnce) {
  const auto x = columns(10'000);
  Accumulator sums(scales_of(x, 1000));

  for (std::size_t cell = 0; cell < x.size(); ++cell) sums.add(cell, x[cell].data(), 10'000);

  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    std::uint64_t total = 0;
    for (std::uint32_t count : sums.counts(cell)) total += count;
    EXPECT_EQ(total, 10'000u);
    EXPECT_EQ(sums.count(cell), 10'000u);
    EXPECT_FALSE(sums.overflowed(cell));
  }
  EXPECT_EQ(sums.moments(2).mean, 4070.0);
  EXPECT_EQ(sums.moments(2).sd, 0.0);
}

TEST(Accumulator, AddsToACellOfOneValueWhateverComesLater) {
  const CellScale scale = scale_from_pilot(std::vector<double>(100, 4070.0), 1000);
  const std::vector<double> same(200, 4070.0), others{4070.0, 4071.5, 4069.0, 4070.0};
  Accumulator sums(std::vector<CellScale>{scale});
  MomentSums expected(scale.moments);

  for (const std::vector<double>& x : {same, others, same}) {
    sums.add(0, x.data(), x.size());
    expected.add(x.data(), x.size());
  }

  EXPECT_EQ(sums.count(0), 404u);
  EXPECT_EQ(std::vector<std::uint32_t>(sums.counts(0).begin(), sums.counts(0).end()),
            (std::vector<std::uint32_t>{1, 402, 1}));
  EXPECT_EQ(sums.moments(0).mean, expected.moments().mean);
  EXPECT_EQ(sums.moments(0).sd, expected.moments().sd);
  EXPECT_GT(sums.moments(0).sd, 0.0);
}

TEST(Accumulator, HasTheSameBitsForAnyThreadsAndMerges) {
  constexpr std::size_t n_blocks = 50, block = 256;
  const auto x = columns(n_blocks * block);
  const std::vector<CellScale> scales = scales_of(x, 16 * block);
  Accumulator in_order(scales);
  for (std::size_t b = 0; b < n_blocks; ++b) {
    for (std::size_t cell = 0; cell < x.size(); ++cell) in_order.add(cell, x[cell].data() + b * block, block);
  }
  plain::Draws draws(32);

  for (int trial = 0; trial < 20; ++trial) {
    std::vector<Accumulator> threads(1 + draws.below(7), Accumulator(scales));
    for (std::size_t b = n_blocks; b-- > 0;) {
      Accumulator& thread = threads[draws.below(threads.size())];
      for (std::size_t cell = 0; cell < x.size(); ++cell) thread.add(cell, x[cell].data() + b * block, block);
    }
    while (threads.size() > 1) {
      const Accumulator last = std::move(threads.back());
      threads.pop_back();
      threads[draws.below(threads.size())].merge(last);
    }

    EXPECT_EQ(threads.front(), in_order);
  }
}

TEST(Accumulator, RefusesMoreValuesThanItsCountsHold) {
  const std::vector<double> x(256, 1.0);
  Accumulator sums(std::vector<CellScale>{scale_from_pilot(x, x.size())});
  sums.add(0, x.data(), x.size());

  // Doubling 24 times would reach 2^32.
  for (int i = 0; i < 23; ++i) sums.merge(Accumulator(sums));

  EXPECT_EQ(sums.counts(0)[1], std::uint32_t{1} << 31);
  EXPECT_THROW(sums.merge(Accumulator(sums)), NumericalError);
}

TEST(Accumulator, TakesCellsWithoutAPilotOrValues) {
  Accumulator sums(std::vector<CellScale>{scale_from_pilot({}, 0)});
  const double late = 7.5;

  EXPECT_TRUE(std::isnan(sums.moments(0).mean));
  sums.add(0, &late, 0);
  EXPECT_EQ(sums.count(0), 0u);
  sums.add(0, &late, 1);
  EXPECT_EQ(sums.moments(0).mean, 7.5);
}

// Pairs z and -z: a share p below a threshold below the median has pairs that never hit together, and so the
// design effect 1 - p / (1 - p). Of 100,000 pairs the pilot's quantile is 5% off at most, and the effect
// 0.006.
TEST(Accumulator, MeasuresTheDesignEffectOfQuantilesAtThePilotsQuantiles) {
  plain::Draws draws(33);
  std::vector<double> x;
  while (x.size() < 200'704) {
    x.push_back(draws.normal());
    x.push_back(-x.back());
  }
  const std::vector<double> probabilities{0.1, 0.5};
  const auto design = SampleDesign::pairs();
  Accumulator sums(
      std::vector<CellScale>{scale_from_pilot(std::span(x).first(4096), x.size(), design, probabilities)},
      design);

  for (std::size_t b = 0; b < x.size() / 256; ++b) sums.add(0, x.data() + b * 256, 256, b);

  EXPECT_NEAR(sums.design_effect(0, 0), 1.0 - 0.1 / 0.9, 0.02);
  EXPECT_NEAR(sums.design_effect(0, 1), 0.0, 0.05);
}

TEST(Accumulator, LoadsWhatItHasSaved) {
  const auto x = columns(1024);
  for (const SampleDesign& design : {SampleDesign(), SampleDesign::pairs(), SampleDesign::replicates(4)}) {
    std::vector<CellScale> scales;
    for (const auto& column : x)
      scales.push_back(scale_from_pilot(column, 1024, design, std::vector{0.1, 0.5}));
    const Accumulator empty(scales, design);
    Accumulator sums = empty;
    for (std::size_t cell = 0; cell < x.size(); ++cell)
      for (std::uint64_t block = 0; block < 4; ++block)
        sums.add(cell, x[cell].data() + 256 * block, 256, block);

    test::expect_loads(sums, empty);
  }
}

TEST(Accumulator, RefusesAHistogramThatDoesNotFit) {
  const std::vector<double> x{1.0, 2.0, 3.0};
  Accumulator sums(std::vector<CellScale>{scale_from_pilot(x, 3)});
  sums.add(0, x.data(), x.size());
  std::vector<std::byte> bytes = test::saved(sums);

  bytes.back() ^= std::byte{1};  // of the last count
  ByteReader in(bytes);

  EXPECT_THROW(sums.load(in), DamagedBytes);
}

}  // namespace secondcurve::accumulator_test
