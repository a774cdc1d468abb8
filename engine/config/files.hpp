#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace secondcurve {

/// The largest config or CSV file that is read; a larger one is refused before it is read [bytes].
inline constexpr std::size_t largest_file_bytes = std::size_t{16} * 1024 * 1024;

/// Where the text of configs and the files they name comes from.
class Files {
 public:
  Files() = default;
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  virtual ~Files() = default;

  /// Reads a whole file. Throws IoError if it cannot be read, ConfigError if it is too large.
  virtual std::string read(const std::string& path) const = 0;
};

/// The files of the disk.
class DiskFiles final : public Files {
 public:
  std::string read(const std::string& path) const override;
};

/// Texts kept by name, to run again from a result file what was once read from the disk.
class MemoryFiles final : public Files {
 public:
  explicit MemoryFiles(std::map<std::string, std::string> text_by_path) : texts_(std::move(text_by_path)) {}

  std::string read(const std::string& path) const override;

 private:
  std::map<std::string, std::string> texts_;
};

/// Files that are read once and kept, for configs that are loaded many times. Several threads may use it.
class CachedFiles final : public Files {
 public:
  /// @param source must outlive this.
  explicit CachedFiles(const Files& source) : source_(source) {}

  /// A file that could not be read is tried again.
  std::string read(const std::string& path) const override;
  /// The texts read so far, by path.
  std::map<std::string, std::string> texts() const;

 private:
  const Files& source_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::string> texts_;
};

/// Throws ConfigError, with line and column, if a text holds a NUL byte or is not UTF-8.
void expect_text(std::string_view text, const std::string& file);

}  // namespace secondcurve
