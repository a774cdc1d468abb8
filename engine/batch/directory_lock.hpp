#pragma once

#include <string>

namespace secondcurve {

/// A directory that one process holds, or several that keep out of each other's way. It is free again as soon
/// as they end, however they end.
class DirectoryLock final {
 public:
  enum class Kind {
    alone,       ///< no other process holds it
    with_others  ///< others may hold it that share it, too
  };
  /// Throws IoError, with the number of a process and its machine, where another one holds the directory.
  explicit DirectoryLock(const std::string& folder, Kind kind = Kind::alone);
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
