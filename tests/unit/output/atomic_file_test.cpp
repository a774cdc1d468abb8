#include "engine/output/atomic_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/output/result_reader.hpp"
#include "engine/output/result_writer.hpp"
#include "tests/unit/output/files.hpp"
#include "tests/unit/output/sample.hpp"
#include "tests/unit/output/small_disk.hpp"

/// HDF5 keeps its own memory of a file that it could not close because the disk is full.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }

namespace secondcurve::atomic_file_test {

using testing::HasSubstr;
using testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;
using testing_files::write_bytes;

void write_small(const std::string& path, Overwrite overwrite) {
  ResultWriter writer(path, overwrite);
  writer.write_root(sample::root(10));
  writer.commit();
}

TEST(AtomicFile, AppearsOnlyWhenItIsComplete) {
  const Folder folder;

  AtomicFile file(folder.file("a.h5"), Overwrite::refuse);
  write_bytes(file.temporary_path(), "content");

  EXPECT_FALSE(std::filesystem::exists(folder.file("a.h5")));
  file.commit();
  EXPECT_EQ(bytes_of(folder.file("a.h5")), "content");
  EXPECT_EQ(folder.n_files(), 1U);
}

TEST(AtomicFile, IsRemovedUnlessCommitted) {
  const Folder folder;

  { const AtomicFile file(folder.file("a.h5"), Overwrite::refuse); }

  EXPECT_EQ(folder.n_files(), 0U);
}

TEST(AtomicFile, StepsOverWhatAKilledRunLeft) {
  const Folder folder;
  const AtomicFile first(folder.file("a.h5"), Overwrite::refuse);

  const AtomicFile second(folder.file("a.h5"), Overwrite::refuse);

  EXPECT_NE(first.temporary_path(), second.temporary_path());
}

TEST(AtomicFile, RefusesAnExistingFile) {
  const Folder folder;
  write_bytes(folder.file("a.h5"), "precious");

  EXPECT_THAT([&] { ResultWriter(folder.file("a.h5"), Overwrite::refuse); },
              ThrowsMessage<IoError>(HasSubstr("the file exists already (use --force to replace it)")));
  EXPECT_EQ(bytes_of(folder.file("a.h5")), "precious");
  EXPECT_EQ(folder.n_files(), 1U);
}

TEST(AtomicFile, RefusesAFileThatAppearsDuringTheRun) {
  const Folder folder;
  AtomicFile file(folder.file("a.h5"), Overwrite::refuse);

  write_bytes(folder.file("a.h5"), "precious");

  EXPECT_THROW(file.commit(), IoError);
  EXPECT_EQ(bytes_of(folder.file("a.h5")), "precious");
}

TEST(AtomicFile, ReplacesAFileThatAReaderHoldsOpen) {
  const Folder folder;
  write_small(folder.file("a.h5"), Overwrite::refuse);
  const ResultFile reader(folder.file("a.h5"));

  write_small(folder.file("a.h5"), Overwrite::replace);

  EXPECT_EQ(reader.root().variables.size(), 5U);
  EXPECT_EQ(ResultFile(folder.file("a.h5")).root().variables.size(), 5U);
}

TEST(AtomicFile, RefusesWhatIsNotARegularFile) {
  const Folder folder;
  std::filesystem::create_directory(folder.file("folder"));
  std::filesystem::create_symlink("/dev/null", folder.file("link.h5"));

  for (const char* name : {"folder", "link.h5"}) {
    EXPECT_THAT([&] { ResultWriter(folder.file(name), Overwrite::replace); },
                ThrowsMessage<IoError>(HasSubstr("not a regular file")));
  }
  EXPECT_THAT([&] { ResultWriter(folder.path() + "/", Overwrite::replace); },
              ThrowsMessage<IoError>(HasSubstr("the file has no name")));
}

TEST(AtomicFile, NeedsAFolder) {
  const Folder folder;
  write_bytes(folder.file("file"), "");

  EXPECT_THAT([&] { ResultWriter(folder.file("none/a.h5"), Overwrite::refuse); },
              ThrowsMessage<IoError>(HasSubstr("/none' does not exist")));
  EXPECT_THAT([&] { ResultWriter(folder.file("file/a.h5"), Overwrite::refuse); },
              ThrowsMessage<IoError>(HasSubstr("/file' is not a folder")));
}

TEST(AtomicFile, NeedsAFolderThatCanBeWritten) {
  const Folder folder;
  std::filesystem::create_directory(folder.file("locked"));
  ::chmod(folder.path().c_str(), 0755);
  ::chmod(folder.file("locked").c_str(), 0555);
  const bool is_root = ::geteuid() == 0;  // who may write everywhere: be nobody for a moment
  ASSERT_TRUE(!is_root || ::seteuid(65534) == 0);

  EXPECT_THAT([&] { ResultWriter(folder.file("locked/a.h5"), Overwrite::refuse); },
              ThrowsMessage<IoError>(HasSubstr("/locked' cannot be written: Permission denied")));

  ASSERT_TRUE(!is_root || ::seteuid(0) == 0);
}

class FullDisk : public testing_files::SmallDisk {
 protected:
  /// Writes a cube of that many paths, 48 bytes each.
  void write_cube(std::uint64_t n_paths) const {
    ResultWriter writer(disk() + "/a.h5", Overwrite::refuse);
    writer.write_root(sample::root(n_paths));
    BlockSink& cube = writer.add_cube(sample::output_cube(n_paths, Compression::none));
    for (std::uint64_t block = 0; block < sample::n_blocks(n_paths); ++block) {
      cube.take(sample::Block(block, n_paths).view());
    }
    writer.write_group(sample::summary());
    writer.commit();
  }
};

TEST_F(FullDisk, IsReportedAndLeavesNothing) {
  EXPECT_THAT([&] { write_cube(100000); },
              ThrowsMessage<IoError>(HasSubstr("/a.h5: cannot write 'output': No space left on device")));

  EXPECT_EQ(n_files(), 0U);
  EXPECT_EQ(std::filesystem::space(disk()).available, std::uintmax_t{1} << 20);
}

TEST_F(FullDisk, CanBeWrittenAgainAfterwards) {
  EXPECT_THROW(write_cube(100000), IoError);

  write_cube(1000);

  EXPECT_EQ(ResultFile(disk() + "/a.h5").read_cube("output", 0, 0).size(), 1000U);
}

TEST_F(FullDisk, IsReportedWhenTheLastBytesDoNotFit) {
  write_bytes(disk() + "/filler", std::string((1U << 20) - 4096, 'x'));  // one page is left

  EXPECT_THAT([&] { write_cube(10); }, ThrowsMessage<IoError>(HasSubstr("No space left on device")));

  EXPECT_EQ(n_files(), 1U);
}

}  // namespace secondcurve::atomic_file_test
