#include "engine/output/atomic_folder.hpp"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::atomic_folder_test {

using testing::HasSubstr;
using testing::ThrowsMessage;
using testing_files::bytes_of;
using testing_files::Folder;
using testing_files::write_bytes;

/// Nothing is foreign but a file "mine".
std::string foreign(const std::string& folder) {
  return std::filesystem::exists(folder + "/mine") ? "'mine' is foreign" : "";
}

void write_folder(const std::string& path, Overwrite overwrite, const std::string& text) {
  AtomicFolder folder(path, overwrite, foreign);
  write_bytes(folder.file("a"), text);
  folder.commit();
}

TEST(AtomicFolder, AppearsOnlyWhenItIsComplete) {
  const Folder place;

  AtomicFolder folder(place.file("t"), Overwrite::refuse, foreign);
  write_bytes(folder.file("a"), "content");

  EXPECT_FALSE(std::filesystem::exists(place.file("t")));
  folder.commit();
  EXPECT_EQ(bytes_of(place.file("t/a")), "content");
  EXPECT_EQ(place.n_files(), 1U);
}

TEST(AtomicFolder, IsRemovedUnlessCommitted) {
  const Folder place;

  {
    const AtomicFolder folder(place.file("t"), Overwrite::refuse, foreign);
    write_bytes(folder.file("a"), "content");
  }

  EXPECT_EQ(place.n_files(), 0U);
}

TEST(AtomicFolder, StepsOverWhatAKilledProgramLeft) {
  const Folder place;
  const AtomicFolder first(place.file("t"), Overwrite::refuse, foreign);

  AtomicFolder second(place.file("t"), Overwrite::refuse, foreign);
  second.commit();

  EXPECT_TRUE(std::filesystem::is_directory(place.file("t")));
}

TEST(AtomicFolder, TakesTheNameOfAnEmptyFolder) {
  const Folder place;
  std::filesystem::create_directory(place.file("t"));

  write_folder(place.file("t/"), Overwrite::refuse, "new");

  EXPECT_EQ(bytes_of(place.file("t/a")), "new");
}

TEST(AtomicFolder, ReplacesItsOwnKindOnlyWhereAskedFor) {
  const Folder place;
  write_folder(place.file("t"), Overwrite::refuse, "old");
  write_bytes(place.file("t/b"), "more of the old");

  EXPECT_THAT([&] { write_folder(place.file("t"), Overwrite::refuse, "new"); },
              ThrowsMessage<IoError>(HasSubstr("use --force")));
  EXPECT_EQ(bytes_of(place.file("t/a")), "old");
  write_folder(place.file("t"), Overwrite::replace, "new");

  EXPECT_EQ(bytes_of(place.file("t/a")), "new");
  EXPECT_FALSE(std::filesystem::exists(place.file("t/b")));
  EXPECT_EQ(place.n_files(), 1U);
}

TEST(AtomicFolder, NeverReplacesWhatIsForeign) {
  const Folder place;
  std::filesystem::create_directory(place.file("t"));
  write_bytes(place.file("t/mine"), "precious");

  EXPECT_THAT([&] { write_folder(place.file("t"), Overwrite::replace, "new"); },
              ThrowsMessage<IoError>(HasSubstr("'mine' is foreign")));

  EXPECT_EQ(bytes_of(place.file("t/mine")), "precious");
  EXPECT_EQ(place.n_files(), 1U);
}

TEST(AtomicFolder, NeverReplacesWhatCameMeanwhile) {
  const Folder place;
  AtomicFolder folder(place.file("t"), Overwrite::replace, foreign);
  std::filesystem::create_directory(place.file("t"));
  write_bytes(place.file("t/mine"), "precious");

  EXPECT_THAT([&] { folder.commit(); }, ThrowsMessage<IoError>(HasSubstr("'mine' is foreign")));

  EXPECT_EQ(bytes_of(place.file("t/mine")), "precious");
}

TEST(AtomicFolder, RefusesAFileALinkAndAMissingFolder) {
  const Folder place;
  write_bytes(place.file("file"), "x");
  std::filesystem::create_directory(place.file("real"));
  std::filesystem::create_directory_symlink(place.file("real"), place.file("link"));

  for (const char* name : {"file", "link"})
    EXPECT_THAT([&] { write_folder(place.file(name), Overwrite::replace, "new"); },
                ThrowsMessage<IoError>(HasSubstr("not a folder")))
        << name;
  EXPECT_THAT([&] { write_folder(place.file("no/t"), Overwrite::refuse, "new"); },
              ThrowsMessage<IoError>(HasSubstr("does not exist")));
  EXPECT_THAT([&] { write_folder(place.file("real/.."), Overwrite::replace, "new"); },
              ThrowsMessage<IoError>(HasSubstr("has no name")));
}

}  // namespace secondcurve::atomic_folder_test
