#pragma once

#include <functional>
#include <string>

#include "engine/output/atomic_file.hpp"

namespace secondcurve {

/// A folder of files that appears under its name only when all of them are complete: they are written into a
/// folder beside it (".NAME.HOST.PID.tmp"), which is renamed at the end. A folder that is replaced changes
/// names with the new one in one step, so that one or the other stands under the name at any time. Where the
/// file system cannot do that (Linux' RENAME_EXCHANGE: NFS and some others), it is moved away first, to
/// ".NAME.HOST.PID.old": a reader may then find nothing for a moment, and after a power cut in it the old
/// folder has that name. What processes of this machine that were killed have left of the new one is removed.
class AtomicFolder final {
 public:
  /// Whether a folder that is there already may be deleted, that is whether it holds nothing but what was
  /// written by the same means before. Says what else it holds; empty where it holds nothing else.
  using Foreign = std::function<std::string(const std::string& folder)>;

  /// Checks that `path` may be written and makes the empty temporary folder. An empty folder may always be
  /// replaced, another one with Overwrite::replace where nothing foreign is in it.
  /// Throws IoError if it may not, if it is no folder, or if the folder above does not exist or cannot be
  /// written.
  AtomicFolder(std::string path, Overwrite overwrite, Foreign foreign);
  AtomicFolder(const AtomicFolder&) = delete;
  AtomicFolder& operator=(const AtomicFolder&) = delete;
  /// Removes the temporary folder unless it was committed.
  ~AtomicFolder();

  const std::string& path() const { return path_; }
  /// Where a file of the folder is written until commit().
  std::string file(const std::string& name) const;
  /// Puts the closed files on the disk and the folder under its name. Throws IoError; the temporary folder is
  /// then removed by the destructor, and what stood under the name stays.
  void commit();

 private:
  /// Moves what stands under the name away, then the new folder there. Returns where the old one is.
  std::string replace_in_two_steps() const;

  std::string path_, above_, temporary_path_;
  Overwrite overwrite_;
  Foreign foreign_;
  bool committed_ = false;
};

}  // namespace secondcurve
