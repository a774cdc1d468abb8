#include "engine/batch/batch_directory.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::batch_directory_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;
using testing_files::write_bytes;

BatchRecord record_of(std::size_t n) {
  BatchRecord record;
  for (std::size_t i = 0; i < n; ++i) record.entries.emplace_back().name = "s" + std::to_string(i);
  return record;
}

TEST(BatchDirectory, IsMadeWithAllFoldersAboveIt) {
  const Folder folder;
  const BatchDirectory directory(folder.file("a/b"));
  EXPECT_FALSE(directory.holds_batch());

  directory.create();
  directory.write_record(record_of(1));

  EXPECT_TRUE(directory.holds_batch());
  EXPECT_EQ(directory.read_record().entries, record_of(1).entries);
}

TEST(BatchDirectory, RefusesAFolderOfOtherFiles) {
  const Folder folder;
  write_bytes(folder.file("notes.txt"), "mine");

  EXPECT_THAT([&] { BatchDirectory(folder.path()).create(); },
              ThrowsMessage<IoError>(HasSubstr("it holds other files (notes.txt)")));
  EXPECT_EQ(folder.n_files(), 1U);
}

TEST(BatchDirectory, TellsHowFarEachScenarioIs) {
  const Folder folder;
  const BatchDirectory directory(folder.path());
  directory.create();
  write_bytes(directory.part_path(0), "a result");
  directory.write_failure(1, "too large");
  write_bytes(folder.file("parts/.00003.h5.17.tmp"), "half a result");
  const auto states = [&](bool busy) {
    std::vector<std::string> names;
    for (const BatchProgress& each : directory.progress(record_of(4), busy))
      names.emplace_back(name_of(each.state));
    return names;
  };

  EXPECT_THAT(states(true), ::testing::ElementsAre("done", "failed", "running", "new"));
  EXPECT_THAT(states(false), ::testing::ElementsAre("done", "failed", "new", "new"));
  EXPECT_EQ(directory.progress(record_of(4), false)[1].message, "too large");
}

TEST(BatchDirectory, ForgetsAFailure) {
  const Folder folder;
  const BatchDirectory directory(folder.path());
  directory.create();
  directory.write_failure(0, "too large");

  directory.forget_failure(0);

  EXPECT_EQ(directory.progress(record_of(1), false)[0].state, BatchState::is_new);
  EXPECT_NO_THROW(directory.forget_failure(0));
}

TEST(BatchDirectory, SetsPartsAsideUnderNamesThatAreFree) {
  const Folder folder;
  const BatchDirectory directory(folder.path());
  directory.create();
  for (const std::string bytes : {"first", "second"}) {
    write_bytes(directory.part_path(6), bytes);
    directory.set_aside(6);
  }

  EXPECT_EQ(bytes_of(folder.file("00007.aside-1.h5")), "first");
  EXPECT_EQ(bytes_of(folder.file("00007.aside-2.h5")), "second");
  EXPECT_THROW(directory.set_aside(6), IoError);
}

TEST(BatchDirectory, IsFinishedWhenTheIndexIsThereAndThePartsAreGone) {
  const Folder folder;
  const BatchDirectory directory(folder.path());
  directory.create();
  directory.write_record(record_of(1));
  write_bytes(directory.part_path(0), "a result");
  EXPECT_FALSE(directory.is_finished());
  write_bytes(directory.index_path(), "all results");
  EXPECT_FALSE(directory.is_finished());

  directory.remove_parts();

  EXPECT_TRUE(directory.is_finished());
  EXPECT_EQ(directory.progress(record_of(1), false)[0].state, BatchState::done);
  directory.create();
  EXPECT_TRUE(directory.is_finished()) << "parts were made anew";
}

TEST(BatchDirectory, RemovesWhatAKilledProcessLeft) {
  const Folder folder;
  const BatchDirectory directory(folder.path());
  directory.create();
  for (const char* name : {"parts/.00001.h5.17.tmp", "parts/.00002.failed.17.tmp", ".index.h5.17.tmp",
                           ".batch.json.17.tmp", "kept.tmp"})
    write_bytes(folder.file(name), "half");
  std::filesystem::create_directories(folder.file(".parts.tmp"));

  directory.remove_temporary_files();

  EXPECT_TRUE(std::filesystem::is_empty(folder.file("parts")));
  EXPECT_EQ(folder.n_files(), 2U);  // the parts, and what is not ours
}

}  // namespace secondcurve::batch_directory_test
