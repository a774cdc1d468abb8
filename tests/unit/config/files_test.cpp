#include "engine/config/files.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/config/config_testing.hpp"

namespace secondcurve::files_test {

class DiskFilesTest : public testing::Test {
 protected:
  DiskFilesTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "secondcurve_XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~DiskFilesTest() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

  std::filesystem::path folder_;
  DiskFiles files_;
};

TEST_F(DiskFilesTest, ReadsEveryByteOfAFile) {
  const std::string text("a = 1\r\nb = \"\xC3\xBC\"\n\0", 17);

  EXPECT_EQ(files_.read(write("a.toml", text)), text);
}

TEST_F(DiskFilesTest, ReadsAnEmptyFile) { EXPECT_EQ(files_.read(write("empty.toml", "")), ""); }

TEST_F(DiskFilesTest, SaysThatAFileIsMissing) {
  const std::string missing = path("missing.toml");

  EXPECT_EQ(error_text<IoError>([&] { files_.read(missing); }),
            missing + ": cannot read: there is no such file");
}

TEST_F(DiskFilesTest, SaysThatAFolderIsNoFile) {
  EXPECT_EQ(error_text<IoError>([&] { files_.read(folder_.string()); }),
            folder_.string() + ": cannot read: it is a folder; name a file in it");
}

TEST_F(DiskFilesTest, RefusesWhatIsNoRegularFile) {
  EXPECT_EQ(error_text<IoError>([&] { files_.read("/dev/null"); }),
            "/dev/null: cannot read: it is not a regular file");
}

TEST_F(DiskFilesTest, GivesTheReasonOfTheSystem) {
  if (geteuid() == 0) GTEST_SKIP() << "the superuser may read every file";
  const std::string secret = write("secret.toml", "a = 1");
  std::filesystem::permissions(secret, std::filesystem::perms::none);

  EXPECT_EQ(error_text<IoError>([&] { files_.read(secret); }), secret + ": cannot read: Permission denied");
}

TEST_F(DiskFilesTest, RefusesALargeFileWithoutReadingIt) {
  const std::string large = write("large.toml", "");
  std::filesystem::resize_file(large, std::uintmax_t{1} << 40);  // sparse; could not be read into memory

  EXPECT_EQ(
      error_text([&] { files_.read(large); }),
      large + ": is larger than 16 MiB (a config or a table is a small text file). Is this the right file?");
}

TEST_F(DiskFilesTest, ReadsAFileOfTheLargestSize) {
  const std::string path_of_file = write("most.csv", std::string(largest_file_bytes, 'a'));

  EXPECT_EQ(files_.read(path_of_file).size(), largest_file_bytes);
}

TEST(MemoryFiles, ReadsTextsByTheirNames) {
  const MemoryFiles files(std::map<std::string, std::string>{{"../baseline.toml", "a = 1"}});

  EXPECT_EQ(files.read("../baseline.toml"), "a = 1");
  EXPECT_EQ(error_text<IoError>([&] { files.read("b.toml"); }),
            "b.toml: cannot read: it is not among the files kept with the result");
}

/// Files that count how often they are read.
class CountedFiles final : public Files {
 public:
  std::string read(const std::string& path) const override {
    ++n_reads;
    if (path == "none") throw IoError(path, "read", "there is no such file");
    return "text of " + path;
  }
  mutable int n_reads = 0;
};

TEST(CachedFiles, ReadsEachFileOnce) {
  const CountedFiles source;
  const CachedFiles files(source);

  EXPECT_EQ(files.read("a"), "text of a");
  EXPECT_EQ(files.read("b"), "text of b");
  EXPECT_EQ(files.read("a"), "text of a");
  EXPECT_EQ(source.n_reads, 2);
}

TEST(CachedFiles, TriesAgainWhatCouldNotBeRead) {
  const CountedFiles source;
  const CachedFiles files(source);

  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(error_text<IoError>([&] { files.read("none"); }), "none: cannot read: there is no such file");
  EXPECT_EQ(source.n_reads, 2);
}

TEST(ExpectText, AcceptsUtf8) { EXPECT_NO_THROW(expect_text("title = \"\xE4\xB8\x8A\"", "a.toml")); }

TEST(ExpectText, RefusesBinaryContent) {
  EXPECT_EQ(
      error_text([] { expect_text(std::string_view("ab\nc\0d", 6), "a.h5"); }),
      "a.h5:2:2: holds a NUL byte (configs and tables are UTF-8 text). Is this a binary file, or UTF-16?");
}

TEST(ExpectText, RefusesOtherEncodings) {
  EXPECT_EQ(
      error_text([] { expect_text("title = \"M\xFCnchen\"", "a.toml"); }),
      "a.toml:1:11: byte 0xFC is not UTF-8 (configs and tables are UTF-8 text). Save the file as UTF-8");
}

}  // namespace secondcurve::files_test
