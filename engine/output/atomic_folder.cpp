#include "engine/output/atomic_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/system_message.hpp"
#include "engine/output/temporary_name.hpp"

namespace secondcurve {

namespace fs = std::filesystem;

namespace {

std::string without_last_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

/// Refuses what may not be replaced.
void check_replaceable(const std::string& path, Overwrite overwrite, const AtomicFolder::Foreign& foreign) {
  std::error_code ignored;
  const fs::file_status status = fs::symlink_status(path, ignored);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status)) throw IoError(path, "write", "this is not a folder");
  std::error_code error;
  const bool is_empty = fs::is_empty(path, error);
  if (error) throw IoError(path, "write", error.message());
  if (is_empty) return;
  if (const std::string other = foreign(path); !other.empty())
    throw IoError(path, "write", "the folder is not empty: " + other + " (name a new folder)");
  if (overwrite == Overwrite::refuse)
    throw IoError(path, "write", "the folder exists already (use --force to replace it)");
}

/// A name beside a folder that nothing has yet.
std::string name_beside(const std::string& path, const std::string& ending) {
  std::error_code ignored;
  std::string name;
  int attempt = 0;
  do {
    name = detail::temporary_name(path, attempt, ending);
  } while (fs::exists(fs::symlink_status(name, ignored)) && ++attempt < 100);
  return name;
}

void rename_folder(const std::string& path, const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0)
    throw IoError(path, "rename the finished folder", system_message(errno));
}

/// Gives each of two folders the other's name in one step. False, and nothing done, where the file system or
/// the kernel cannot.
bool exchange_folders(const std::string& one, const std::string& other) {
  return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
}

}  // namespace

AtomicFolder::AtomicFolder(std::string path, Overwrite overwrite, Foreign foreign)
    : path_(without_last_slash(std::move(path))), overwrite_(overwrite), foreign_(std::move(foreign)) {
  const fs::path name = path_;
  if (name.filename().empty() || name.filename() == "." || name.filename() == "..")
    throw IoError(path_, "write", "the folder has no name");
  above_ = detail::folder_of(path_);
  detail::require_folder(path_, above_);
  check_replaceable(path_, overwrite_, foreign_);
  detail::remove_leftovers(path_);
  temporary_path_ = name_beside(path_, ".tmp");
  if (::mkdir(temporary_path_.c_str(), 0777) != 0)
    throw IoError(path_, "write", "the folder '" + above_ + "' cannot be written: " + system_message(errno));
}

AtomicFolder::~AtomicFolder() {
  if (committed_) return;
  std::error_code ignored;
  fs::remove_all(temporary_path_, ignored);
}

std::string AtomicFolder::file(const std::string& name) const {
  return (fs::path(temporary_path_) / name).string();
}

void AtomicFolder::commit() {
  for (const fs::directory_entry& entry : fs::directory_iterator(temporary_path_))
    detail::sync_to_disk(path_, entry.path().string());
  detail::sync_to_disk(path_, temporary_path_);
  check_replaceable(path_, overwrite_, foreign_);  // again: writing may have taken minutes
  std::error_code ignored;
  const bool has_old = fs::is_directory(path_, ignored) && !fs::is_empty(path_, ignored);
  std::string old;
  if (has_old && exchange_folders(temporary_path_, path_))
    old = temporary_path_;
  else if (has_old)
    old = replace_in_two_steps();
  else
    rename_folder(path_, temporary_path_, path_);
  committed_ = true;
  if (has_old) fs::remove_all(old, ignored);
  detail::sync_to_disk(path_, above_);
}

std::string AtomicFolder::replace_in_two_steps() const {
  std::string old = name_beside(path_, ".old");
  rename_folder(path_, path_, old);
  try {
    rename_folder(path_, temporary_path_, path_);
  } catch (const IoError&) {
    std::rename(old.c_str(), path_.c_str());
    throw;
  }
  return old;
}

}  // namespace secondcurve
