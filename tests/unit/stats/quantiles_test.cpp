#include "engine/stats/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/contract.hpp"
#include "tests/support/plain_statistics.hpp"

namespace secondcurve::quantiles_test {

using Columns = std::vector<std::vector<double>>;  // [cell][value]

constexpr double largest = std::numeric_limits<double>::max();
const std::vector<double> usual{0.5, 0.05, 0.1, 0.25, 0.75, 0.9, 0.95, 0.0, 1.0, 0.999};

struct Found {
  std::vector<std::vector<QuantileEstimate>> estimates;  // [cell][probability]
  int n_passes = 0;
};

/// Calls take(thread, cell, values, n) for all values, in shuffled pieces of 1 to 256 dealt to 3 threads.
template <class Take>
void deal(const Columns& x, plain::Draws& draws, const Take& take) {
  struct Piece {
    std::size_t cell, begin, n;
  };
  std::vector<Piece> pieces;
  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    for (std::size_t i = 0; i < x[cell].size(); i += pieces.back().n) {
      pieces.push_back({cell, i, std::min(1 + draws.below(256), x[cell].size() - i)});
    }
  }
  for (std::size_t i = pieces.size(); i > 1; --i) std::swap(pieces[i - 1], pieces[draws.below(i)]);
  for (const Piece& p : pieces) take(draws.below(3), p.cell, x[p.cell].data() + p.begin, p.n);
}

Found search_all(const Columns& x, const std::vector<double>& probabilities, std::size_t n_pilot = 4096,
                 std::size_t memory_bound = QuantileSearch::default_memory_bound, std::uint64_t seed = 41) {
  std::vector<CellScale> scales;
  for (const auto& column : x) {
    const std::span<const double> pilot(column.data(), std::min(n_pilot, column.size()));
    scales.push_back(scale_from_pilot(pilot, column.size()));
  }
  plain::Draws draws(seed);
  std::vector<Accumulator> sums(3, Accumulator(scales));
  deal(x, draws, [&](std::size_t thread, std::size_t cell, const double* values, std::size_t n) {
    sums[thread].add(cell, values, n);
  });
  sums[1].merge(sums[2]);
  sums[1].merge(sums[0]);

  QuantileSearch search(sums[1], probabilities, nullptr, memory_bound);
  Found found;
  for (; !search.done() && found.n_passes < 20; ++found.n_passes) {
    std::vector<QuantileCollector> collectors(3, QuantileCollector(search.brackets()));
    deal(x, draws, [&](std::size_t thread, std::size_t cell, const double* values, std::size_t n) {
      collectors[thread].add(cell, values, n);
    });
    for (std::size_t cell = x.size(); cell-- > 0;) search.finish_cell(cell, collectors);
    search.end_pass();
  }
  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    found.estimates.emplace_back();
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
      found.estimates.back().push_back(search.estimate(cell, i));
    }
  }
  return found;
}

/// Expects what sorting gives, to the bit.
void expect_exact(const Columns& x, const std::vector<double>& probabilities, const Found& found) {
  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    std::vector<double> sorted = x[cell];
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
      const QuantileEstimate& q = found.estimates[cell][i];
      const QuantileRanks ranks = quantile_ranks(probabilities[i], sorted.size());
      EXPECT_EQ(q.value, plain::quantile(sorted, probabilities[i])) << cell << ' ' << probabilities[i];
      EXPECT_EQ(std::isnan(q.lower), !ranks.lower);
      EXPECT_EQ(std::isnan(q.upper), !ranks.upper);
      if (ranks.lower) {
        EXPECT_EQ(q.lower, sorted[*ranks.lower]) << cell << ' ' << probabilities[i];
      }
      if (ranks.upper) {
        EXPECT_EQ(q.upper, sorted[*ranks.upper]) << cell << ' ' << probabilities[i];
      }
    }
  }
}

