#pragma once

#include <string>

namespace secondcurve {

/// A directory that one process holds. It is free again as soon as the process ends, however it ends.
class DirectoryLock final {
 public:
  /// Throws IoError, with the number of the process and its machine, where another one holds the directory.
  explicit DirectoryLock(const std::string& folder);
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;
  ~DirectoryLock();

  /// Whether some process holds the directory.
  static bool is_held(const std::string& folder);

  /// The name of its file in the directory.
  static constexpr const char* file_name = "lock";

 private:
  int file_ = -1;
};

}  // namespace secondcurve
