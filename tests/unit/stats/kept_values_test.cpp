#include "engine/stats/kept_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/contract.hpp"
#include "engine/stats/quantiles.hpp"
#include "tests/support/plain_statistics.hpp"

namespace secondcurve::kept_values_test {

const std::vector<double> probabilities{0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0};
constexpr std::size_t block = 256;

/// A first pass over one cell that narrows its ranges again and again; two threads keep what one counts.
struct FirstPass {
  /// @param precision of x as they are counted; floats already where it is single.
  FirstPass(const std::vector<double>& x, std::size_t memory_bound,
            Arithmetic precision = Arithmetic::double_precision)
      : scales{scale_from_pilot(std::span(x).first(std::min<std::size_t>(x.size(), 4096)), x.size(), {}, {},
                                0.0, precision)},
        ranges(scales, probabilities, x.size(), memory_bound),
        sums(scales) {
    const std::vector<float> floats(x.begin(), x.end());
    kept.emplace_back(ranges, 16, KeptValues::Room::expected);  // a part of its values
    kept.emplace_back(ranges, 16, KeptValues::Room::growing);
    std::size_t next_look = 4096;
    for (std::size_t i = 0; i < x.size(); i += block) {
      const std::size_t n = std::min(block, x.size() - i);
      KeptValues& own = kept[i / block % 2];
      const ColumnView values = precision == Arithmetic::single_precision ? ColumnView(floats.data() + i)
                                                                          : ColumnView(x.data() + i);
      const std::size_t n_inside = sums.add(0, values, n, i / block, ranges.of(0), own.room(0, n));
      if (!ranges.of(0).empty()) own.keep(0, n_inside);
      if (i + n < next_look) continue;
      ranges.check_bound(n_kept());
      const std::array<const Accumulator*, 1> so_far{&sums};
      if (ranges.keeps())
        ranges.narrow(0, so_far);
      else
        for (KeptValues& each : kept) each.close();
      next_look = next_look * 5 / 4 / block * block;
    }
  }
  std::size_t n_kept() const { return kept[0].size() + kept[1].size(); }

  std::vector<CellScale> scales;
  KeptRanges ranges;
  Accumulator sums;
  std::vector<KeptValues> kept;
};

/// Finds the quantiles and expects those of sorting. Returns how many further passes it took.
int expect_exact(const std::vector<double>& x, std::size_t memory_bound = KeptRanges::default_memory_bound,
                 Arithmetic precision = Arithmetic::double_precision,
                 std::size_t search_bound = QuantileSearch::default_memory_bound) {
  const FirstPass first(x, memory_bound, precision);
  QuantileSearch search(first.sums, probabilities, &first.ranges, search_bound);
  search.finish_kept(0, first.kept);
  search.end_pass();
  int n_passes = 0;
  for (; !search.done(); ++n_passes) {
    std::vector<QuantileCollector> collectors{QuantileCollector(search.brackets())};
    collectors[0].add(0, x.data(), x.size());
    search.finish_cell(0, collectors);
    search.end_pass();
  }
  std::vector<double> sorted = x;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t k = 0; k < probabilities.size(); ++k) {
    const QuantileEstimate estimate = search.estimate(0, k);
    const QuantileRanks ranks = quantile_ranks(probabilities[k], x.size());
    EXPECT_EQ(estimate.value, plain::quantile(sorted, probabilities[k]));
    EXPECT_FALSE(estimate.value == 0.0 && std::signbit(estimate.value)) << "-0, which depends on the order";
    if (ranks.lower) {
      EXPECT_EQ(estimate.lower, sorted[*ranks.lower]);
    }
    if (ranks.upper) {
      EXPECT_EQ(estimate.upper, sorted[*ranks.upper]);
    }
  }
  return n_passes;
}

std::vector<double> drawn(std::size_t n, const std::function<double(plain::Draws&)>& draw) {
  plain::Draws draws(n);
  std::vector<double> x(n);
  for (double& value : x) value = draw(draws);
  return x;
}