/// Columns of unlike and awkward laws.
Columns awkward_columns(std::size_t n) {
  plain::Draws draws(42);
  Columns x(11, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    const double z = draws.normal();
    x[0][i] = z;
    x[1][i] = 4070.0 * std::exp(0.1 * z);
    x[2][i] = std::exp(5.0 * z);                    // a far tail
    x[3][i] = 501.0;                                // constant
    x[4][i] = static_cast<double>(draws.below(7));  // ties
    x[5][i] = std::max(z, 0.0);                     // half of it at a bound
    x[6][i] = i % 5000 == 4999 ? -1e300 : 501.0;    // a rare event the pilot does not see
    x[7][i] = draws.below(100) == 0 ? (z > 0 ? largest : -largest) : 1.0 + 1e-15 * z;  // outliers
    x[8][i] = draws.below(2) == 0 ? -0.0 : 0.0;                                        // zeros of both signs
    x[10][i] = i % 3 == 0 ? z : x[8][i];      // and other values around them
    x[9][i] = z < 0.5 ? 1e-310 * z : 5e-324;  // below the normal doubles
  }
  return x;
}

TEST(QuantileSearch, AgreesWithNumpy) {
  // numpy 1.24.2, numpy.quantile(x, [0, .05, .1, .25, .5, .9, .95, 1]), default method "linear".
  const std::vector<double> p{0.0, 0.05, 0.1, 0.25, 0.5, 0.9, 0.95, 1.0};
  const Columns x{{3.0}, {1.0, 2.0}, {2.5, -1.0, 7.25, 0.1, 3.3}, {1, 1, 1, 2, 2, 10, 10.5}};
  const Columns expected{{3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0},
                         {1.0, 1.05, 1.1, 1.25, 1.5, 1.9, 1.95, 2.0},
                         {-1.0, -0.78, -0.5599999999999999, 0.1, 2.5, 5.67, 6.459999999999999, 7.25},
                         {1.0, 1.0, 1.0, 1.0, 2.0, 10.2, 10.35, 10.5}};

  const Found found = search_all(x, p);

  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    for (std::size_t i = 0; i < p.size(); ++i) {
      EXPECT_EQ(found.estimates[cell][i].value, expected[cell][i]) << cell << ' ' << p[i];
    }
  }
}

