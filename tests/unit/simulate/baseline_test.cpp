#include "engine/simulate/baseline.hpp"

#include <atomic>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/support/simulated.hpp"

namespace secondcurve::baseline_test {

Economy three_blocks() {
  return Economy(
      test::scenario_of(test::one_sector("model = \"geometric_brownian\", drift = 0.05, volatility = 0.1"),
                        {"simulation.paths=600"}));
}

TEST(Baseline, GivesTheSameBlocksKeptOrSimulated) {
  const Economy economy = three_blocks();
  const Baseline kept(economy, 600, {}), simulated(economy, 600, {}, 0);
  Economy::Workspace workspace(economy);

  EXPECT_TRUE(kept.is_kept());
  EXPECT_FALSE(simulated.is_kept());
  ASSERT_EQ(kept.n_blocks(), 3u);
  for (std::uint64_t block = 0; block < 3; ++block) {
    const BlockView a = kept.block(block, nullptr), b = simulated.block(block, &workspace);
    ASSERT_EQ(a.n_paths(), block == 2 ? 88u : 256u);
    ASSERT_EQ(b.n_paths(), a.n_paths());
    for (std::size_t year = 0; year < 6; ++year)
      for (std::size_t path = 0; path < a.n_paths(); ++path)
        EXPECT_EQ(a.output(0, year)[path], b.output(0, year)[path]);
  }
}

TEST(Baseline, HasThePathsOfItsOwnRun) {
  const Economy economy = three_blocks();

  EXPECT_EQ(Baseline(economy, 256, {}).n_blocks(), 1u);
  EXPECT_EQ(Baseline(economy, 257, {}).block(1, nullptr).n_paths(), 1u);
}

TEST(Baseline, ReportsItsBlocksAndCanBeCancelled) {
  const Economy economy = three_blocks();
  std::atomic<std::uint64_t> n_blocks{0};
  const std::atomic<bool> stop{true};
  const auto count = [&](std::uint64_t more) { n_blocks += more; };

  const Baseline kept(economy, 600, {.threads = 2, .cancelled = nullptr, .progress = count});

  EXPECT_EQ(n_blocks, kept.n_blocks());
  EXPECT_THROW(Baseline(economy, 600, {.threads = 2, .cancelled = &stop, .progress = {}}), Interrupted);
}

}  // namespace secondcurve::baseline_test
