#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "engine/output/atomic_file.hpp"

namespace secondcurve {

/// A file that text is written into, closed in any case. What fails is an IoError.
class TextFile final {
 public:
  /// Makes the file, or empties it. @param path of the file; @param target what messages name.
  TextFile(std::string target, const std::string& path);
  void write(const std::string& text);
  void write(std::span<const std::byte> bytes);
  /// Closes the file, after which nothing may be written.
  void close();

 private:
  [[noreturn]] void fail(int error) const;

  std::string target_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// Writes a whole file of text and commits it. Throws IoError; what stood under the name then stays.
void write_text(AtomicFile& file, const std::string& text);

}  // namespace secondcurve
