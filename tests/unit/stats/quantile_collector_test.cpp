#include "engine/stats/quantile_collector.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/byte_stream.hpp"
#include "engine/stats/quantiles.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/saved.hpp"

namespace secondcurve::quantile_collector_test {

using Collectors = std::vector<QuantileCollector>;

constexpr std::size_t n_values = 4096;

/// Two columns, the second all whole numbers [cell][value].
std::vector<std::vector<double>> columns() {
  plain::Draws draws(61);
  std::vector<std::vector<double>> x(2, std::vector<double>(n_values));
  for (std::size_t i = 0; i < n_values; ++i) {
    x[0][i] = draws.normal();
    x[1][i] = std::round(3.0 * draws.normal());
  }
  return x;
}

QuantileSearch search_in(const std::vector<std::vector<double>>& x, std::size_t memory_bound) {
  std::vector<CellScale> scales;
  for (const auto& column : x) scales.push_back(scale_from_pilot(std::span(column).first(1024), n_values));
  Accumulator sums(scales);
  for (std::size_t cell = 0; cell < x.size(); ++cell) sums.add(cell, x[cell].data(), n_values);
  return QuantileSearch(sums, {0.05, 0.5, 0.95}, nullptr, memory_bound);
}

/// Shows the values to two collectors, cut at `cut`.
Collectors collect(const QuantileBrackets& brackets, const std::vector<std::vector<double>>& x,
                   std::size_t cut) {
  Collectors collectors(2, QuantileCollector(brackets));
  for (std::size_t cell = 0; cell < x.size(); ++cell) {
    collectors[0].add(cell, x[cell].data(), cut);
    collectors[1].add(cell, x[cell].data() + cut, n_values - cut);
  }
  return collectors;
}

std::vector<std::byte> saved(const Collectors& collectors) {
  ByteWriter out;
  QuantileCollector::save(collectors, out);
  return out.bytes();
}

TEST(QuantileBrackets, AreReadAsTheyWereSaved) {
  const auto x = columns();
  for (const std::size_t memory_bound : {std::size_t{0}, QuantileSearch::default_memory_bound}) {
    const QuantileSearch search = search_in(x, memory_bound);
    const std::vector<std::byte> bytes = test::saved(search.brackets());
    ByteReader in(bytes), cut{std::span(bytes).first(bytes.size() - 1)};

    const QuantileBrackets read(in);

    EXPECT_TRUE(read == search.brackets());
    EXPECT_EQ(read.narrows(), memory_bound == 0);
    EXPECT_GT(read.size(), 0u);
    EXPECT_THROW(QuantileBrackets{cut}, DamagedBytes);
  }
}

TEST(QuantileBrackets, AreRefusedWhereTheyDoNotRise) {
  const std::vector<std::vector<QuantileBrackets::Keys>> falling{{{20, 30}, {10, 15}}}, empty{{{20, 20}}};
  for (const auto& keys : {falling, empty}) {
    const std::vector<std::byte> bytes = test::saved(QuantileBrackets(keys, false));

    ByteReader in(bytes);

    EXPECT_THROW(QuantileBrackets{in}, DamagedBytes);
  }
}

TEST(QuantileCollector, SavesTheSameBytesWhoeverHasSeenWhat) {
  const auto x = columns();
  for (const std::size_t memory_bound : {std::size_t{0}, QuantileSearch::default_memory_bound}) {
    const QuantileSearch search = search_in(x, memory_bound);

    EXPECT_EQ(saved(collect(search.brackets(), x, 100)), saved(collect(search.brackets(), x, 3000)));
  }
}

TEST(QuantileCollector, MergesWhatOthersHaveSaved) {
  const auto x = columns();
  for (const std::size_t memory_bound : {std::size_t{0}, QuantileSearch::default_memory_bound}) {
    const QuantileSearch search = search_in(x, memory_bound);
    const Collectors all = collect(search.brackets(), x, 1000);
    const std::vector<std::byte> first = saved({all[0]}), second = saved({all[1]});
    QuantileCollector merged(search.brackets());
    ByteReader read_second(second), read_first(first);

    merged.merge(read_second);
    merged.merge(read_first);

    EXPECT_NO_THROW(read_first.expect_end());
    EXPECT_EQ(saved({merged}), saved(all));
    ByteReader cut{std::span(first).first(first.size() - 1)};
    EXPECT_THROW(QuantileCollector(search.brackets()).merge(cut), DamagedBytes);
  }
}

TEST(QuantileCollector, RefusesAValueThatIsInNoBracket) {
  const QuantileBrackets near_one(
      std::vector<std::vector<QuantileBrackets::Keys>>{{{ordered_key(1.0), ordered_key(2.0)}}}, false);
  ByteWriter out;
  out.write_u64(1);
  out.write_f64(2.0);
  ByteReader in(out.bytes());

  EXPECT_THROW(QuantileCollector(near_one).merge(in), DamagedBytes);
}

}  // namespace secondcurve::quantile_collector_test
