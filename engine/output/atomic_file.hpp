#pragma once

#include <string>

namespace secondcurve {

/// What to do about a file that is there already.
enum class Overwrite { refuse, replace };

/// A file that appears under its name only when it is complete: it is written under a temporary name in
/// the same folder (".NAME.HOST.PID.tmp") and renamed at the end. A reader that holds the old file open keeps
/// it. What processes of this machine that were killed have left of it is removed.
class AtomicFile final {
 public:
  /// Checks that `path` may be written and makes the empty temporary file.
  /// Throws IoError if the file exists (Overwrite::refuse), is not a regular file, or if its folder does
  /// not exist or cannot be written.
  AtomicFile(std::string path, Overwrite overwrite);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  /// Removes the temporary file unless the file was committed.
  ~AtomicFile();

  const std::string& path() const { return path_; }
  /// Where to write until commit().
  const std::string& temporary_path() const { return temporary_path_; }
  /// Gives the space of the temporary file back, as before closing a file that met a full disk.
  void truncate() noexcept;
  /// Puts the closed file on the disk under its name: fsync, rename, fsync of the folder.
  /// Throws IoError; the temporary file is then removed by the destructor.
  void commit();

 private:
  std::string path_;
  std::string folder_;
  std::string temporary_path_;
  Overwrite overwrite_;
  bool committed_ = false;
};

namespace detail {
/// Throws IoError, naming `path`, which is to be written there, unless `folder` is a folder.
void require_folder(const std::string& path, const std::string& folder);
/// Waits until the file or folder `what` is on the disk. Throws IoError, naming `path`.
void sync_to_disk(const std::string& path, const std::string& what);
}  // namespace detail

}  // namespace secondcurve
