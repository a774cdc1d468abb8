#include "engine/batch/merge_shards.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/scenario_text.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::merge_shards_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;

using Paths = std::vector<std::string>;
/// Blocks that were told in each stage.
using Stages = std::map<MergeStage, std::uint64_t>;

constexpr const char* brackets_name = "brackets.h5";

/// A run of four blocks with a cube, loaded from memory.
struct CutRun {
  explicit CutRun(const std::string& seed)
      : files({{"test.toml", std::string(test::scenario_head) +
                                 test::one_sector("model = \"path\", growth = 0.1, spread = 0.1") +
                                 "[output]\ncube = [\"output\"]\n"}}),
        loaded(load_scenario("test.toml", std::vector<std::string>{"simulation.seed=" + seed}, files)),
        economy(loaded.scenario) {}

  MemoryFiles files;
  LoadedScenario loaded;
  Economy economy;
};

/// A run, another one, and a folder for the files of both.
class MergeShards : public ::testing::Test {
 protected:
  std::string file(const std::string& name) const { return folder_.file(name); }

  /// Writes a shard and returns its file.
  std::string shard(Shard shard, const CutRun& of) {
    const std::string path = new_file();
    ResultWriter writer(path, Overwrite::refuse, FileKind::shard);
    write_shard(writer, of.loaded, of.economy, shard, {});
    return path;
  }
  std::string shard(Shard part) { return shard(part, run_); }

  /// Writes the brackets that shards and later passes give.
  void write_brackets_of(const Paths& paths) {
    const QuantileBrackets brackets =
        merged_brackets(run_.economy, shards_of_run("merge", paths), {}, [](MergeStage) {});
    ResultWriter writer(file(brackets_name), Overwrite::replace, FileKind::brackets);
    write_brackets(writer, run_.loaded, brackets);
  }

  /// Writes a second pass over a shard, within the brackets last written.
  std::string second_pass(Shard shard) {
    const std::string path = new_file();
    ResultWriter writer(path, Overwrite::refuse, FileKind::second_pass);
    write_second_pass(writer, run_.loaded, run_.economy, shard, file(brackets_name), {});
    return path;
  }

  /// Merges files into "merged.h5"; returns what was told.
  Stages merge(const Paths& paths, const std::atomic<bool>* cancelled = nullptr) {
    Stages stages;
    std::atomic<std::uint64_t>* told = nullptr;
    std::map<MergeStage, std::atomic<std::uint64_t>> counts;
    RunControl control;
    control.cancelled = cancelled;
    control.progress = [&](std::uint64_t n) { *told += n; };
    ResultWriter writer(file("merged.h5"), Overwrite::replace);
    merge_to_file(writer, run_.loaded, run_.economy, shards_of_run("merge", paths), control,
                  [&](MergeStage stage) { told = &counts[stage]; });
    for (const auto& each : counts) stages[each.first] = each.second;
    return stages;
  }

  std::string whole() {
    ResultWriter writer(file("whole.h5"), Overwrite::replace);
    run_to_file(writer, run_.loaded, run_.economy, {});
    return bytes_of(file("whole.h5"));
  }
  std::string merged() const { return bytes_of(file("merged.h5")); }

  CutRun run_{"1"};
  CutRun other_{"2"};

 private:
  std::string new_file() { return file("file-" + std::to_string(++n_files_) + ".h5"); }

  Folder folder_;
  int n_files_ = 0;
};

TEST_F(MergeShards, ReadsSimulatesTheSecondPassAndJoinsCubes) {
  const Paths shards{shard({3, 3}), shard({1, 3}), shard({2, 3})};

  const Stages stages = merge(shards);

  EXPECT_EQ(merged(), whole());
  EXPECT_THAT(stages, ElementsAre(Pair(MergeStage::reading, 4), Pair(MergeStage::simulating, 4),
                                  Pair(MergeStage::joining, ::testing::Lt(4U))));
}

TEST_F(MergeShards, SimulatesNothingWithTheFilesOfTheSecondPass) {
  Paths paths{shard({1, 2}), shard({2, 2})};
  write_brackets_of(paths);
  for (const Shard part : {Shard{3, 3}, Shard{1, 3}, Shard{2, 3}}) paths.push_back(second_pass(part));

  const Stages stages = merge(paths);

  EXPECT_EQ(merged(), whole());
  EXPECT_THAT(stages,
              ElementsAre(Pair(MergeStage::reading, 8), Pair(MergeStage::joining, ::testing::Lt(4U))));
  EXPECT_EQ(shards_of_run("merge", paths).n_blocks(4), 8U);
}

