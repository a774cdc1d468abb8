#include "engine/batch/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"

namespace secondcurve {

namespace {

/// Opens the lock file; -1 where it is not there and may not be made.
int open_lock(const std::string& folder, int flags) {
  return ::open((folder + '/' + DirectoryLock::file_name).c_str(), O_RDWR | O_CLOEXEC | flags, 0666);
}

/// What a lock file says of who holds it: "process 4711 on node17".
std::string holder_of(int file) {
  std::array<char, 300> text{};
  const ssize_t n = ::pread(file, text.data(), text.size() - 1, 0);
  return n > 0 ? std::string(text.data(), static_cast<std::size_t>(n)) : "another process";
}

std::string this_process() {
  std::array<char, 256> host{};
  const bool is_known = ::gethostname(host.data(), host.size() - 1) == 0;
  return fmt::format("process {} on {}", ::getpid(), is_known ? host.data() : "a machine without a name");
}

}  // namespace

DirectoryLock::DirectoryLock(const std::string& folder, Kind kind) : file_(open_lock(folder, O_CREAT)) {
  if (file_ < 0) throw IoError(folder, "lock", system_message(errno));
  int error = 0;
  for (int attempt = 0; attempt < 20; ++attempt) {  // somebody may just be looking whether it is held
    error = ::flock(file_, (kind == Kind::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 ? 0 : errno;
    if (error != EWOULDBLOCK) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (error != 0) {
    const std::string holder = holder_of(file_);
    ::close(file_);
    if (error != EWOULDBLOCK) throw IoError(folder, "lock", system_message(error));
    throw IoError(folder, "lock", fmt::format("{} is working in it; wait until it has ended", holder));
  }
  const std::string own = this_process();
  // For the message to others alone: the lock holds without it.
  if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, own.data(), own.size(), 0) < 0) return;
}

DirectoryLock::~DirectoryLock() { ::close(file_); }

bool DirectoryLock::is_held(const std::string& folder) {
  const int file = open_lock(folder, 0);
  if (file < 0) return false;
  const bool held = ::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(file);
  return held;
}

}  // namespace secondcurve
