#include "engine/output/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"
#include "engine/output/temporary_name.hpp"

namespace secondcurve {

namespace fs = std::filesystem;

namespace {

/// Refuses what may not be replaced. A link is judged by what it points to.
void check_target(const std::string& path, Overwrite overwrite) {
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(path, ignored))) return;
  const fs::file_status target = fs::status(path, ignored);
  if (fs::exists(target) && !fs::is_regular_file(target)) {
    throw IoError(path, "write", "this is not a regular file");
  }
  if (overwrite == Overwrite::refuse) {
    throw IoError(path, "write", "the file exists already (use --force to replace it)");
  }
}

/// Makes a new empty file in the folder. A file left by a killed run with our process number is stepped over.
std::string make_temporary(const std::string& path, const std::string& folder) {
  for (int attempt = 0;; ++attempt) {
    std::string temporary = detail::temporary_name(path, attempt, ".tmp");
    const int file = ::open(temporary.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (file >= 0) {
      ::close(file);
      return temporary;
    }
    if (errno == EEXIST && attempt < 100) continue;
    throw IoError(path, "write", "the folder '" + folder + "' cannot be written: " + system_message(errno));
  }
}

}  // namespace

namespace detail {

void require_folder(const std::string& path, const std::string& folder) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (!fs::exists(status)) throw IoError(path, "write", "the folder '" + folder + "' does not exist");
  if (!fs::is_directory(status)) throw IoError(path, "write", "'" + folder + "' is not a folder");
}

void sync_to_disk(const std::string& path, const std::string& what) {
  const int file = ::open(what.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) throw IoError(path, "write", system_message(errno));
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  // Some file systems cannot sync a folder and say EINVAL: there is nothing more to do there.
  if (error != 0 && error != EINVAL) throw IoError(path, "write", system_message(error));
}

}  // namespace detail

AtomicFile::AtomicFile(std::string path, Overwrite overwrite)
    : path_(std::move(path)), overwrite_(overwrite) {
  const fs::path name = path_;
  if (name.filename().empty()) throw IoError(path_, "write", "the file has no name");
  folder_ = detail::folder_of(path_);
  detail::require_folder(path_, folder_);
  check_target(path_, overwrite_);
  detail::remove_leftovers(path_);
  temporary_path_ = make_temporary(path_, folder_);
}

AtomicFile::~AtomicFile() {
  if (committed_) return;
  truncate();
  ::unlink(temporary_path_.c_str());
}

void AtomicFile::truncate() noexcept {
  // What fails here leaves a temporary file, never a broken result.
  [[maybe_unused]] const int status = ::truncate(temporary_path_.c_str(), 0);
}

void AtomicFile::commit() {
  detail::sync_to_disk(path_, temporary_path_);
  check_target(path_, overwrite_);  // again: the run may have taken hours
  if (::rename(temporary_path_.c_str(), path_.c_str()) != 0) {
    throw IoError(path_, "rename the finished file", system_message(errno));
  }
  committed_ = true;
  detail::sync_to_disk(path_, folder_);
}

}  // namespace secondcurve
