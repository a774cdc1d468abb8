#include "engine/stats/share_counts.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "engine/stats/probability.hpp"
#include "tests/support/plain_statistics.hpp"
#include "tests/support/saved.hpp"

namespace secondcurve::share_counts_test {

TEST(ShareCounts, OfIndependentPathsHaveNoDesignEffect) {
  ShareCounts counts({}, 2);
  counts.add(0, 1, 30);
  counts.add(7, 1, 10);

  const Share share = counts.share(1, std::array<std::uint64_t, 1>{160});

  EXPECT_EQ(share.hits, 40u);
  EXPECT_EQ(share.n, 160u);
  EXPECT_EQ(share.value(), 0.25);
  EXPECT_EQ(share.design_effect, 1.0);
}

// Of 40 pairs, 6 hit twice, 8 once, 26 never: the mean of a pair has mean 1/4 and variance
// (6 + 8/4)/40 - 1/16 = 0.1375, against 3/32 = 0.09375 for two independent paths.
TEST(ShareCounts, OfPairsCountThoseThatHitTogether) {
  ShareCounts counts(SampleDesign::pairs(), 1);
  counts.add(0, 0, 12, 4);  // ordered pairs: each pair that hits twice counts twice
  counts.add(1, 0, 8, 8);

  const Share share = counts.share(0, std::array<std::uint64_t, 1>{80});

  EXPECT_NEAR(share.design_effect, 0.1375 / 0.09375, 1e-14);
}

TEST(ShareCounts, OfPairsThatNeverHitTogetherAreExactAtOneHalf) {
  ShareCounts counts(SampleDesign::pairs(), 1);
  counts.add(0, 0, 128, 0);

  const Share share = counts.share(0, std::array<std::uint64_t, 1>{256});
  const Probability p = estimate_probability(share);

  EXPECT_EQ(share.design_effect, 0.0);
  EXPECT_EQ(p.value, 0.5);
  EXPECT_EQ(p.se, 0.0);
  EXPECT_EQ(p.lower, 0.5);
  EXPECT_EQ(p.upper, 0.5);
}

// Shares 0.2, 0.3, 0.25 and 0.25: their mean has the standard error sqrt(0.005 / 3 / 4).
TEST(ShareCounts, OfReplicatesGoByTheSpreadOfTheirShares) {
  ShareCounts counts(SampleDesign::replicates(4), 1);
  const std::array<std::uint64_t, 4> hits{200, 300, 250, 250}, n{1000, 1000, 1000, 1000};
  for (std::uint64_t block = 0; block < 4; ++block) counts.add(block + 8, 0, hits[block]);

  const Share share = counts.share(0, n);
  const Probability p = estimate_probability(share, 3.182);

  EXPECT_NEAR(p.se, std::sqrt(0.005 / 3.0 / 4.0), 1e-15);
  EXPECT_NEAR(p.upper - p.lower, 2.0 * 3.182 * p.se, 0.002);
}

TEST(ShareCounts, TakeTheCountOfAReplicateForHalfAPathOffAtLeast) {
  ShareCounts counts(SampleDesign::replicates(4), 1);
  for (std::uint64_t block = 0; block < 4; ++block) counts.add(block, 0, 64);

  const Share share = counts.share(0, std::array<std::uint64_t, 4>{256, 256, 256, 256});

  EXPECT_NEAR(estimate_probability(share).se * 1024.0, std::sqrt(4 * 0.25), 1e-12);
}

TEST(ShareCounts, HaveTheEffectOfIndependentPathsWhereNothingIsSeen) {
  for (const SampleDesign& design : {SampleDesign::pairs(), SampleDesign::replicates(1 + 1)}) {
    const std::vector<std::uint64_t> n(design.n_replicates(), 512);

    const Share none = ShareCounts(design, 1).share(0, n);

    EXPECT_EQ(none.hits, 0u);
    EXPECT_EQ(none.design_effect, 1.0);
    EXPECT_GT(estimate_probability(none).upper, 0.0);
  }
}

TEST(ShareCounts, MergeInAnyOrder) {
  plain::Draws draws(6);
  ShareCounts in_order(SampleDesign::replicates(8), 3);
  std::vector<ShareCounts> threads(2, in_order);
  for (std::uint64_t block = 0; block < 100; ++block)
    for (std::size_t question = 0; question < 3; ++question) {
      const std::uint64_t hits = draws.below(257);
      in_order.add(block, question, hits);
      threads[draws.below(2)].add(block, question, hits);
    }

  threads[1].merge(threads[0]);

  EXPECT_EQ(threads[1], in_order);
}

// Of tables of Student's t: 97.5% points for 1, 7 and 255 degrees of freedom.
TEST(SampleDesign, ReachesAsFarAsStudentsTForReplicates) {
  EXPECT_NEAR(SampleDesign::replicates(2).interval_reach(), 12.7062, 5e-5);
  EXPECT_NEAR(SampleDesign::replicates(8).interval_reach(), 2.364624, 5e-7);
  EXPECT_NEAR(SampleDesign::replicates(256).interval_reach(), 1.9693, 5e-5);
  EXPECT_EQ(SampleDesign::pairs().interval_reach(), normal_reach);
}

TEST(ShareCounts, LoadWhatTheyHaveSaved) {
  ShareCounts of_pairs(SampleDesign::pairs(), 2), of_replicates(SampleDesign::replicates(4), 2);
  of_pairs.add(0, 1, 12, 4);
  of_replicates.add(3, 1, 7);

  test::expect_loads(of_pairs, ShareCounts(SampleDesign::pairs(), 2));
  test::expect_loads(of_replicates, ShareCounts(SampleDesign::replicates(4), 2));
}

}  // namespace secondcurve::share_counts_test