TEST(KeptValues, SpareTheSecondPassOverSmoothLaws) {
  for (const std::size_t n : {1u, 100u, 4096u, 5000u, 300'000u}) {
    EXPECT_EQ(expect_exact(drawn(n, [](auto& draws) { return draws.normal(); })), 0) << n;
    EXPECT_EQ(expect_exact(drawn(n, [](auto& draws) { return std::exp(3.0 * draws.normal()); })), 0) << n;
  }
}

TEST(KeptValues, AreExactForFloats) {
  const auto expect = [](const std::vector<double>& x) {
    std::vector<double> rounded;
    for (const double each : x) rounded.push_back(static_cast<float>(each));
    return expect_exact(rounded, KeptRanges::default_memory_bound, Arithmetic::single_precision);
  };
  for (const std::size_t n : {1u, 100u, 5000u, 300'000u}) {
    EXPECT_EQ(expect(drawn(n, [](auto& draws) { return draws.normal(); })), 0) << n;
    EXPECT_EQ(expect(drawn(n, [](auto& draws) { return 1e7 * std::exp(0.2 * draws.normal()); })), 0) << n;
    EXPECT_EQ(expect(drawn(n, [](auto& draws) { return std::exp(3.0 * draws.normal()); })), 0) << n;
  }
  expect(drawn(100'000, [](auto& draws) { return static_cast<double>(draws.below(5)); }));
  expect(drawn(100'000, [](auto& draws) { return 1e6 + 0.1 * draws.normal(); }));  // few floats, many ties
  expect(drawn(100'000, [](auto& draws) { return draws.below(2) == 0 ? -0.0 : 0.0; }));
  expect(drawn(100'000, [](auto& draws) { return (2.0 * draws.uniform() - 1.0) * 3.4e38; }));
  expect(drawn(100'000, [](auto& draws) { return draws.uniform() * 1e-43; }));  // 71 of them
}

TEST(KeptValues, AreExactForTiesAndBounds) {
  expect_exact(drawn(100'000, [](auto& draws) { return static_cast<double>(draws.below(5)); }));
  expect_exact(drawn(100'000, [](auto& draws) { return std::max(draws.normal(), 0.0); }));
  expect_exact(drawn(100'000, [](auto& draws) { return draws.below(2) == 0 ? -0.0 : 0.0; }));
  expect_exact(drawn(100'000, [](auto& draws) { return draws.below(2) == 0 ? -0.0 : draws.normal(); }));
  expect_exact(drawn(100'000, [](auto& draws) { return (2.0 * draws.uniform() - 1.0) * 1.79e308; }));
}

TEST(KeptValues, AreMissedWhereThereAreMoreThanWereCounted) {
  const std::vector<double> x = drawn(10'000, [](auto& draws) { return draws.normal(); });
  for (const std::size_t n_more : {std::size_t{1}, x.size()}) {
    FirstPass first(x, KeptRanges::default_memory_bound);
    std::fill_n(first.kept[1].room(0, n_more).doubles(), n_more, plain::quantile(x, 0.5));
    first.kept[1].keep(0, n_more);
    QuantileSearch search(first.sums, {0.5}, &first.ranges);
    EXPECT_THROW(search.finish_kept(0, first.kept), ContractViolation) << n_more;
  }
}

TEST(KeptValues, LeaveTheSecondPassToWhatIsNoLongerInRange) {
  std::vector<double> x = drawn(200'000, [](auto& draws) { return draws.normal(); });
  for (std::size_t i = 50'000; i < x.size(); ++i) x[i] += 1.5;  // the stream so far says nothing of the rest

  EXPECT_EQ(expect_exact(x), 1);
  // Between two ranges are too many values to be kept: they are counted in parts first.
  EXPECT_GT(expect_exact(x, KeptRanges::default_memory_bound, Arithmetic::double_precision, 10'000), 1);
  for (double& value : x) value = static_cast<float>(value);
  EXPECT_EQ(expect_exact(x, KeptRanges::default_memory_bound, Arithmetic::single_precision), 1);
  EXPECT_GT(expect_exact(x, KeptRanges::default_memory_bound, Arithmetic::single_precision, 10'000), 1);
}

TEST(KeptValues, AreFewerThanTheyMayBe) {
  const std::size_t n = 1'000'000;
  const FirstPass first(drawn(n, [](auto& draws) { return draws.normal(); }),
                        KeptRanges::default_memory_bound);

  const auto bytes = static_cast<double>(first.n_kept() * sizeof(double));

  EXPECT_TRUE(first.ranges.keeps());
  EXPECT_LT(bytes, 1.4 * KeptRanges::expected_bytes(1, probabilities.size(), n));
  EXPECT_GT(bytes, 0.5 * KeptRanges::expected_bytes(1, probabilities.size(), n));
}

TEST(KeptValues, AreNoneWhereTheyWouldPassTheBound) {
  const std::vector<double> x = drawn(100'000, [](auto& draws) { return draws.normal(); });

  EXPECT_FALSE(FirstPass(x, 1000).ranges.keeps()) << "known beforehand";
  EXPECT_EQ(FirstPass(x, 1000).n_kept(), 0u);
  EXPECT_EQ(expect_exact(x, 1000), 1);
  // Nine in ten values are the same: only the stream shows how many are in range.
  const std::vector<double> ties =
      drawn(100'000, [](auto& draws) { return draws.below(10) == 0 ? draws.normal() : 0.25; });
  EXPECT_FALSE(FirstPass(ties, 200'000).ranges.keeps());
  EXPECT_EQ(expect_exact(ties, 200'000), 1);
}

TEST(KeptValues, AreNoneOfOneValueAlone) {
  const FirstPass first(std::vector<double>(10'000, 4070.0), KeptRanges::default_memory_bound);

  EXPECT_EQ(first.n_kept(), 0u);
  EXPECT_EQ(expect_exact(std::vector<double>(10'000, 4070.0)), 0);
}

TEST(KeptValues, HaveNoRoomForNothing) {
  const std::vector<double> x{1.0, 2.0, 3.0};
  for (const Arithmetic precision : {Arithmetic::double_precision, Arithmetic::single_precision}) {
    const std::vector<CellScale> scales{scale_from_pilot(x, 1000, {}, {}, 0.0, precision)};
    const KeptRanges ranges(scales, probabilities, 1000);
    KeptValues kept(ranges, 1, KeptValues::Room::growing);

    EXPECT_FALSE(kept.room(0, 0)) << "as where all paths of a thread's first block have failed";
    EXPECT_TRUE(kept.room(0, 1));
  }
}

}  // namespace secondcurve::kept_values_test