TEST(QuantileSearch, IsExactInOneFurtherPass) {
  const Columns x = awkward_columns(20'000);

  const Found found = search_all(x, usual);

  expect_exact(x, usual, found);
  EXPECT_EQ(found.n_passes, 1);
}

TEST(QuantileSearch, IsExactWhenMemoryForcesItToNarrow) {
  const Columns x = awkward_columns(6000);
  for (std::size_t memory_bound : {std::size_t{0}, std::size_t{4096}, std::size_t{50'000}}) {
    const Found found = search_all(x, usual, 4096, memory_bound);

    expect_exact(x, usual, found);
    EXPECT_GE(found.n_passes, 2);
    EXPECT_LE(found.n_passes, 8);
  }
}

TEST(QuantileSearch, IsExactForSmallSamples) {
  plain::Draws draws(43);
  for (std::size_t n = 1; n <= 40; ++n) {
    Columns x(3, std::vector<double>(n));
    for (std::size_t i = 0; i < n; ++i) {
      x[0][i] = draws.normal();
      x[1][i] = static_cast<double>(draws.below(3));
      x[2][i] = -17.25;
    }
    expect_exact(x, usual, search_all(x, usual));
    expect_exact(x, usual, search_all(x, usual, 1));
    expect_exact(x, usual, search_all(x, usual, 2, 0));
  }
}

TEST(QuantileSearch, IsExactWhateverThePilot) {
  const Columns x = awkward_columns(3000);

  for (std::size_t n_pilot : {0u, 1u, 30u, 3000u}) {
    expect_exact(x, usual, search_all(x, usual, n_pilot));
    expect_exact(x, usual, search_all(x, usual, n_pilot, 2000));
  }
}

TEST(QuantileSearch, IsExactForValuesAtAndBesideBinEdges) {
  plain::Draws draws(44);
  Columns x(1, std::vector<double>(2000));
  for (double& value : x[0]) value = 0.1 * draws.normal();
  const BinScale scale = scale_from_pilot(x[0], 4000).bins;
  for (int i = 0; i < 2000; ++i) {
    const auto bin = static_cast<std::uint32_t>(1 + draws.below(scale.n_bins));
    const double edge = keyed_value(first_key_of_bin(scale, bin));
    x[0].push_back(draws.below(2) == 0 ? edge : std::nextafter(edge, -1.0));
  }
  std::vector<double> many;
  for (int i = 0; i <= 200; ++i) many.push_back(i / 200.0);

  expect_exact(x, many, search_all(x, many, 2000));
  expect_exact(x, many, search_all(x, many, 2000, 0));
}

TEST(QuantileSearch, HasTheSameBitsForAnyOrderCutAndThreads) {
  const Columns x = awkward_columns(4000);
  const Found first = search_all(x, usual, 1000, 20'000, 1);

  for (std::uint64_t seed = 2; seed < 8; ++seed) {
    const Found again = search_all(x, usual, 1000, seed % 2 == 0 ? 0 : 1 << 20, seed);

    for (std::size_t cell = 0; cell < x.size(); ++cell) {
      EXPECT_EQ(std::memcmp(again.estimates[cell].data(), first.estimates[cell].data(),
                            usual.size() * sizeof(QuantileEstimate)),
                0)
          << cell;
    }
  }
}

TEST(QuantileSearch, NeedsNoFurtherPassForConstantColumns) {
  const Found found = search_all({std::vector<double>(1000, 4070.0), std::vector<double>(10, 0.0)}, usual);

  EXPECT_EQ(found.n_passes, 0);
  EXPECT_EQ(found.estimates[0][1].value, 4070.0);
}

TEST(QuantileSearch, GivesNoEstimateWithoutValues) {
  const Found found = search_all({{}, {1.0}}, {0.5});

  EXPECT_TRUE(std::isnan(found.estimates[0][0].value));
  EXPECT_EQ(found.estimates[1][0].value, 1.0);
}

TEST(QuantileSearch, KeepsFewValuesOfASmoothColumn) {
  plain::Draws draws(45);
  std::vector<double> x(200'000);
  for (double& value : x) value = std::exp(0.2 * draws.normal());
  Accumulator sums(std::vector<CellScale>{scale_from_pilot(std::span(x).first(4096), x.size())});
  for (std::size_t i = 0; i < x.size(); i += 250) sums.add(0, x.data() + i, 250);

  const QuantileSearch search(sums, {0.05, 0.25, 0.5, 0.75, 0.95});

  EXPECT_LT(search.n_values_open(), x.size() / 20);
  EXPECT_GT(search.n_values_open(), 0u);
}

TEST(QuantileSearch, NoticesThatAPassSawOtherValues) {
  const std::vector<double> x{1.0, 2.0, 3.0, 4.0}, other{1.0, 2.0, 9.0, 9.0};
  for (std::size_t memory_bound : {std::size_t{0}, std::size_t{1000}}) {
    Accumulator sums(std::vector<CellScale>{scale_from_pilot(x, x.size())});
    sums.add(0, x.data(), x.size());
    QuantileSearch search(sums, {0.5}, nullptr, memory_bound);
    std::vector<QuantileCollector> collectors{QuantileCollector(search.brackets())};

    collectors[0].add(0, other.data(), other.size());

    EXPECT_THROW(search.finish_cell(0, collectors), ContractViolation);
  }
}

/// Share of 2000 samples of 1000 from the normal law about `shift` whose interval for the median holds 0.
double coverage_of_interval(double shift) {
  constexpr int n_samples = 2000;
  plain::Draws draws(46);
  int hits = 0;
  Columns x(20, std::vector<double>(1000));
  for (int sample = 0; sample < n_samples; sample += 20) {
    for (auto& column : x) {
      for (double& value : column) value = draws.normal() + shift;
    }
    for (const auto& estimates : search_all(x, {0.5}, 256).estimates) {
      hits += estimates[0].lower <= 0.0 && 0.0 <= estimates[0].upper;
    }
  }
  return hits / static_cast<double>(n_samples);
}

TEST(QuantileIntervals, CoverTheTruthNinetyFiveTimesInAHundred) {
  // n = 2000 samples: standard error 0.0049, tolerance 5.2 of them; the exact chance of these ranks is
  // within 0.95 and 0.965 (n = 1000). False alarm below 2e-7.
  EXPECT_NEAR(coverage_of_interval(0.0), 0.957, 5.2 * 0.0049 + 0.008);
}

TEST(QuantileIntervals, WouldBeCaughtIfTheyStoodElsewhere) {
  // A shift of 0.04 is one standard error of the median of 1000.
  EXPECT_LT(coverage_of_interval(0.04), 0.957 - 5.2 * 0.0049 - 0.008);
}

}  // namespace secondcurve::quantiles_test
