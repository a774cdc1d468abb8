// Passes over a run in pieces: each process counts some blocks, one merges what they have saved.

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/byte_stream.hpp"
#include "engine/simulate/collect_result.hpp"
#include "engine/simulate/first_pass.hpp"
#include "engine/simulate/quantile_pass.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"
#include "tests/unit/simulate/pair_of_scenarios.hpp"

namespace secondcurve::passes_test {

using test::bits_of;
using test::scenario_of;
using test::sector;
using test::series;
using test::Settings;

using Bytes = std::vector<std::byte>;

/// A scenario in which everything is counted that can be: targets, programmes, causes, mixtures, failures.
Scenario everything(const Settings& settings) {
  const std::string mixed =
      "model = \"mixture\", components = { boom = { weight = 0.3, model = \"geometric_brownian\", drift = "
      "0.1, "
      "volatility = 0.05 }, calm = { weight = 0.7, model = \"mean_reverting\", initial_growth = 0.1, "
      "long_run_growth = 0, volatility = 0.1 } }";
  Settings all{"simulation.max_failed_share=0.5"};
  all.insert(all.end(), settings.begin(), settings.end());
  return scenario_of(
      sector("chips", "{ value = 225, sd = 15 }", mixed) +
          sector("factory", "100",
                 "model = \"path\", growth = 0.05, spread = { discrete = [[0.01, 0.95], [1e9, 0.05]] }") +
          "[sectors.factory.investment]\ncapital_output_ratio = 1.25\ndepreciation = 0.1\n"
          "output_elasticity = 0.4\n"
          "[programmes.fund]\nallocation = { factory = 1 }\namount = 30\nyears = [2026, 2028]\n" +
          series("chips", "chips = 1", "all") + series("all", "chips = 1, factory = 1") +
          "[targets.high]\nseries = \"all\"\nyear = 2027\nat_least = 350\n"
          "[targets.low]\nseries = \"chips\"\nyear = 2030\nat_most = 300\n"
          "[targets.both]\nall_of = [\"high\", \"low\"]\n",
      all);
}

/// Contiguous parts of a range, as many as asked for; some may be empty.
std::vector<BlockRange> parts_of(BlockRange all, std::uint64_t n) {
  std::vector<BlockRange> parts;
  for (std::uint64_t i = 0; i < n; ++i) parts.push_back({all.end * i / n, all.end * (i + 1) / n});
  return parts;
}

Bytes count(const Economy& economy, const Baseline* baseline, BlockRange blocks, const RunControl& control) {
  BlockSource source(economy, control, baseline);
  FirstPass first(source, FirstPass::Values::left);
  first.count(blocks, {});
  ByteWriter out;
  first.save(out);
  return out.bytes();
}

Bytes collect(const Economy& economy, const Baseline* baseline, const Bytes& brackets, BlockRange blocks,
              const RunControl& control) {
  BlockSource source(economy, control, baseline);
  ByteReader in(brackets);
  const QuantileBrackets read(in);
  QuantilePass pass(source, read);
  pass.collect(blocks, {}, control);
  ByteWriter out;
  pass.save(out);
  return out.bytes();
}

/// Counts and collects a run in parts, each by an economy of its own, and merges them in falling order.
Result run_in_parts(const Scenario& scenario, const Baseline* baseline, std::uint64_t n_parts,
                    std::size_t memory_bound = QuantileSearch::default_memory_bound) {
  const RunControl control{.threads = 2, .cancelled = nullptr, .progress = {}};
  const Economy economy(scenario);
  BlockSource source(economy, control, baseline);
  FirstPass first(source, FirstPass::Values::left);
  std::vector<BlockRange> parts = parts_of(source.all(), n_parts);
  std::swap(parts.front(), parts.back());
  for (const BlockRange& part : parts) {
    const Bytes bytes = count(Economy(scenario), baseline, part, control);
    ByteReader in(bytes);
    first.merge(in);
    in.expect_end();
  }
  const Tallies& all = first.total();
  QuantileSearch search(all.statistics, scenario.output.quantiles, nullptr, memory_bound);
  while (!search.done()) {
    QuantilePass pass(source, search.brackets());
    ByteWriter brackets;
    search.brackets().save(brackets);
    for (const BlockRange& part : parts) {
      const Bytes bytes = collect(Economy(scenario), baseline, brackets.bytes(), part, control);
      ByteReader in(bytes);
      pass.merge(in);
      in.expect_end();
    }
    pass.finish(search);
  }
  return collect_result(source, all, search);
}

TEST(Passes, InPartsGiveTheBitsOfTheRunInOnePiece) {
  for (const Settings& settings :
       {Settings{"simulation.paths=5001"}, Settings{"simulation.paths=200"},
        Settings{"simulation.paths=4096", "simulation.sampling=\"sobol\"", "simulation.replicates=4"},
        Settings{"simulation.paths=5002", "simulation.sampling=\"antithetic\""},
        Settings{"simulation.paths=5008", "simulation.inner=16"}}) {
    const Scenario scenario = everything(settings);
    const Result whole = test::simulate_on(scenario, 2);
    ASSERT_GT(whole.n_failed, 0u);

    for (const std::uint64_t n : {1u, 3u, 40u}) {
      const Result parts = run_in_parts(scenario, nullptr, n);

      EXPECT_EQ(bits_of(parts), bits_of(whole)) << settings.front() << ", " << n;
      EXPECT_EQ(parts.notes, whole.notes);
    }
  }
}

TEST(Passes, InPartsNarrowWhereTooManyValuesWouldBeKept) {
  const Scenario scenario = everything({"simulation.paths=3000"});

  EXPECT_EQ(bits_of(run_in_parts(scenario, nullptr, 3, 0)), bits_of(test::simulate_on(scenario, 2)));
}

TEST(Passes, InPartsPairTheirPathsWithTheBaselines) {
  const Scenario own = test::fast({"simulation.paths=3000"}), other = test::slow({"simulation.paths=2000"});
  const Economy baseline(other);
  const Baseline made(baseline, 2000, {.threads = 2, .cancelled = nullptr, .progress = {}});

  const Result parts = run_in_parts(own, &made, 4);

  EXPECT_EQ(bits_of(parts), bits_of(test::simulate_beside(own, other, 2)));
  EXPECT_TRUE(parts.pairs.has_value());
}

TEST(FirstPass, RefusesBytesOfAnotherPilotAndBytesThatEndTooSoon) {
  const RunControl control{.threads = 1, .cancelled = nullptr, .progress = {}};
  const Scenario scenario = everything({"simulation.paths=600"});
  const Economy economy(scenario), other(everything({"simulation.paths=600", "simulation.seed=7"}));
  const Bytes foreign = count(other, nullptr, {0, 1}, control),
              own = count(economy, nullptr, {0, 1}, control);
  BlockSource source(economy, control);
  FirstPass first(source, FirstPass::Values::left);

  ByteReader of_other(foreign), cut{std::span(own).first(own.size() - 1)};

  EXPECT_THROW(first.merge(of_other), DamagedBytes);
  EXPECT_THROW(first.merge(cut), DamagedBytes);
}

TEST(FirstPass, ForgetsWhatItHasCounted) {
  const RunControl control{.threads = 2, .cancelled = nullptr, .progress = {}};
  const Economy economy(everything({"simulation.paths=2000"}));
  BlockSource source(economy, control);
  FirstPass first(source, FirstPass::Values::left);

  first.count({0, 5}, {});
  first.clear();
  first.count({5, 6}, {});
  ByteWriter out;
  first.save(out);

  EXPECT_EQ(out.bytes(), count(economy, nullptr, {5, 6}, control));
}

TEST(QuantilePass, RefusesWhatWasCollectedInOtherBrackets) {
  const RunControl control{.threads = 1, .cancelled = nullptr, .progress = {}};
  const Economy economy(everything({"simulation.paths=600"}));
  BlockSource source(economy, control);
  const std::vector<std::vector<QuantileBrackets::Keys>> none(source.cells().size());
  std::vector<std::vector<QuantileBrackets::Keys>> one = none;
  one.front().push_back({ordered_key(1.0), ordered_key(2.0)});
  const QuantileBrackets brackets(none, false), others(one, false);
  ByteWriter out;
  QuantilePass(source, others).save(out);
  ByteReader in(out.bytes());

  EXPECT_THROW(QuantilePass(source, brackets).merge(in), DamagedBytes);
}

}  // namespace secondcurve::passes_test
