#include "engine/batch/batch.hpp"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/scenario_text.hpp"

namespace secondcurve::batch_test {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string two =
    "[scenarios.a]\nfile = 'a.toml'\n[scenarios.b]\nfile = 'b.toml'\nset.simulation.paths = 300\n";

/// The files of a batch: configs a.toml, b.toml that inherits from it and takes growth from data.csv.
std::map<std::string, std::string> files_of(const std::string& batch) {
  return {
      {"batch.toml", "batch.title = 'A test'\n" + batch},
      {"a.toml", std::string(test::scenario_head) + test::one_sector("model = \"path\", growth = 0.1")},
      {"b.toml",
       "[scenario]\ntitle = 'B'\nbase = 'a.toml'\n[histories.past]\ngrowth = 'data.csv'\nmean_block = 1\n"
       "why = 'invented'\n[sectors.industry]\ngrowth = { model = 'historical_bootstrap', history = 'past', "
       "column = 'x' }\n"},
      {"data.csv", "year,x\n2020,0.01\n2021,0.02\n2022,0.03\n2023,0.04\n"}};
}

BatchRecord record_of(const std::map<std::string, std::string>& texts) {
  const MemoryFiles files(texts);
  const BatchPlan plan = load_batch("batch.toml", files);
  return record_of(plan, check_scenarios(plan, files, {}), texts);
}

/// What has changed from one batch to another.
BatchChanges changes(const std::map<std::string, std::string>& before,
                     const std::map<std::string, std::string>& now, std::vector<BatchProgress> progress = {},
                     bool redo_failed = false) {
  const BatchRecord old = record_of(before);
  progress.resize(old.entries.size());
  return changes_since(old, record_of(now), progress, redo_failed);
}

/// The files of `two` with a text in one of them replaced.
std::map<std::string, std::string> changed(const std::string& file, const std::string& from,
                                           const std::string& to) {
  auto texts = files_of(two);
  texts[file].replace(texts[file].find(from), from.size(), to);
  return texts;
}

TEST(RecordOf, HoldsWhatCanBeRunAndWhatCannot) {
  const BatchRecord record =
      record_of(files_of(two + "[scenarios.c]\nfile = 'a.toml'\nset.simulation.paths = 0\n"));

  EXPECT_EQ(record.file, "batch.toml");
  EXPECT_EQ(record.entries[0].problem, "");
  EXPECT_EQ(record.entries[1].problem, "");
  EXPECT_NE(record.entries[1].assumptions, record.entries[0].assumptions);
  EXPECT_THAT(record.entries[2].problem, HasSubstr("batch.toml:9:16: simulation.paths = 0"));
  EXPECT_EQ(record.entries[2].fingerprint + record.entries[2].assumptions, "");
}

TEST(ChangesSince, AreNoneWhereNothingHasChanged) {
  const BatchChanges none = changes(files_of(two), files_of(two));

  EXPECT_EQ(none.differences, "");
  EXPECT_THAT(none.reworded, IsEmpty());
}

TEST(ChangesSince, NameTheKeysAndTheScenariosThatShareThem) {
  EXPECT_EQ(changes(files_of(two), changed("a.toml", "seed = 20260101", "seed = 7")).differences,
            "  a and b: simulation.seed = 7 (was 20260101)\n");
  EXPECT_EQ(changes(files_of(two), changed("batch.toml", "= 300", "= 400")).differences,
            "  b: simulation.paths = 400 (was 300)\n");
}

TEST(ChangesSince, TellCommentsAndSpacingFromAssumptions) {
  const BatchChanges found =
      changes(files_of(two), changed("a.toml", "paths = 1000", "paths   =  1_000 # few"));

  EXPECT_EQ(found.differences, "");
  EXPECT_THAT(found.reworded, ElementsAre("a.toml"));
}

TEST(ChangesSince, TakeAllOfATableForAssumptions) {
  const BatchChanges found = changes(files_of(two), changed("data.csv", "0.03", "0.05"));

  EXPECT_EQ(found.differences, "  b: data.csv has changed\n");
}

TEST(ChangesSince, NameAnotherOrderOfSettings) {
  const std::string first = "base_year = 2025\n", second = "end_year = 2030\n";

  EXPECT_EQ(changes(files_of(two), changed("a.toml", first + second, second + first)).differences,
            "  a and b: its settings stand in another order\n");
}

TEST(ChangesSince, NameScenariosThatCameAndWent) {
  const std::string other = "[scenarios.a]\nfile = 'a.toml'\n[scenarios.c]\nfile = 'a.toml'\n";

  EXPECT_EQ(changes(files_of(two), files_of(other)).differences, "  b: not there any more\n  c: new\n");
}

TEST(ChangesSince, NameAnotherOrderOfScenarios) {
  const std::string turned =
      "[scenarios.b]\nfile = 'b.toml'\nset.simulation.paths = 300\n[scenarios.a]\nfile = 'a.toml'\n";

  EXPECT_EQ(changes(files_of(two), files_of(turned)).differences,
            "  its scenarios are more, fewer or in another order\n");
}

TEST(ChangesSince, NameAnotherBaseline) {
  EXPECT_EQ(changes(files_of(two), files_of("batch.baseline = 'a'\n" + two)).differences,
            "  its baseline was none, and now is a\n");
}

TEST(ChangesSince, NameAnotherVersionAlone) {
  BatchRecord before = record_of(files_of(two));
  const BatchRecord now = record_of(changed("a.toml", "seed = 20260101", "seed = 7"));
  before.version = "0.0.1";

  const std::string found = changes_since(before, now, std::vector<BatchProgress>(2), false).differences;

  EXPECT_THAT(found, HasSubstr("begun by version 0.0.1"));
  EXPECT_EQ(found.find("seed"), std::string::npos);
}

TEST(ChangesSince, SayWhatCanAndCouldNotBeRun) {
  const auto wrong = changed("batch.toml", "= 300", "= 0");

  EXPECT_THAT(changes(files_of(two), wrong).differences,
              HasSubstr("b: it cannot be run any more: batch.toml:6:16:"));
  EXPECT_EQ(changes(wrong, files_of(two)).differences, "  b: it could not be run before\n");
}

TEST(ChangesSince, AllowFailedScenariosToChangeWhereTheyAreTriedAgain) {
  const std::vector<BatchProgress> failed{{BatchState::done, ""}, {BatchState::failed, "too large"}};
  const auto wrong = changed("batch.toml", "= 300", "= 0");
  const std::string other = "[scenarios.a]\nfile = 'a.toml'\n[scenarios.c]\nfile = 'a.toml'\n";

  EXPECT_EQ(changes(wrong, files_of(two), failed, true).differences, "");
  EXPECT_EQ(changes(wrong, files_of(other), failed, true).differences, "");
  EXPECT_NE(changes(wrong, files_of(other), failed, false).differences, "");
}

TEST(ChangesSince, ListTheFirstTen) {
  std::string many;
  for (int i = 0; i < 13; ++i)
    many += "[scenarios.s" + std::to_string(i) +
            "]\nfile = 'a.toml'\nset.simulation.seed = " + std::to_string(i) + "\n";

  const std::string found = changes(files_of(many), files_of(two)).differences;

  EXPECT_THAT(found,
              HasSubstr("s0, s1, s2, s3, s4, s5, s6, s7, s8 and s9: not there any more\n  and 5 more\n"));
}

}  // namespace secondcurve::batch_test