TEST_F(MergeShards, CountsTheShardsThatAreMissing) {
  const Paths first{shard({1, 30})};

  EXPECT_THAT(
      [&] { shards_of_run("merge", first); },
      ThrowsMessage<UsageError>(
          "secondcurve merge: shards 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, "
          "21 and 9 more of 30 are missing"));
}

TEST_F(MergeShards, RefusesASecondPassThatIsNotWhole) {
  const Paths shards{shard({1, 2}), shard({2, 2})};
  write_brackets_of(shards);
  const std::string first = second_pass({1, 2}), again = second_pass({1, 2}), third = second_pass({3, 3});
  const auto with = [&](Paths later) {
    later.insert(later.end(), shards.begin(), shards.end());
    return [this, later] { merge(later); };
  };

  EXPECT_THAT(with({first}), ThrowsMessage<UsageError>(HasSubstr("second pass: shard 2 of 2 is missing")));
  EXPECT_THAT(with({first, again}), ThrowsMessage<UsageError>(EndsWith("are both shard 1 of 2")));
  EXPECT_THAT(with({first, third}), ThrowsMessage<UsageError>(HasSubstr("a run is cut one way")));
  EXPECT_FALSE(std::filesystem::exists(file("merged.h5")));
}

TEST_F(MergeShards, RefusesASecondPassOfAnotherRunOrAlone) {
  const Paths shards{shard({1, 2}), shard({2, 2})};
  write_brackets_of(shards);
  const std::string later = second_pass({1, 1});
  const std::string foreign = shard({1, 1}, other_);

  EXPECT_THAT(
      [&] {
        shards_of_run("merge", Paths{foreign, later});
      },
      ThrowsMessage<UsageError>(AllOf(HasSubstr(later), HasSubstr("is of another run than " + foreign))));
  EXPECT_THAT([&] { shards_of_run("merge", Paths{later}); },
              ThrowsMessage<UsageError>(HasSubstr("its second pass alone is not enough")));
  EXPECT_THAT(
      [&] {
        shards_of_run("merge", Paths{shards[0], file(brackets_name)});
      },
      ThrowsMessage<UsageError>(HasSubstr("holds brackets, not a shard")));
}

TEST_F(MergeShards, RefusesAMachineWhoseNumbersDiffer) {
  // It says that it is of this run, but what it has counted is of another, as where a last digit differs.
  const std::string path = file("differs.h5");
  {
    ResultWriter writer(path, Overwrite::refuse, FileKind::shard);
    write_shard(writer, run_.loaded, other_.economy, {2, 2}, {});
  }
  const Paths paths{shard({1, 2}), path};

  EXPECT_THAT([&] { merge(paths); },
              ThrowsMessage<IoError>(HasSubstr(path + ": cannot read shard 2 of 2: ")));
  EXPECT_FALSE(std::filesystem::exists(file("merged.h5")));
}

TEST_F(MergeShards, NamesAFileThatWasCutShort) {
  Paths paths{shard({1, 1})};
  write_brackets_of(paths);
  paths.push_back(second_pass({1, 1}));
  std::filesystem::resize_file(paths.back(), std::filesystem::file_size(paths.back()) / 2);

  EXPECT_THAT([&] { merge(paths); },
              ThrowsMessage<IoError>(AllOf(HasSubstr(paths.back()), HasSubstr("the file is incomplete"))));
}

TEST_F(MergeShards, LeavesNothingWhereItIsCancelled) {
  const Paths paths{shard({1, 2}), shard({2, 2})};
  const std::atomic<bool> cancelled = true;

  EXPECT_THROW(merge(paths, &cancelled), Interrupted);

  EXPECT_FALSE(std::filesystem::exists(file("merged.h5")));
}

TEST_F(MergeShards, KnowsAShardThatIsThere) {
  const std::string path = shard({1, 2});
  const auto wanted = [&](const CutRun& run, Shard part) {
    return shard_file(path, run.loaded, part, std::nullopt);
  };

  EXPECT_TRUE(is_there(wanted(run_, {1, 2})));
  EXPECT_FALSE(is_there(shard_file(file("none.h5"), run_.loaded, {1, 2}, std::nullopt)));
  EXPECT_THAT(
      [&] {
        is_there(wanted(run_, {1, 3}));
      },
      ThrowsMessage<IoError>(HasSubstr("shard 1 of 2 stands there, not shard 1 of 3")));
  EXPECT_THAT(
      [&] {
        is_there(wanted(other_, {1, 2}));
      },
      ThrowsMessage<IoError>(HasSubstr("shard 1 of 2 of another run stands there")));
}

}  // namespace secondcurve::merge_shards_test
