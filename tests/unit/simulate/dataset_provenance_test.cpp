#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/simulate/dataset.hpp"
#include "engine/simulate/version.hpp"
#include "tests/unit/simulate/dataset_sample.hpp"

namespace secondcurve::dataset_provenance_test {

using test::changed;
using test::expect_consistent;
using test::Loaded;
using test::small_texts;
using test::Texts;
using test::texts;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

TEST(ProvenanceGroup, HasDimensionsThatFitItsData) {
  const Loaded loaded(small_texts(), {"simulation.paths=513", "simulation.seed=3"});

  expect_consistent(root_group(*loaded), provenance_group(*loaded));
}

TEST(ProvenanceGroup, HoldsEveryFileThatWasRead) {
  const Group group = provenance_group(*Loaded());

  EXPECT_THAT(texts(group, "file"), ElementsAre("small.toml", "facts.csv"));
  EXPECT_THAT(texts(group, "file_text"), ElementsAre(small_texts().at("folder/small.toml"), "id\nF-1\n"));
}

TEST(ProvenanceGroup, HoldsTheConfigAsItWasRun) {
  const Loaded loaded(small_texts(), {"simulation.paths=513"});
  const Group group = provenance_group(*loaded);

  EXPECT_THAT(texts(group, "config").front(), HasSubstr("paths = 513"));
  EXPECT_THAT(texts(group, "override"), ElementsAre("simulation.paths=513"));
  EXPECT_THAT(texts(group, "seed"), ElementsAre("20260101"));
  EXPECT_THAT(texts(group, "version"), ElementsAre(build_info().version));
  EXPECT_THAT(texts(group, "digest"), ElementsAre(run_fingerprint(*loaded)));
}

TEST(ProvenanceGroup, RunsAgainFromTheTextsItHolds) {
  const Loaded first(small_texts(), {"sectors.cars.growth.volatility=0.2"});
  const Group group = provenance_group(*first);
  Texts kept;
  for (std::size_t i = 0; i < texts(group, "file").size(); ++i)
    kept[texts(group, "file")[i]] = texts(group, "file_text")[i];

  const Loaded again(kept, texts(group, "override"), texts(group, "file").front());

  EXPECT_EQ(run_fingerprint(*again), run_fingerprint(*first));
}

TEST(RunFingerprint, HasThirtyTwoHexadecimalDigits) {
  EXPECT_THAT(run_fingerprint(*Loaded()), MatchesRegex("[0-9a-f]{32}"));
}

TEST(RunFingerprint, IsTheSameForTheSameTextsAnywhere) {
  Texts elsewhere;
  for (const auto& [path, text] : small_texts()) elsewhere["other/place/" + path] = text;

  EXPECT_EQ(run_fingerprint(*Loaded(elsewhere, {}, "other/place/folder/small.toml")),
            run_fingerprint(*Loaded()));
}

TEST(RunFingerprint, IsNotChangedByFilesThatNobodyReads) {
  Texts texts = small_texts();
  texts["folder/other.toml"] = "[scenario]";

  EXPECT_EQ(run_fingerprint(*Loaded(texts)), run_fingerprint(*Loaded()));
}

TEST(RunFingerprint, ChangesWithTheConfigTheFilesAndTheOverrides) {
  const std::set<std::string> fingerprints{
      run_fingerprint(*Loaded()),
      run_fingerprint(*Loaded(changed("folder/small.toml", "paths = 1000", "paths = 1001"))),
      run_fingerprint(*Loaded(changed("folder/small.toml", "volatility = 0.1", "volatility = 0.2"))),
      run_fingerprint(*Loaded(changed("folder/facts.csv", "F-1\n", "F-1\nF-2\n"))),
      run_fingerprint(*Loaded(small_texts(), {"simulation.seed=5"}))};

  EXPECT_EQ(fingerprints.size(), 5u);
}

}  // namespace secondcurve::dataset_provenance_test
