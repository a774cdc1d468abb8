#include "engine/batch/directory_lock.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/unit/output/files.hpp"

namespace secondcurve::directory_lock_test {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using testing_files::Folder;

std::string host_name() {
  std::array<char, 256> name{};
  EXPECT_EQ(::gethostname(name.data(), name.size() - 1), 0);
  return name.data();
}

/// A process that holds a folder until it is killed.
class Holder final {
 public:
  explicit Holder(const std::string& folder) {
    int ready[2] = {-1, -1};
    if (::pipe(ready) != 0) return;
    process_ = ::fork();
    if (process_ == 0) {
      const DirectoryLock lock(folder);
      const char done = '!';
      if (::write(ready[1], &done, 1) == 1) ::pause();
      ::_exit(0);
    }
    char done = 0;
    holds_ = ::read(ready[0], &done, 1) == 1;
    ::close(ready[0]);
    ::close(ready[1]);
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() { kill(); }

  bool holds() const { return holds_; }
  int process() const { return process_; }
  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  pid_t process_ = 0;
  bool holds_ = false;
};

TEST(DirectoryLock, IsHeldUntilItsProcessIsDead) {
  const Folder folder;
  Holder other(folder.path());
  ASSERT_TRUE(other.holds());

  EXPECT_TRUE(DirectoryLock::is_held(folder.path()));
  EXPECT_THAT([&] { DirectoryLock{folder.path()}; },
              ThrowsMessage<IoError>(HasSubstr("process " + std::to_string(other.process()) + " on " +
                                               host_name() + " is working")));
  other.kill();
  EXPECT_FALSE(DirectoryLock::is_held(folder.path()));
  const DirectoryLock lock(folder.path());
  EXPECT_TRUE(DirectoryLock::is_held(folder.path()));
}

TEST(DirectoryLock, IsSharedByThoseWhoAgreeAndByNobodyElse) {
  using Kind = DirectoryLock::Kind;
  const Folder folder;
  {
    const DirectoryLock one(folder.path(), Kind::with_others);
    EXPECT_TRUE(DirectoryLock::is_held(folder.path()));
    EXPECT_NO_THROW(DirectoryLock(folder.path(), Kind::with_others));
    EXPECT_THROW(DirectoryLock{folder.path()}, IoError);
  }
  const DirectoryLock alone(folder.path());
  EXPECT_THROW(DirectoryLock(folder.path(), Kind::with_others), IoError);
}

TEST(DirectoryLock, IsFreeAgainAtItsEnd) {
  const Folder folder;
  EXPECT_FALSE(DirectoryLock::is_held(folder.path()));
  { const DirectoryLock lock(folder.path()); }

  EXPECT_FALSE(DirectoryLock::is_held(folder.path()));
}

}  // namespace secondcurve::directory_lock_test
