#include "engine/output/atomic_folder.hpp"

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::atomic_folder_test {

using testing::HasSubstr;
using testing::Not;
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

/// The names that a folder's entries were given or lost, while something was done.
template <class Action>
std::string renames_during(const std::string& folder, const Action& action) {
  const int watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  ::inotify_add_watch(watch, folder.c_str(), IN_MOVED_FROM | IN_MOVED_TO);
  action();
  alignas(inotify_event) std::array<char, 8192> bytes{};
  const ::ssize_t n_bytes = ::read(watch, bytes.data(), bytes.size());
  ::close(watch);
  std::string names;
  for (::ssize_t at = 0; at < n_bytes;) {
    inotify_event event;
    std::memcpy(&event, bytes.data() + at, sizeof event);
    names += std::string(bytes.data() + at + sizeof event) + ' ';
    at += static_cast<::ssize_t>(sizeof event + event.len);
  }
  return names;
}

TEST(AtomicFolder, ChangesNamesWithTheOldOneInOneStep) {
  const Folder place;
  write_folder(place.file("t"), Overwrite::refuse, "old");
  std::filesystem::create_directory(place.file("one"));
  std::filesystem::create_directory(place.file("other"));
  if (::renameat2(AT_FDCWD, place.file("one").c_str(), AT_FDCWD, place.file("other").c_str(),
                  RENAME_EXCHANGE) != 0)
    GTEST_SKIP() << "this file system cannot";

  const std::string names = renames_during(std::filesystem::path(place.file("t")).parent_path().string(),
                                           [&] { write_folder(place.file("t"), Overwrite::replace, "new"); });

  EXPECT_THAT(names, HasSubstr("t "));
  EXPECT_THAT(names, Not(HasSubstr(".old")));
  EXPECT_EQ(bytes_of(place.file("t/a")), "new");
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
